"""The lists of the Monitoring Officer's desk: filters before the list, and in plain words what it can be sorted by."""

import re

import pytest

from complaints import dealing
from tests.casework.ground import browser, words
from tests.complaints import ground
from tests.complaints.test_offers import assess
from tests.factories import fresh

pytestmark = pytest.mark.django_db
LIST = "/monitoring/complaints/concern/"


@pytest.fixture
def at(db):
    return ground.council()


def links(page):
    """{text: address} of what a list can be filtered and sorted by, as the page has it."""
    part = page.content.decode().split('class="cp-narrow"')[1].split("</nav>")[0]
    return {text: url for url, text in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', part)}


def order(client, query, *rows):
    """The places of these concerns in the list."""
    page = client.get(LIST + query).content.decode()
    return [one for _place, one in sorted((page.index(row.reference), number) for number, row in enumerate(rows))]


def test_the_list_of_concerns_is_sorted_by_stage_day_and_last_change_and_turned_round(at, time_machine):
    time_machine.move_to("2027-05-28T10:00:00Z")
    inquiry, received, closed = (ground.concern(at.head, at.member, text=f"Number {number}.") for number in range(3))
    assess(inquiry, at)
    time_machine.move_to("2027-05-29T10:00:00Z")
    dealing.say(received, actor=fresh(at.head), text="More.")
    assess(closed, at, "nothing")
    client, rows = browser(at.monitoring), (inquiry, received, closed)

    first = links(client.get(LIST))
    stage = links(client.get(LIST + first["Stage"]))
    turned = links(client.get(LIST + stage["Stage, the other way round"]))

    assert [name for name in first if name in ("Concern", "Stage", "Due next", "Last changed")] == ["Stage", "Due next", "Last changed"]
    assert "As it was at first" not in first
    assert order(client, first["Stage"], *rows) == [1, 0, 2], "in the order of the stages, not of the alphabet"
    assert order(client, stage["Stage, the other way round"], *rows) == [2, 0, 1]
    assert order(client, first["Due next"], *rows) == [1, 0, 2], "what has no day comes last"
    assert order(client, first["Last changed"], *rows)[0] == 0
    assert "Stage" in turned
    assert turned["As it was at first"] == "?"


def test_what_is_filtered_by_stays_while_it_is_sorted_and_nobody_elses_is_sorted_in(at):
    made = [ground.concern(at.head, at.member, text=f"Number {number}.") for number in range(2)]
    hidden = ground.concern(at.head, at.monitoring)
    client = browser(at.monitoring)

    sorted_by = links(client.get(f"{LIST}?status__exact=received"))["Due next"]
    page = client.get(LIST + sorted_by.replace("&amp;", "&"))

    assert "status__exact=received" in sorted_by
    assert all(one.reference in words(page) for one in made)
    assert hidden.reference not in words(page)
    assert "Show all, without a filter" in links(page)


def test_filters_stand_before_the_list_and_one_row_is_not_sorted(at):
    made = ground.concern(at.head, at.member)

    page = browser(at.monitoring).get(LIST)

    assert words(page).index("When the next step is due") < words(page).index(made.reference)
    assert "Sort by" not in words(page)
