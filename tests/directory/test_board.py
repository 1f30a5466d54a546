"""The board of posts says of every post of every service what `holders` says, whoever is away."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from council_portal.accounts.holders import holders
from council_portal.accounts.models import Appointment
from council_portal.accounts.services import appoint, leave_office, record_absence
from directory.board import LADDER, SHOWN, Board
from tests import factories

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def away(user, stand_in=None):
    now = timezone.now()
    return record_absence(user.person, since=now - DAY, until=now + DAY, stand_in=stand_in.person if stand_in else None)


def said(council):
    """(what the board says, what `holders` says) of every post of every service."""
    board = Board(factories.fresh(council.member))
    services = list(vars(council.services).values())
    of_board = {(post, s.name): board.acting(post, board.services[s.pk]) for post in SHOWN for s in services}
    return of_board, {(post, s.name): holders(post, service=s) for post in SHOWN for s in services}


@pytest.mark.parametrize("happens", ["nothing", "away", "stand-in", "chain", "loop", "deputy", "left", "director", "council-wide"])
def test_the_board_says_what_holders_says(council, happens):
    head, clo, nominated = council.head, council.clo, council.nominated
    if happens == "away":
        away(head)
    if happens == "stand-in":
        away(head, clo)
    if happens == "chain":
        away(head, clo), away(clo, nominated)
    if happens == "loop":
        away(head, clo), away(clo, head)
    if happens == "deputy":
        appoint(nominated.person, factories.post("head_of_service", of=council.services.street_scene), authority="x",
                role=Appointment.Role.DEPUTY)
        away(head)
    if happens == "left":
        leave_office(head.person)
    if happens == "director":
        factories.officer("Ann Bell", "executive_director", of=council.services.people)
        factories.officer("Cy Dunn", "executive_director", of=council.services.place)
    if happens == "council-wide":
        factories.officer("Ann Bell", "clo")

    of_board, of_holders = said(council)

    assert of_board == of_holders


def test_a_service_area_is_what_has_no_parts(council):
    assert [s.name for s in Board(council.member).areas] == ["Housing", "Street Scene"]


@pytest.mark.requirement("RUG-4-POINTS")
def test_a_service_lacks_a_contact_when_nobody_is_here_to_be_turned_to(council):
    def found():
        board = Board(factories.fresh(council.member))
        housing = board.services[council.services.housing.pk]
        return board.lacks_contact(housing), board.only_away(housing)

    at_first = found()
    away(council.other_head)
    while_away = found()
    leave_office(council.other_head.person)

    assert (at_first, while_away, found()) == ((False, False), (True, True), (True, False))


def test_the_board_asks_three_statements_for_any_number_of_services(council):
    def statements():
        reader = factories.fresh(council.member)
        assert reader.principals
        with CaptureQueriesContext(connection) as asked:
            board = Board(reader)
            for service in board.areas:
                for post in LADDER:
                    board.acting(post, service)
        return len(asked)

    few = statements()
    for number in range(3):
        factories.officer(f"Officer {number}", "clo", of=factories.service(f"Service {number}", part_of=council.services.place))

    assert (few, statements()) == (3, 3)


def test_whoever_holds_no_office_sees_an_empty_board(council):
    leave_office(council.member.person)

    assert Board(factories.fresh(council.member)).areas == []
