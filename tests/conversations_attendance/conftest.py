import pytest

from tests.casework.ground import kept
from tests.conversations_attendance import ground


@pytest.fixture(scope="module")
def council(request, django_db_setup, django_db_blocker):
    """A council with two groups and their leaders under the protocol that the module names in PROTOCOL; "model" where it names none."""
    with kept(django_db_blocker):
        yield ground.council(getattr(request.module, "PROTOCOL", "model"))
