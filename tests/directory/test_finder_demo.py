"""The issue finder in a council with the services of the demo council, each of which deals with many things."""

import pytest

from tests import factories
from tests.casework.ground import kept
from tests.directory import ground

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reader(django_db_setup, django_db_blocker):
    """A Member of a council with the services and teams of the demo council, and what its services and officers deal with."""
    with kept(django_db_blocker):
        ground.like_the_demo()
        yield factories.member("Tom Ellery", of=factories.ward("Old Town"))


@pytest.mark.requirement("RUG-DIR")
@pytest.mark.parametrize("row", ground.rows("phrases_of_the_demo.csv"), ids=lambda row: row["phrase"])
def test_what_a_resident_says_leads_to_the_service_or_nowhere(reader, row):
    assert ground.first(reader, row["phrase"]) == row["service"]
