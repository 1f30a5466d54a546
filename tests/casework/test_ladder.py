"""What the page says of the way of a case: who has it, who never had it, and where it can go."""
import datetime

import pytest
from django.utils import timezone

from casework.models import Case
from casework.routing import look_who_is_there
from casework.views.ladder import ladder
from casework.views.words import why
from council_portal.access.models import in_force
from tests import factories
from tests.casework.ground import browser, words
from tests.factories import log
from tests.matrix.people import date_back

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
