"""What the programme puts on the home page: the events that ask a Member whether they come. One statement, however many."""
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.models import Event
from conversations.places import said_by
from conversations.when import in_words
from council_portal.accounts.policy import IN_OFFICE

FEW = 5


def needs(user):
    """The next events that this Member is invited to and has not answered, or not since they were moved; none for others, who are
    invited to nothing."""
    if not user.posts & set(IN_OFFICE):
        return []
    said = said_by(user).filter(moved__gte=F("event__moved"))
    asking = Event.objects.permitted(user, "answer").exclude(pk__in=said.values("event"))  # what was moved since is asked anew
    rows = list(asking.only("uid", "title", "starts_at", "ends_at", "place").order_by("starts_at", "pk")[:FEW + 1])
    if not rows:
        return []
    text = _("The first %(most)s are shown; there are more.") % {"most": FEW} if len(rows) > FEW else ""
    items = [{"url": one.get_absolute_url(), "text": one.title, "note": " · ".join([
        in_words(one.starts_at, one.ends_at), one.place or _("Online")])} for one in rows[:FEW]]
    return [{"title": _("Do you come?"), "text": text, "items": items, "empty": "",
             "action": {"url": reverse("conversations:list"), "text": _("The programme")}}]
