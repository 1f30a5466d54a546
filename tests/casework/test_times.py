"""How long each service takes: what holds, what is refused, from when on it counts, who may set it."""

import pytest
import time_machine
from django.urls import reverse

from casework import owners, times
from casework.models import ServiceTime
from council_portal.access.decisions import Forbidden
from council_portal.audit.models import Event
from council_portal.protocol.services import in_force
from tests import factories
from tests.casework.ground import browser, hidden, words
from tests.factories import fresh, log, post

pytestmark = pytest.mark.django_db
MATTER = "service_failure"


def set_times(council, given, *, by="democratic", matter=MATTER):
    """Set times of Street Scene."""
    times.set_times(council.services.street_scene, matter, actor=fresh(council.accounts[by]), version=in_force(), given=given)


def address(council, name="change_times", matter=MATTER):
    """The page of the times of Street Scene."""
    return reverse(f"casework:{name}", args=[council.services.street_scene.uid, *([matter] if name == "change_times" else [])])


def clock(case, kind="answer"):
    """Days, unit and source of a clock that runs."""
    return case.clocks.values_list("days", "unit", "source").get(kind=kind, stopped_at=None)


@pytest.mark.requirement("NNC-TIME")
def test_a_time_of_the_service_counts_for_cases_logged_from_then_on_and_running_clocks_stay(council):
    before = log(council)

    set_times(council, {"answer": (3, "calendar"), "acknowledge": (1, "working")})
    after = log(council)

    assert clock(before) == (7, "calendar", "protocol")
    assert clock(before, "acknowledge") == (2, "working", "portal")
    assert clock(after) == (3, "calendar", "service")
    assert clock(after, "acknowledge") == (1, "working", "service")
    assert clock(after, "update") == (10, "working", "portal")


@pytest.mark.requirement("NNC-TIME")
def test_after_a_hand_over_the_page_does_not_say_that_the_time_is_the_new_services(council):
    set_times(council, {"answer": (3, "calendar")})
    case = log(council)

    owners.hand_over(case, actor=fresh(council.head), principal=post("head_of_service", of=council.services.housing), text="Theirs.")

    page = words(browser(council.member).get(case.get_absolute_url()))
    assert "Service Housing" in page
    assert "The council has set this time for the service that the case was raised for." in page


@pytest.mark.requirement("NNC-TIME")
@time_machine.travel("2026-11-25 12:00+00:00", tick=False)
@pytest.mark.parametrize(("wanted", "refused"), [
    ((7, "calendar"), False), ((8, "calendar"), True), ((6, "calendar"), False), ((3, "working"), False), ((10, "working"), True),
    ((4, "working"), True),  # from 23 December 2026: 4 working days end on 31 December, a week on the 30th
    ((5, "working"), True),
])
def test_a_time_that_could_end_after_the_protocols_is_refused(council, wanted, refused):
    try:
        set_times(council, {"answer": wanted})
        said = None
    except times.TooLate as late:
        said = late

    assert (said is not None) == refused
    assert ServiceTime.objects.filter(kind="answer").exists() != refused
    if said:
        assert (said.time.days, said.time.unit, said.time.clause) == (7, "calendar", "3.4")
        assert said.own_on > said.on


def test_what_the_protocol_does_not_time_is_the_services_to_say(council):
    set_times(council, {"update": (20, "working"), "acknowledge": (5, "calendar")})
    set_times(council, {"request": (20, "working")}, matter="service_request")

    assert ServiceTime.objects.count() == 3


def test_a_request_has_the_clock_of_the_contact_centre_alone(council):
    with pytest.raises(KeyError):
        set_times(council, {"answer": (3, "working")}, matter="service_request")
    with pytest.raises(KeyError):
        set_times(council, {"request": (3, "working")})


def test_a_change_is_recorded_with_what_was_before_and_the_same_again_is_none(council):
    set_times(council, {"answer": (5, "calendar")})
    set_times(council, {"answer": (5, "calendar")})
    set_times(council, {"answer": None})

    assert list(Event.objects.filter(verb="time of a service set").order_by("pk").values_list("detail", flat=True)) == [
        "service_failure answer: none > 5 calendar", "service_failure answer: 5 calendar > none"]
    assert ServiceTime.objects.count() == 0


def test_only_democratic_services_set_them(council):
    with pytest.raises(Forbidden, match="Only Democratic Services"):
        set_times(council, {"answer": (3, "calendar")}, by="head")


@pytest.mark.requirement("NNC-TIME")
def test_everybody_in_office_reads_what_to_expect_with_clause_and_the_portals_own_said_so(council):
    set_times(council, {"answer": (3, "calendar")})

    page = words(browser(council.member).get(address(council, "times_of")))
    everywhere = words(browser(council.head).get(reverse("casework:times")))

    assert "3 calendar days The service’s own; the protocol asks for 7 calendar days ( clause 3.4 )" in page
    assert "2 working days The portal’s own rule" in page
    assert "Change" not in page
    assert "7 calendar days The protocol’s ( clause 3.4 )" in everywhere
    assert "Street Scene 1 time of its own" in everywhere


def test_form_refuses_a_later_time_with_the_clause_and_keeps_what_was_typed(council):
    client = browser(council.democratic)
    shown = client.get(address(council))
    typed = {"seen": hidden(shown, "seen"), "answer_days": "30", "answer_unit": "working", "update_days": "4", "update_unit": "calendar"}

    answer = client.post(address(council), typed)

    assert "the protocol in force asks for 7 calendar days (clause 3.4)" in words(answer)
    assert 'value="30"' in answer.content.decode()
    assert ServiceTime.objects.count() == 0


def test_form_saves_several_and_empties_them_again(council):
    client = browser(council.democratic)
    typed = {"answer_days": "3", "answer_unit": "calendar", "update_days": "4", "update_unit": "working"}

    client.post(address(council), {"seen": hidden(client.get(address(council)), "seen"), **typed})
    found = list(ServiceTime.objects.order_by("kind").values_list("matter", "kind", "days", "unit"))
    client.post(address(council), {"seen": hidden(client.get(address(council)), "seen"), "answer_days": "", "update_days": ""})

    assert found == [(MATTER, "answer", 3, "calendar"), (MATTER, "update", 4, "working")]
    assert ServiceTime.objects.count() == 0


def test_form_that_was_overtaken_is_answered_with_409(council):
    client = browser(council.democratic)
    seen = hidden(client.get(address(council)), "seen")
    set_times(council, {"answer": (3, "calendar")})

    answer = client.post(address(council), {"seen": seen, "answer_days": "2", "answer_unit": "calendar"})

    assert answer.status_code == 409
    assert ServiceTime.objects.get().days == 3


def test_page_of_times_asks_as_often_for_three_services_as_for_twelve(council, django_assert_num_queries):
    client = browser(council.member)
    client.get(reverse("casework:times"))  # the protocol is read once

    for more in (0, 9):
        for number in range(more):
            factories.service(f"Service {number}")
        with django_assert_num_queries(6):
            client.get(reverse("casework:times"))


@pytest.mark.parametrize("matter", ["unanswered", "nothing"])
def test_a_matter_that_no_member_raises_has_no_times(council, matter):
    assert browser(council.democratic).get(address(council, matter=matter)).status_code == 404
