"""What requests to attend put on the home page: those to decide on, those that were decided, meetings ahead. No statement of its own."""
import datetime

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conversations.attendance import wording
from conversations.attendance.appointments import is_theirs
from conversations.attendance.models import AttendanceRequest, Status
from council_portal.access.together import lines

FEW = 5
WEEK = datetime.timedelta(days=7)


def asked(user):
    """What home asks for, in one statement with other rooms (`access.together`): the first few of each, and one that tells of more."""
    now = timezone.now()
    to_decide = AttendanceRequest.objects.permitted(user, "agree").order_by("starts_at", "pk")
    ahead = AttendanceRequest.objects.permitted(user).filter(is_theirs(user), status=Status.AGREED, slot_until__gt=now)
    decided = AttendanceRequest.objects.permitted(user).filter(
        raised_by=user.person_id, status__in=[Status.AGREED, Status.REFUSED], decided_at__gte=now - WEEK)
    hours = {"begins": Coalesce("slot_from", "starts_at"), "ends": Coalesce("slot_until", "ends_at")}
    told = {"uid": "uid", "title": "title", "note": "place", "state": "status", **hours}
    return [lines("attendance_to_decide", to_decide, FEW + 1, **told),
            lines("attendance_decided", decided.order_by("-decided_at", "-pk"), FEW + 1, **told),
            lines("attendance_ahead", ahead.order_by("slot_from", "pk"), FEW + 1, **told)]


def needs(user, found):
    """The requests on which an office of this reader decides, the first meeting first."""
    return panel(_("Requests to attend that wait for your decision"), found.get("attendance_to_decide", []))


def changed(user, found):
    """What this reader asked for and was decided in a week."""
    return panel(_("Your requests to attend that were decided this week"), found.get("attendance_decided", []), tagged=True)


def coming(user, found):
    """The meetings ahead that were agreed to: of whoever asked, and of the officer who is named."""
    return panel(_("Meetings that an officer attends"), found.get("attendance_ahead", []))


def panel(title, rows, *, tagged=False):
    """A panel of the first few of these requests; none of none."""
    if not rows:
        return []
    text = _("The first %(most)s are shown; there are more.") % {"most": FEW} if len(rows) > FEW else ""
    return [{"title": title, "text": text, "items": [item(one, tagged) for one in rows[:FEW]], "empty": "",
             "action": {"url": reverse("attendance:list"), "text": _("All requests to attend")}}]


def item(one, tagged):
    """A request: when and where; how it was decided."""
    tag = {"text": dict(Status.choices)[one.state], "colour": wording.COLOURS[one.state]} if tagged else None
    return {"url": reverse("attendance:request", args=[one.uid]), "text": one.title,
            "note": " · ".join([wording.hours(one.begins, one.ends), one.note]), "tag": tag}
