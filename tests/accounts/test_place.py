"""Where a step of a route comes to rest: the post that the protocol names, or the next one up that somebody holds."""

import pytest

from council_portal.accounts.models import Appointment
from council_portal.accounts.services import leave_office
from council_portal.protocol.rules import Step
from council_portal.protocol.services import Held, options, place
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(db):
    return factories.council()


def first(*posts, **changes):
    """A first step to these posts."""
    return Step(stage="first", to=posts, **changes)


def placed(council, step, matter="service_failure", **changes):
    """(post, people, posts passed) of each placement of a step about Street Scene."""
    found = place(step, matter, service=council.services.street_scene, **changes)
    return [(p.post, [h.person for h in p.holders], p.passed) for p in found]


def everybody_leaves(council, *names):
    for name in names:
        leave_office(council.accounts[name].person)


def test_the_first_post_with_a_holder_takes_it(council):
    assert placed(council, first("head_of_service", "nominated_officer")) == [("head_of_service", [council.head.person], ())]

    everybody_leaves(council, "head")

    assert placed(council, first("head_of_service", "nominated_officer")) == [("nominated_officer", [council.nominated.person], ())]


def test_the_raiser_may_choose_among_the_posts_of_the_step_and_no_other(council):
    step = first("head_of_service", "nominated_officer")

    assert placed(council, step, chosen="nominated_officer") == [("nominated_officer", [council.nominated.person], ())]
    with pytest.raises(ValueError, match="not among the posts"):
        place(step, "service_failure", chosen="chief_executive", service=council.services.street_scene)


def test_what_is_offered_names_empty_posts_and_climbs_to_nobody(council):
    everybody_leaves(council, "head")

    offered = options(first("head_of_service", "nominated_officer", "director"), service=council.services.street_scene)

    assert [(p.post, [h.person for h in p.holders]) for p in offered] == [
        ("head_of_service", []),
        ("nominated_officer", [council.nominated.person]),
    ]


LADDER = ["clo", "head_of_service", "chief_officer", "director", "executive_director", "chief_operating_officer", "chief_executive"]


@pytest.mark.requirement("VOCABULARY-ladder")
def test_the_ladder_is_climbed_post_by_post(council):
    people = {}
    for word in LADDER:
        of = council.services.street_scene if word in LADDER[:2] else council.services.place if word == "chief_officer" else None
        people[word] = factories.officer(f"Invented {word}", word, of=of).person
    for name in set(factories.OFFICERS) - {"democratic"}:  # somebody is there who appoints
        leave_office(council.accounts[name].person)

    climbed = []
    for word in LADDER:
        climbed.append(placed(council, first("clo")))
        leave_office(people[word])

    assert climbed == [[(word, [people[word]], tuple(LADDER[:number]))] for number, word in enumerate(LADDER)]
    assert placed(council, first("clo")) == [("clo", [], tuple(LADDER))]


@pytest.mark.requirement("VOCABULARY-ladder")
def test_posts_that_the_council_does_not_have_are_left_out(council):
    everybody_leaves(council, "head", "chief")

    [found] = place(first("head_of_service"), "service_failure", service=council.services.street_scene)

    assert (found.post, [h.person for h in found.holders]) == ("chief_executive", [council.chief_executive.person])


@pytest.mark.parametrize("post", ["portfolio_holder", "committee_chair", "scrutiny_chair", "opposition_spokesperson"])
def test_chairs_and_portfolio_holders_go_to_democratic_services(council, post):
    assert placed(council, first(post)) == [("democratic_services", [council.democratic.person], (post,))]


def test_a_complaint_never_climbs(council):
    everybody_leaves(council, "head")

    assert placed(council, first("head_of_service"), matter="officer_conduct") == [("head_of_service", [], ("head_of_service",))]


@pytest.mark.parametrize("matter", ["service_failure", "officer_conduct"])
def test_the_monitoring_officers_deputy_takes_what_she_cannot(council, matter):
    deputy = factories.officer("Dilys Deputy", "deputy_monitoring_officer").person
    everybody_leaves(council, "monitoring")

    assert placed(council, first("monitoring_officer"), matter=matter)[0][:2] == ("deputy_monitoring_officer", [deputy])


def test_somebody_concerned_is_passed_over_up_the_ladder(council):
    concerned = [council.head.person, council.chief.person]

    assert placed(council, first("head_of_service"), excluding=concerned)[0][:2] == ("chief_executive", [council.chief_executive.person])


def test_all_of_a_step_are_placed_each_on_its_own(council):
    everybody_leaves(council, "nominated")

    step = first("clo", "nominated_officer", all_of=True)

    assert placed(council, step) == [
        ("clo", [council.clo.person], ()),
        ("head_of_service", [council.head.person], ("nominated_officer",)),
    ]


def test_a_deputy_of_the_post_comes_before_the_next_post_up(council):
    deputy = factories.officer("Dilys Deputy", "head_of_service", of=council.services.street_scene, role=Appointment.Role.DEPUTY).person
    everybody_leaves(council, "head")

    assert placed(council, first("head_of_service")) == [("head_of_service", [deputy], ())]


@pytest.mark.requirement("ALL-GUIDE")
def test_a_must_is_held_and_a_should_may_be_left(council):
    held, guide = Step(stage="first", to=("head_of_service",), force="must"), Step(stage="first", to=("head_of_service",))
    elsewhere = {"chosen": "chief_officer", "departing": True}

    with pytest.raises(Held):
        placed(council, held, **elsewhere)

    assert [post for post, _people, _passed in placed(council, guide, **elsewhere)] == ["chief_officer"]
