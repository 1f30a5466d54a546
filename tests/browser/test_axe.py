"""axe-core finds nothing (WCAG 2.0, 2.1 and 2.2, A and AA) on any page, on a wide screen and on a phone."""

import pytest
from django.urls import resolve

from tests.browser.look import AXE, AXE_URL, SIDEWAYS, SMALL, TAGS
from tests.browser.walk import STOPS, named
from tests.matrix import people
from tests.matrix.test_urls import ROWS

pytestmark = pytest.mark.browser

# Patterns of tests/matrix/urls/ that answer 200 with something that is no page.
NO_PAGES = {"theme.css", "casework/papers/<uuid:uid>/", "programme/attendance/papers/<uuid:uid>/",
            "people/photos/<uuid:uid>/<int:width>/", "admin/jsi18n/", "monitoring/jsi18n/",
            "casework/cases.csv", "casework/counts.csv", "casework/<uuid:uid>/case.pdf", "drafts/token/", "directory/heads.csv",
            "casework/reports/<uuid:uid>/report.pdf", "casework/reports/<uuid:uid>/annex.pdf", "casework/reports/<uuid:uid>/figures.csv",
            "directory/heads.vcf", "directory/officers/<uuid:uid>/card.vcf", "notices/papers/<uuid:uid>/",
            "programme/feed/<str:token>/calendar.ics", "programme/papers/<uuid:uid>/", "programme/<uuid:uid>/event.ics",
            "programme/<uuid:uid>/programme.pdf", "programme/<int:year>/programme.csv",
            "protocol/signing/register/list.csv", "protocol/signing/report/report.pdf",
            "protocol/signing/<uuid:uid>/certificate.pdf", "protocol/signing/scans/<uuid:uid>/", "concerns/papers/<uuid:uid>/",
            "concerns/statistics/numbers.csv", "concerns/statistics/report.pdf",
            "concerns/<uuid:uid>/letters/<slug:kind>.docx", "concerns/<uuid:uid>/letters/<slug:kind>.pdf"}


@pytest.mark.parametrize("stop", STOPS, ids=named)
def test_axe_finds_nothing(looks, stop):
    found = [f"{stop.name} at {width} px: {line}" for width, lines in looks(stop).axe.items() for line in lines]

    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_the_mail_that_was_sent(visit, council, sent_mail):
    people.raise_case(council.users["member"], "told")
    page = visit("member")

    sent_mail()
    page.goto("/demo/mail/")
    page.add_script_tag(url=AXE_URL)
    found = page.evaluate(AXE, TAGS) + page.evaluate(SIDEWAYS) + page.evaluate(SMALL)
    page.set_viewport_size({"width": 375, "height": 900})
    found += page.evaluate(AXE, TAGS) + page.evaluate(SIDEWAYS) + page.evaluate(SMALL)

    assert page.locator(".cp-mail__item").count() >= 2
    assert found == []


@pytest.mark.parametrize("stop", STOPS, ids=named)
def test_the_walk_comes_to_the_page_that_it_means(looks, stop):
    look = looks(stop)

    assert (look.status, look.headings) == (stop.status, 1)


def test_no_two_stops_have_one_name():
    assert len({stop.name for stop in STOPS}) == len(STOPS)


def test_the_walk_leaves_out_no_page_of_the_portal(looks):
    answering = [row for row in ROWS if row["method"] == "GET" and "200" in row.values()]
    pages = {row["pattern"].replace("/^", "/") for row in answering} - NO_PAGES
    visited = {resolve(looks(stop).url.split("?")[0]).route for stop in STOPS if looks(stop).url != "/shown/" and stop.status != 404}

    assert sorted(pages - visited) == []


def test_axe_would_find_a_picture_without_words(visit):
    page = visit("member")
    page.goto("/casework/")
    page.add_script_tag(url=AXE_URL)

    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    found = page.evaluate(AXE, TAGS)

    assert [line.split(":")[0] for line in found] == ["image-alt"]


def test_axe_would_find_words_too_pale_to_read(visit):
    page = visit("member", width=375)
    page.goto("/casework/")
    page.add_script_tag(url=AXE_URL)

    page.evaluate("document.querySelector('h1').style.color = '#cccccc'")
    found = page.evaluate(AXE, TAGS)

    assert [line.split(":")[0] for line in found] == ["color-contrast"]
