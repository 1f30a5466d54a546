"""What requests to attend put on the home page: those to decide on, those that were decided, meetings ahead. No statement of its own."""
import datetime
import functools

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.attendance import policy, wording
from conversations.attendance.appointments import THEIRS
from conversations.attendance.models import AttendanceRequest, Status
from conversations.panels import action, panel
from council_portal.access.together import lines, once

CANCELLED = "cancelled"  # of a line alone: agreed to, and cancelled
TAGS = {**dict(Status.choices), CANCELLED: gettext_lazy("Cancelled")}
WEEK = datetime.timedelta(days=7)


def asked(user):
    """What home asks for, in one statement with other rooms (`access.together`): the first few of each, and one that tells of more."""
    now = timezone.now()
    to_decide = Q(capacity__in=policy.REQUESTS["agree"].capacities, status=Status.ASKED)
    to_look_at = Q(capacity=policy.REVIEWER, review=policy.WAITS)
    ahead = Q(capacity__in=THEIRS, status=Status.AGREED, request__slot_until__gt=now)
    decided = Q(request__raised_by=user.person_id, status__in=[Status.AGREED, Status.REFUSED], request__decided_at__gte=now - WEEK)
    decided_on = Case(When(decided, then=TruncDate("request__decided_at")))  # for whoever asked, while it is news
    hours = {"begins": Coalesce("request__slot_from", "request__starts_at"), "ends": Coalesce("request__slot_until", "request__ends_at")}
    to_make_good = Q(capacity=policy.DECIDER, review=policy.MAKE_GOOD, status__in=policy.GIVEN)
    cancelled = Q(status=Status.REFUSED, request__slot_from__isnull=False)
    state = Case(When(to_make_good, then=Value(policy.MAKE_GOOD)), When(cancelled, then=Value(CANCELLED)), default=F("status"))
    told = {"uid": "request__uid", "title": "request__title", "note": "request__place", "state": state, "capacity": "capacity", **hours}
    rows = AttendanceRequest.objects.standings_of(user, where=to_decide | to_look_at | ahead | decided | to_make_good)
    return [lines("attendance", rows, on=decided_on, **told)]


def needs(user, found):
    """The requests on which an office of this reader decides, the first meeting first; what they agreed to and have to make good; the
    refusals to groups, and the terms that differ, that one looks at."""
    rows = found.get("attendance", [])
    to_decide = of_requests(_("Requests to attend that wait for your decision"), once(
        one for one in rows if one.state == Status.ASKED and one.capacity in policy.REQUESTS["agree"].capacities))
    to_look_at = [one for one in rows if one.capacity == policy.REVIEWER]
    to_make_good = of_requests(_("Agreements with groups that you have to make good"), once(
        one for one in rows if one.state == policy.MAKE_GOOD))
    return [*to_decide, *to_make_good, *panel(_("Refusals to groups, and terms that differ, that you look at"), once(to_look_at),
                               functools.partial(item, tagged=False), action("attendance:refusals", _("All refusals to groups")))]


def changed(user, found):
    """What this reader asked for and was decided in a week."""
    return of_requests(_("Your requests to attend that were decided this week"), once(
        one for one in found.get("attendance", []) if one.on), tagged=True)


def coming(user, found):
    """The meetings ahead that were agreed to: of whoever asked, and of the officer who is named, the first meeting first."""
    ahead = once(one for one in found.get("attendance", [])
                 if one.state == Status.AGREED and one.capacity in THEIRS and one.ends > timezone.now())
    return of_requests(_("Meetings that an officer attends"), sorted(ahead, key=lambda one: one.begins))


def of_requests(title, rows, *, tagged=False):
    """A panel of the first few of these requests; none of none."""
    return panel(title, rows, functools.partial(item, tagged=tagged), action("attendance:list", _("All requests to attend")))


def item(one, *, tagged):
    """A request: when and where; how it was decided."""
    tag = {"text": TAGS.get(one.state, _("Agreed")), "colour": wording.COLOURS.get(one.state, "red" if one.state == CANCELLED else "blue")}
    return {"url": reverse("attendance:request", args=[one.uid]), "text": one.title,
            "note": " · ".join([wording.hours(one.begins, one.ends), one.note]), "tag": tag if tagged else None}
