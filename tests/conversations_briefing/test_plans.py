"""How PostgreSQL reads the archive of two years: along an index of it, whatever is asked."""
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.briefing.models import Item, ItemText
from conversations.briefing.texts import words_of_item
from conversations.briefing.views.pages import found
from council_portal.accounts.models import User
from tests.casework.ground import kept

pytestmark = [pytest.mark.postgres, pytest.mark.django_db, pytest.mark.requirement("RUG-BRIEF")]


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    """A county with two years of briefings, the planner told of it."""
    with kept(django_db_blocker):
        call_command("make_council", cases=0, years=2, stdout=io.StringIO())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield


@pytest.mark.parametrize("question", ["rain", "worse neighbour", "neighb", "kingfisher", "zeppelin"])
def test_no_question_reads_every_text(county, question):
    user = User.objects.get(email="member@council.example")
    with CaptureQueriesContext(connection) as captured:
        found(user, {"q": question, "ward": None, "service": None})
    asked = next(one["sql"] for one in captured.captured_queries if "tsquery" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Seq Scan" not in plan
    assert "itemtext_words" in plan or "itemtext_newest" in plan


def test_the_county_knows_its_items_as_a_briefing_that_was_sent_would(county):
    rows = Item.objects.filter(status="taken").select_related("words", "briefing").order_by("pk")[:50]

    assert [(one.words.words, one.words.on) for one in rows] == [(words_of_item(one), one.briefing.on) for one in rows]
    assert ItemText.objects.count() == Item.objects.filter(status="taken").count() == 4_000
