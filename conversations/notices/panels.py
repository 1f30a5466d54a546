"""What ward notices put on the home page: those in confidence that a Member has not opened."""
from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.notices.reading import waiting_for
from council_portal.design.dates import moment

MOST = 5


def needs(user):
    """The notices in confidence of this Member's wards that wait to be accepted; no panel without any. One statement for Members."""
    rows = waiting_for(user, MOST + 1)
    if not rows:
        return []
    items = [{"url": one.get_absolute_url(), "text": one.get_occasion_display(), "tag": {"text": _("In confidence"), "colour": "yellow"},
              "note": " · ".join([one.reference, one.service.name, _("published on %(when)s") % {"when": moment(one.publish_at)}])}
             for one in rows[:MOST]]
    text = _("The first %(most)s are shown; there are more.") % {"most": MOST} if len(rows) > MOST else ""
    return [{"title": _("Ward notices in confidence that you have not opened"), "text": text, "items": items, "empty": "",
             "action": {"url": reverse("notices:list"), "text": _("All ward notices")}}]
