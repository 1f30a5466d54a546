"""What the page says of the way of a case: who has it, who never had it, and where it can go."""
import datetime

import pytest
from django.utils import timezone

from casework import asking, owners, services
from casework.act_forms import PlaceForm
from casework.models import Case, CaseEntry
from casework.routing import look_who_is_there, way_up
from casework.views.ladder import ladder
from casework.views.words import why
from council_portal.access.decisions import Forbidden, can
from council_portal.access.models import OPEN_ENDED, in_force
from council_portal.accounts.models import Appointment, Principal, User
from council_portal.outbox.models import Message
from council_portal.protocol.load import read
from council_portal.protocol.services import adopt
from tests import factories
from tests.casework.ground import browser, words
from tests.factories import fresh, log
from tests.matrix.people import date_back, fall_silent

pytestmark = pytest.mark.django_db


def lines(case):
    """(state, text, clause) of each line of the ladder."""
    case = Case.objects.get(pk=case.pk)
    standings = list(case.standings.filter(in_force()).select_related("principal").order_by("since", "pk"))
    look_who_is_there(case)
    return [(line["state"], line["text"], line["clause"]) for line in ladder(case, standings)]


def test_it_is_with_the_first_post_and_may_go_further(council):
    assert lines(log(council)) == [("here", "Head of Service or nominated officer", "3.2"), ("next", "Chief Officer", "3.5"),
                                   ("later", "Chief Executive", "")]


@pytest.mark.requirement("ALL-GUIDE")
def test_a_post_that_the_member_passed_over_is_not_said_to_have_it(council):
    case = log(council, chosen="clo", departure="She knows the street.")

    assert lines(case) == [("left", "Head of Service or nominated officer", "3.2"), ("here", case.sent_to.name, ""),
                           ("next", "Chief Officer", "3.5"), ("later", "Chief Executive", "")]


def test_what_went_up_by_the_portals_ladder_is_not_said_to_be_under_the_clause_of_unanswered_ones(council):
    case = log(council, service=council.services.place)
    date_back(case, days=9)

    page = words(browser(council.member).get(case.get_absolute_url()))

    assert lines(case)[:2] == [("left", "Head of Service or nominated officer", "3.2"), ("here", case.sent_to.name, "")]
    assert "It is with the post that the protocol names for this already, or above it: this is the portal’s own rule." in page
    assert "You may raise it with the Chief Officer" not in page


def test_an_answered_case_is_not_said_to_be_with_anybody_next(council):
    case = log(council)
    Case.objects.filter(pk=case.pk).update(status="answered")

    assert lines(case) == [("done", "Head of Service or nominated officer", "3.2")]


@pytest.mark.parametrize("preset", ["rugby", "south-ribble"])
def test_under_a_silent_protocol_nothing_is_said_to_be_against_it(council, preset):
    factories.adopt(preset, on=timezone.localdate() - datetime.timedelta(days=1))
    case = log(council, chosen="chief_executive", departure="He asked for it.")

    said = " ".join(line["text"] for line in why(case, []))

    assert "for this reason: “He asked for it.”" in said
    assert "The protocol sends" not in said


# --- how it came there ---------------------------------------------------------------------------------------------------------

GUESS = "or Democratic Services placed it"


@pytest.mark.requirement("RUG-CASE")
def test_after_a_handing_over_the_page_says_who_did_it_and_why(council):
    case, to = log(council), Principal.objects.get(post="clo")
    owners.hand_over(case, actor=fresh(council.head), principal=to, text="She knows the street.")

    said = words(browser(council.member).get(case.get_absolute_url()))

    assert "Priya Chandran handed it over to them, for this reason: “She knows the street”. This is the portal’s own rule." in said
    assert GUESS not in said


def test_without_the_turn_the_standing_says_how_it_came(council):
    case, to = log(council), Principal.objects.get(post="clo")
    owners.hand_over(case, actor=fresh(council.head), principal=to, text="She knows the street.")
    standings = list(case.standings.filter(in_force()).select_related("principal").order_by("since", "pk"))

    said = [line["text"] for line in why(case, standings)]

    assert "It was handed over to them. This is the portal’s own rule." in said


def test_what_went_up_says_that_nobody_was_there(council):
    said = words(browser(council.member).get(log(council, service=council.services.place).get_absolute_url()))

    assert "When it was sent nobody held the post that comes first, or nobody was there: it went up. This is the portal’s own rule." in said


@pytest.mark.parametrize(("matter", "named"), [
    ("service_failure", "a concern about a service"), ("policy", "a matter of policy"),
    ("strategic", "a matter of strategy")])
def test_the_page_names_the_kind_of_matter(council, matter, named):
    case = log(council, matter=matter)

    said = words(browser(council.member).get(case.get_absolute_url()))

    assert f"The protocol sends {named} to the" in said
    assert f"Kind of matter {named[2:].capitalize()}" in said


def nobody_there():
    """Nobody holds any post to which a concern can go. Returns how it was before, to be put back."""
    held = Appointment.objects.filter(principal__post__in=["head_of_service", "nominated_officer", "chief_officer", "chief_executive"])
    held.update(until=timezone.now())
    return held


def test_an_unrouted_case_says_who_has_come_since_and_placing_it_offers_them_first(council):
    held = nobody_there()
    case = log(council)
    held.filter(principal__service=council.services.street_scene).update(until=OPEN_ENDED)

    said = words(browser(council.democratic).get(case.get_absolute_url()))

    assert "When it was raised nobody held the post that this goes to, nor one above it, or nobody was there. Today there are:" in said
    assert "Priya Chandran (Head of Service)" in said
    choices = PlaceForm(case=case, user=fresh(council.democratic)).fields["principal"].choices
    assert [(group, [text for _uid, text in rows]) for group, rows in choices[1:2]] == [
        ("Whom the protocol names", ["Head of service, Street Scene: Priya Chandran", "Nominated officer, Street Scene: Callum Baird"])]
    assert lines(case)[0][0] == "left"


def test_with_democratic_services_placing_it_the_page_gives_their_reason(council):
    nobody_there()
    case = log(council)
    services.place(case, actor=fresh(council.democratic), principal=Principal.objects.get(post="clo"), text="She knows the street.")

    said = words(browser(council.member).get(case.get_absolute_url()))

    assert "placed it there, for this reason: “She knows the street”." in said


@pytest.mark.parametrize("matter", ["service_failure", "strategic", "policy", "operational"])
def test_the_ladder_never_runs_downwards(council, matter):
    case = log(council, matter=matter)
    if case.sent_to.post != "chief_executive":
        owners.hand_over(case, actor=fresh(holder(case)), principal=Principal.objects.get(post="chief_executive"), text="His.")

    assert [line for line in lines(case) if line[0] in ("next", "later")] == []


def holder(case):
    """The account of whoever sees to a case."""
    return User.objects.get(person=case.owner)


@pytest.mark.requirement("SEC-3.5")
def test_an_office_that_never_answered_had_it_and_the_next_post_that_somebody_holds_comes_after_it(council):
    case = log(council)
    date_back(case, days=40)
    case = Case.objects.get(pk=case.pk)
    services.escalate(case, actor=fresh(council.member))

    assert lines(case) == [("silent", "Head of Service", "3.2"), ("here", "Chief officer, Place", "3.5"),
                           ("next", "Chief Executive", "")]
    assert "Had it, no answer Head of Service" in words(browser(council.member).get(case.get_absolute_url()))
    assert "Had it, no answer: Head of Service" in words(browser(council.member).get(f"{case.get_absolute_url()}print/"))


@pytest.mark.requirement("SEC-3.5")
def test_whom_it_was_taken_further_to_is_silent_too_and_at_the_top_democratic_services_are_told(council):
    case = log(council)
    date_back(case, days=40)
    client, address, said = browser(council.member), case.get_absolute_url(), []
    for _press in range(3):
        case.refresh_from_db()
        services.escalate(case, actor=fresh(council.member))
        assert not can(fresh(council.member), "escalate", case), "its time has not gone by"
        fall_silent(case)
        said.append((lines(case)[-2:], words(client.get(address))))

    silent = ("silent", "Head of Service", "3.2")
    (to_chief, page), (to_top, second), (to_democratic, third) = said
    assert to_chief == [("here", "Chief officer, Place", "3.5"), ("next", "Chief Executive", "")]
    assert "You may raise it with the Chief Executive. It is for you to decide: nothing is sent unless you say so. The protocol does not " \
           "say what follows when the Chief officer, Place does not answer either: this is the portal’s own rule." in page
    assert to_top == [("here", "Chief executive", ""), ("next", "Democratic Services", "")]
    assert "The protocol does not say that it goes there: that is the portal’s own rule." in second
    assert "Nor did one come by" in second
    assert "You may tell Democratic Services, who find somebody for it." in second
    assert to_democratic == [("silent", "Chief executive", ""), ("here", "Democratic Services", "")]
    assert lines(case)[0] == silent
    assert "No post stands above the Chief executive. Democratic Services have been told" in third
    assert Case.objects.permitted(fresh(council.democratic), "place").filter(pk=case.pk).exists()


@pytest.mark.requirement("SEC-3.5")
def test_a_post_that_this_council_has_not_is_passed_without_being_reported_as_vacant(council):
    case = log(council)
    date_back(case, days=40)
    services.escalate(case, actor=fresh(council.member))
    fall_silent(case)

    services.escalate(case, actor=fresh(council.member))

    assert case.sent_to.post == "chief_executive"
    assert not Message.objects.filter(kind="post_vacant").exists()


@pytest.mark.requirement("SEC-3.5")
def test_under_a_protocol_that_names_nobody_it_goes_up_by_the_portals_own_rule_each_time(council):
    factories.adopt("rugby", on=timezone.localdate() - datetime.timedelta(days=1))
    case = log(council)
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    gone = []
    for _press in range(2):
        case.refresh_from_db()
        services.escalate(case, actor=fresh(council.member))
        gone.append((case.sent_to.post, CaseEntry.objects.filter(case=case, kind="escalated").last().clause))
        fall_silent(case)

    assert gone == [("chief_officer", ""), ("chief_executive", "")]


@pytest.mark.requirement("SEC-3.5")
def test_a_protocol_that_names_a_second_post_is_followed_to_it(council):
    text = read("section-c")[0].replace('{ stage = "first", to = ["chief_officer"], force = "may", in_writing = true },',
                                        '{ stage = "first", to = ["chief_officer"], force = "may" }, '
                                        '{ stage = "then", to = ["monitoring_officer"], force = "may" },')
    adopt(text, "the council's own file", timezone.localdate() - datetime.timedelta(days=1), "Invented minute 3")
    case = log(council)
    case.sent_to.post = "chief_officer"

    step = way_up(case)

    assert (step.to, step.clause) == (("monitoring_officer",), "3.5")
    case.sent_to.post = "monitoring_officer"
    assert way_up(case) is None, "nobody stands above it: Democratic Services are told"


# --- once it was taken further -------------------------------------------------------------------------------------------------


def taken_further(council):
    """A case that the Member has taken further to the chief officer."""
    case = log(council)
    date_back(case, days=40)
    services.escalate(Case.objects.get(pk=case.pk), actor=fresh(council.member))
    case.refresh_from_db()
    return case


@pytest.mark.requirement("SEC-3.5")
def test_whoever_did_not_answer_decides_no_more_whose_it_is_and_may_still_answer(council):
    case, head = taken_further(council), fresh(council.head)

    assert {action for action in Case.RULES if action not in ("log", "ask_member") and can(head, action, case)} == {
        "view", "answer", "update"}
    with pytest.raises(Forbidden):
        owners.assign_all([(case, case.version)], actor=head, person=council.head.person)
    with pytest.raises(Forbidden):
        owners.hand_over(case, actor=head, principal=Principal.objects.get(post="clo"), text="Back down.")
    assert council.head.person not in owners.may_own(case)

    entry = services.answer(case, actor=head, text="It was cleared today.", outcome="done", outcome_on=timezone.localdate())
    assert entry.acting_as == "Head of service, Street Scene"


@pytest.mark.requirement("SEC-3.5")
def test_handed_down_again_it_is_taken_further_above_the_highest_office_that_had_it(council):
    case = taken_further(council)
    owners.hand_over(case, actor=fresh(council.chief), principal=Principal.objects.get(post="clo"), text="She knows the street.")
    fall_silent(case)

    page = words(browser(council.member).get(case.get_absolute_url()))
    services.escalate(case, actor=fresh(council.member))

    assert "You may raise it with the Chief Executive" in page
    case.refresh_from_db()
    assert case.sent_to.post == "chief_executive"


@pytest.mark.requirement("SEC-3.5")
def test_a_question_does_not_undo_that_an_answer_is_overdue(council):
    case = log(council)
    date_back(case, days=9)

    with pytest.raises(Forbidden):
        asking.ask(case, actor=fresh(council.head), text="Which house?")
    page = words(browser(council.head).get(f"{case.get_absolute_url()}update/"))

    assert can(fresh(council.member), "escalate", case)
    assert "a question stops that clock no more: ask here" in page


def test_the_ladder_names_only_those_who_had_it(council):
    case = taken_further(council)

    page = words(browser(council.member).get(case.get_absolute_url()))

    assert council.nominated.person.full_name not in page
    assert council.head.person.full_name in page


def test_whoever_saw_to_it_is_told_that_somebody_else_does(council):
    case = taken_further(council)
    assert case.owner == council.chief.person
    deputy = factories.officer("Nadia Brook", "chief_officer", of=council.services.place)
    before = set(Message.objects.values_list("pk", flat=True))

    owners.assign(case, actor=deputy, person=deputy.person)

    told = Message.objects.exclude(pk__in=before).filter(to=council.chief.person)
    assert [message.kind for message in told] == ["case_update"]
