"""What somebody began and did not send is shown to them: on Home, above the list of cases, on the case."""
import re
import uuid

import pytest
from django.conf import settings

from casework import services
from casework.act_forms import ACTS
from casework.begun import LOG
from casework.request_forms import FORMS
from council_portal.drafts import services as drafts
from council_portal.drafts.models import Draft
from council_portal.drafts.waiting import OPEN, TELLERS, waiting
from tests import factories
from tests.casework.ground import browser, words
from tests.casework.test_lists import statements
from tests.factories import fresh, log

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(db):
    return factories.council()


def lines(user, case=None):
    """What waits for this reader, as (text, link)."""
    found = waiting(fresh(user))
    return [(line["text"], line["url"]) for line in found["open"] + found["more"]] if found else []


def test_every_form_that_keeps_drafts_says_what_they_are():
    pages = [page.read_text() for page in settings.BASE_DIR.glob("templates/**/*.html")]
    kept = {slug for page in pages for slug in re.findall(r'data-draft="([^"]*)"', page)}

    assert {slug for slug in kept if "{" not in slug} - set(TELLERS) == set()
    assert {kind.slug for kind in [*ACTS, *FORMS]} | {LOG} <= set(TELLERS)


def test_home_and_the_list_show_a_matter_that_was_begun_with_a_link_and_throw_it_away(council):
    drafts.keep(fresh(council.member), "log", {"title": "Mattress in the alley"})
    client = browser(council.member)

    for address in ("/", "/casework/"):
        said = words(client.get(address))
        assert "You began and did not send" in said
        assert "Raise a matter: Mattress in the alley" in said
    assert lines(council.member) == [("Raise a matter: Mattress in the alley", "/casework/log/")]
    assert lines(council.other_member) == []
    gone = client.post("/drafts/log/away/", {"draft_about": "", "draft_back": "/casework/"})
    assert (gone["Location"], Draft.objects.count()) == ("/casework/", 0)
    assert "You began and did not send" not in words(client.get("/"))


def test_an_act_that_was_begun_is_named_with_its_case_and_leads_to_its_page(council):
    case = log(council, title="Bins missed")
    drafts.keep(fresh(council.head), "answer", {"answer-text": "On Thursday"}, about=case.uid)
    drafts.keep(fresh(council.head), "ask", {"ask-text": "Which house?"}, about=case.uid)

    assert lines(council.head) == [("Ask the Member: Bins missed", f"{case.get_absolute_url()}ask/"),
                                   ("Answer: Bins missed", f"{case.get_absolute_url()}answer/")]
    page = words(browser(council.head).get(case.get_absolute_url()))
    assert "Ask the Member: Bins missed" in page, "the act that stands open says so itself; the other is listed"
    assert "Answer: Bins missed" not in page


def test_what_cannot_be_sent_any_more_can_still_be_read(council):
    case = log(council, title="Bins missed")
    drafts.keep(fresh(council.member), "escalate", {"escalate-text": "Nobody has come yet."}, about=case.uid)
    services.close(case, actor=fresh(council.member))

    said = words(browser(council.member).get("/"))

    assert lines(council.member) == [("Take it further: Bins missed", "")]
    assert "the case has moved on, this cannot be sent any more" in said
    assert "What you typed Nobody has come yet." in said


@pytest.mark.requirement("SEC-4.2")
def test_a_draft_of_a_case_that_one_may_not_see_any_more_names_nothing_of_it(council):
    case = log(council, title="Bins missed")
    drafts.keep(fresh(council.other_member), "update", {"update-text": "Mine."}, about=case.uid)
    drafts.keep(fresh(council.other_member), "update", {"update-text": "Of none."}, about=uuid.uuid4())

    assert lines(council.other_member) == [("Something that you may not see any more", "")] * 2
    assert "Bins missed" not in words(browser(council.other_member).get("/"))


def test_more_drafts_take_no_more_statements_and_those_beyond_a_few_are_folded(council):
    client, counts = browser(council.head), []
    for number in range(OPEN + 2):
        drafts.keep(fresh(council.head), "answer", {"answer-text": "x"}, about=log(council, title=f"Case {number}").uid)
        counts.append(statements(client, "/"))

    assert len(set(counts)) == 1
    assert len(waiting(fresh(council.head))["more"]) == 2
    assert "2 more" in words(client.get("/"))
