"""Search in one's own cases: what is found, by whom, and that it is the same on both databases."""
import pytest

from casework import search
from casework.models import Case
from casework.wording import terms
from tests.factories import fresh, log

pytestmark = pytest.mark.django_db


def found(user, question):
    """The titles that this account finds, the newest first."""
    user = fresh(user)
    ids = search.look(user, terms(question)).ids
    titles = dict(Case.objects.permitted(user).filter(pk__in=ids).values_list("pk", "title"))
    return [titles[pk] for pk in ids]


def test_smoke(council):
    log(council, title="Bins missed in Mill Lane")
    assert found(council.member, "bins") == ["Bins missed in Mill Lane"]
    assert found(council.head, "bin") == ["Bins missed in Mill Lane"]
    assert found(council.head, "emptyed") == ["Bins missed in Mill Lane"]
    assert found(council.other_head, "bin") == []
    assert search.untrue() == []
