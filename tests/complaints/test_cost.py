"""What the page of a concern asks of the database: as many statements for much as for little."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints import dealing, reading, settling
from complaints.models import Concern
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_desk import ANSWERS
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db):
    return ground.council()


def test_a_page_takes_as_many_statements_for_ten_turns_papers_and_tasks_as_for_one(at):
    made, soon = ground.concern(at.head, at.member), timezone.localdate() + datetime.timedelta(days=9)
    dealing.assess(made, actor=fresh(at.monitoring), decision="early", text="A talk.", reasons="So.", answers=ANSWERS, branch=["code"])
    raiser, office = browser(at.head), browser(at.monitoring)
    counts = []
    for many in (1, 9):
        for number in range(many):
            dealing.say(made, actor=fresh(at.head), text=f"Word {number}.")
            ground.evidence(made, at.head, f"Paper {many} {number}", f"{many}-{number}.txt")
            dealing.plan(made, actor=fresh(at.monitoring), what=f"Task {number}", who="Both", due=soon)
        counts.append((statements(raiser, made), statements(office, made)))

    assert (made.papers.count(), made.tasks.count()) == (10, 10)
    # Of the office one more than before: has its reader declared a connection with either side?
    assert counts == [(24, 34), (24, 34)]


def statements(client, made):
    """How many the page takes once its process is warm."""
    client.get(made.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        assert client.get(made.get_absolute_url()).status_code == 200
    return len(asked)


def test_only_a_page_asks_once_and_what_changes_a_concern_asks_anew(at):
    made = ground.concern(at.head, at.member)
    assert reading.kept_out(made) == [at.member.person]
    settling.wall_off(made, at.deputy.person, "concerned in it")
    assert set(reading.kept_out(made)) == {at.member.person, at.deputy.person}

    reading.ask_once(made)
    before = reading.kept_out(made)
    settling.wall_off(made, at.technical.person, "concerned in it")
    assert reading.kept_out(made) == before
    assert at.technical.person in reading.kept_out(Concern.objects.get(pk=made.pk))
