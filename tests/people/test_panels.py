"""What the people room puts on the home page: for Democratic Services what is empty, for everybody their own absences."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from council_portal.people import panels
from council_portal.people.words import day
from tests.casework.ground import browser, words
from tests.factories import fresh, post
from tests.people.ground import DAY, absence

pytestmark = pytest.mark.django_db


def asked(function, user):
    """(statements, panels) for a reader whose posts are known already, as on any page."""
    reader = fresh(user)
    assert reader.principals
    with CaptureQueriesContext(connection) as captured:
        found = function(reader)
    return len(captured), found


def test_democratic_services_are_told_of_posts_with_nobody_there(council):
    director = post("director", of=council.services.housing)
    for word in ("clo", "nominated_officer"):
        post(word, of=council.services.housing)

    [panel] = panels.needs(fresh(council.democratic))

    assert panel["title"] == "3 posts have nobody there today"
    assert panel["items"][1] == {"url": reverse("people:post", args=[director.uid]), "text": "Director, Housing", "note": ""}
    assert panel["action"] == {"url": "/people/posts/?vacant=on", "text": "All posts with nobody there"}


def test_democratic_services_are_told_of_an_absence_that_nobody_stands_in_for(council):
    absence(council.head.person, council.democratic.person)
    absence(council.other_head.person, council.democratic.person, stand_in=council.head.person)
    absence(council.member.person, council.democratic.person)  # holds nothing that could be stood in for

    found = {panel["title"]: [item["text"] for item in panel["items"]] for panel in panels.needs(fresh(council.democratic))}

    assert found["Away, and nobody stands in"] == ["Priya Chandran"]


def test_the_next_seven_days_are_for_democratic_services_and_ones_own_for_everybody(council):
    absence(council.head.person, council.democratic.person, first=3, last=5, stand_in=council.clo.person)
    absence(council.clo.person, council.democratic.person, first=30, last=31)

    found = {name: [(panel["title"], [item["text"] for item in panel["items"]]) for panel in panels.coming(fresh(getattr(council, name)))]
             for name in ("democratic", "head", "clo", "member")}

    assert found == {
        "democratic": [("Absences that begin in the next 7 days", ["Priya Chandran"])],
        "head": [("Your absences", ["Priya Chandran"])], "clo": [("Your absences", ["Rosie Fenn"])], "member": []}


def test_a_line_says_the_days_and_who_stands_in(council):
    absence(council.head.person, council.democratic.person, first=3, last=5, stand_in=council.clo.person)

    [panel] = panels.coming(fresh(council.head))

    first, last = (day(timezone.localdate() + days * DAY) for days in (3, 5))
    assert panel["items"] == [{"url": "", "text": "Priya Chandran", "note": f"{first} to {last} · Rosie Fenn stands in"}]


@pytest.mark.parametrize(("reader", "needs", "coming"), [("democratic", 3, 2), ("member", 0, 1), ("head", 0, 1)])
def test_the_statements_are_few_and_fixed(council, reader, needs, coming):
    user = getattr(council, reader)
    post("director", of=council.services.housing)
    absence(council.head.person, council.democratic.person)
    few = [asked(function, user)[0] for function in (panels.needs, panels.coming, panels.changed)]

    for word in ("clo", "nominated_officer"):
        post(word, of=council.services.housing)
    absence(council.other_head.person, council.democratic.person, first=2, last=3)
    many = [asked(function, user)[0] for function in (panels.needs, panels.coming, panels.changed)]

    assert (few, many) == ([needs, coming, 0], [needs, coming, 0])


def test_the_acts_are_offered_to_whoever_may_do_them_and_the_rest_to_everybody(council):
    seen = {name: ["Somebody takes up or leaves a post" in page, "Your photograph" in page]
            for name in ("democratic", "member", "technical") for page in [words(browser(getattr(council, name)).get("/people/"))]}

    assert seen == {"democratic": [True, True], "member": [False, True], "technical": [False, True]}
