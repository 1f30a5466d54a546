"""Whom somebody means who types a name."""

import pytest

from complaints import named
from tests import factories
from tests.complaints import ground
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db):
    return ground.council()


@pytest.mark.requirement("CMP-CONFLICT")
@pytest.mark.parametrize(("typed", "found"), [
    ("R. Abarel", ["Runa Abarel"]), ("r abarel", ["Runa Abarel"]), ("Abarel, R.", ["Runa Abarel"]), ("Ms R. Abarel", ["Runa Abarel"]),
    ("Runa ABARÉL", ["Runa Abarel"]), ("Zoe Lukasz", ["Zoë Łukasz"]), ("ZOË ŁUKASZ", ["Zoë Łukasz"]), ("Z.A. Lukasz", []),
    ("A. Lloyd-Jones", ["Ada Lloyd-Jones", "Anna Lloyd-Jones"]), ("B. Lloyd-Jones", []), ("Dara O'Neill", ["Dara O’Neill"])])
def test_somebody_is_found_by_an_initial_and_whatever_the_accents(at, typed, found):
    for name in ("Runa Abarel", "Peter Abarel", "Zoë Łukasz", "Ada Lloyd-Jones", "Anna Lloyd-Jones", "Dara O’Neill"):
        factories.officer(name)

    assert [one["name"] for one in named.look(fresh(at.member), typed).found] == found
