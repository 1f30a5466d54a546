import pytest

from conversations.attendance import parity
from tests.casework.ground import kept
from tests.conversations_attendance import ground
from tests.factories import fresh


@pytest.fixture(scope="module")
def council(request, django_db_setup, django_db_blocker):
    """A council with two groups and their leaders under the protocol that the module names in PROTOCOL; "model" where it names none."""
    with kept(django_db_blocker):
        yield ground.council(getattr(request.module, "PROTOCOL", "model"))


@pytest.fixture
def topic(council):
    """A topic with a paper, on which the Harbour Alliance was briefed."""
    made = parity.begin(actor=fresh(council.chief_executive), title="The waste contract")
    ground.paper(made, council, "First version.")
    ground.agree(council, ground.ask(council, "member"), topic=made)
    return made
