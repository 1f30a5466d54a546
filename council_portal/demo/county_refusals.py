"""Refusals to political groups in the synthetic county, which fill the Monitoring Officer's list: as many for every number of years."""
import datetime

from conversations.attendance import policy
from conversations.attendance.models import AttendanceRequest, AttendanceStanding, Refusal, Review
from conversations.attendance.models import Kind as Wish
from conversations.attendance.models import Status as Asked
from council_portal.accounts.models import Principal
from council_portal.protocol.services import route_under

DAY = datetime.timedelta(days=1)
REFUSALS, EVERY, APART = 60, 3, 6  # in all; one in so many waits to be looked at; days between them


def write(rooms):
    """Refused requests of Members for their groups, of which a third waits and the others stand. rooms: of county_rooms.

    The first Member asks for none of them: they have the requests by which their list is measured.
    """
    route = route_under(rooms.county.version, Wish.GROUP_MEETING, "member").as_json()
    posts = {one.post: one.pk for one in Principal.objects.filter(post__in=["chief_executive", "monitoring_officer"])}
    decides, looks = posts["chief_executive"], posts["monitoring_officer"]
    seats = [rooms.county.seats[1 + number % 89] for number in range(REFUSALS)]
    rows = rooms.keep([request(rooms, seat, number, route, decides) for number, seat in enumerate(seats)])
    AttendanceStanding.objects.bulk_create(
        rooms.standing(AttendanceStanding, principal, capacity, one.asked_at, reason, request=one)
        for one, seat in zip(rows, seats, strict=True)
        for principal, capacity, reason in ((seat.office, policy.ASKER, "asked for it"), (
            decides, policy.DECIDER, "the protocol sends it here"), (looks, policy.REVIEWER, "looks at what groups are refused")))
    Refusal.objects.bulk_create(refusal(rooms, one, looks) for one in rows)


def request(rooms, seat, number, route, decides):
    """A request of this Member's group that was refused a day after it was made; the first one today."""
    asked = rooms.now - (number * APART + 1) * DAY
    return AttendanceRequest(
        **rooms.matter(), raised_by_id=seat.person, version=2, side="member", kind=Wish.GROUP_MEETING, group_id=rooms.groups[seat.person],
        title=rooms.title(), text=rooms.text(2), service_id=rooms.county.services[number % len(rooms.county.services)].service,
        starts_at=asked + 10 * DAY, ends_at=asked + 11 * DAY, place="Room 3", route=route, asked_at=asked, made_at=asked,
        last_activity=asked + DAY, is_open=False, status=Asked.REFUSED, reason="Nobody is free on that evening.",
        review=Review.STANDS if number % EVERY else Review.WAITS, decided_by_id=rooms.county.holders[decides],
        decided_as="Chief Executive", decided_at=asked + DAY)


def refusal(rooms, refused, looks):
    """The refusal of this request, looked at on the same day unless it waits."""
    looked = {} if refused.review == Review.WAITS else {
        "looked_by_id": rooms.county.holders[looks], "looked_at": refused.decided_at, "why": "No other group was briefed on it."}
    return Refusal(request=refused, reason=refused.reason, decided_by_id=refused.decided_by_id, decided_as=refused.decided_as,
                   decided_at=refused.decided_at, outcome=refused.review, looked_as="Monitoring Officer", **looked)
