import pytest

from tests import factories
from tests.casework.ground import kept


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    """A small council under Section C, made once a module; what a test does to it is undone after the test."""
    with kept(django_db_blocker):
        yield factories.council()
