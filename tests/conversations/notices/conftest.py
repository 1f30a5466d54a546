import pytest
import time_machine

from tests import factories
from tests.casework.ground import kept
from tests.conversations.notices.ground import TOLD


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    """A small council under the Executive Directors' protocol, made once a module; what a test does to it is undone after the test."""
    with kept(django_db_blocker):
        yield factories.council("executive-directors")


@pytest.fixture(name="clock")
def stopped():
    """The morning of 10 March 2027, and it stays so until it is moved (`clock.move_to`)."""
    with time_machine.travel(TOLD, tick=False) as traveller:
        yield traveller
