"""What the outbox puts on the home page: that messages did not arrive. A number and nothing else."""
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council_portal.access.decisions import can
from council_portal.outbox.models import Message
from council_portal.outbox.services import given_up


def needs(user):
    """For the technical administrator: how many messages were given up lately, and how many wait."""
    if not can(user, "count", Message):
        return []
    failed, waiting = given_up()
    items = []
    if failed:
        text = ngettext("%(n)s message was given up in the last 30 days", "%(n)s messages were given up in the last 30 days", failed)
        items.append({"text": text % {"n": failed}, "note": _("The mail server refused them, or did not answer eight times."),
                      "tag": {"text": _("Failed"), "colour": "red"}})
    if waiting:
        text = ngettext("%(n)s message has waited for more than an hour", "%(n)s messages have waited for more than an hour", waiting)
        items.append({"text": text % {"n": waiting}, "note": _("Is the background process running?"),
                      "tag": {"text": _("Late"), "colour": "orange"}})
    return [{"title": _("Messages"), "text": "", "items": items, "action": None, "empty": _("Every message was delivered.")}]
