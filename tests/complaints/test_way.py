"""The way of a concern as its page draws it: the protocol's steps, then the office's own, and where it is."""

import re

import pytest

from complaints import dealing, reviewing, services, settling
from complaints.models import Concern
from complaints.policy import ADVICE
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_process import FRIDAY, with_section
from tests.factories import fresh
from tests.matrix.test_concerns import bring_to

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SRB-APP2")]
OWN = "What the office does then, by the portal’s own steps: the protocol does not name them."
STAGES = ["Received: acknowledged, then assessed", "Settled early, where that can be", "Investigated, where that is needed",
          "Decided, after an investigation", "Looked at again, where that is asked for"]
HERE = {"received": STAGES[0], "assessed": STAGES[1], "inquiry": STAGES[2], "decided": STAGES[3], "review": STAGES[4], "closed": "Closed",
        "withdrawn": "Taken back"}


@pytest.fixture
def at(db):
    return ground.outsiders(ground.council())


def way(user, made):
    """([steps of the protocol], [steps of the office], where it is) as the page of this reader draws it."""
    page = browser(user).get(made.get_absolute_url()).content.decode()
    lists = re.findall(r'<ol class="cp-stations.*?</ol>', page, re.DOTALL)
    drawn = [re.findall(r'<li [^>]*?(aria-current="step")?><span class="cp-stations__text">([^<]+)</span>', one) for one in lists]
    return [[text for _here, text in steps] for steps in drawn], [text for steps in drawn for here, text in steps if here], page


@pytest.mark.parametrize("state", HERE)
def test_the_office_and_whoever_raised_it_see_where_it_is_and_nobody_else_a_way(at, state):
    made = bring_to(at, state)
    for user in (at.member, at.monitoring if state == "review" else at.chief_executive):
        (protocol, own), here, page = way(user, made)
        assert here == [HERE[state]]
        assert own == [*STAGES, "Taken back" if state == "withdrawn" else "Closed"]
        assert protocol[-1].startswith("Then to Chief Executive")
        assert OWN in page
    for user in (at.head, at.investigator, at.independent, at.panellist):
        assert "cp-stations" not in browser(user).get(made.get_absolute_url()).content.decode()


def test_before_the_form_it_is_at_the_talk_and_nowhere_among_the_steps_of_the_office(at):
    _drawn, here, _page = way(at.member, bring_to(at, "talk"))

    assert len(here) == 1
    assert here[0].startswith("A talk first")


def test_whoever_raised_it_is_drawn_nothing_of_what_the_office_does_for_itself(at):
    made = bring_to(at, "inquiry")
    before = way(at.member, made)[:2]
    dealing.keep_note(made, actor=fresh(at.chief_executive), text="A note.")
    services.set_facts(made, view_asked="2026-11-29", view_of="Edith Oakes")

    assert way(at.member, made)[:2] == before


def test_what_is_assessed_anew_is_received_again(at):
    made = bring_to(at, "review")
    reviewing.review(made, actor=fresh(at.monitoring), upheld=False, text="Anew.", to_subject="Anew.")

    assert way(at.member, Concern.objects.get(pk=made.pk))[1] == [STAGES[0]]


def test_a_question_is_received_and_answered(at):
    made = ground.concern(at.head, matter=ADVICE)
    (_protocol, own), here, _page = way(at.head, made)

    assert (own, here) == (["Received", "Answered, and closed"], ["Received"])


def test_what_nobody_has_is_nowhere_and_another_office_is_named_at_its_step(at):
    made = ground.concern(at.member, at.head, at.chief_executive)
    _drawn, here, page = way(at.member, made)
    assert here == [STAGES[0]]
    assert "Instead of whoever the protocol names: Monitoring officer" in page

    settling.end(made, "handler")
    assert way(at.member, made)[1] == []


def test_a_section_on_process_is_cited_beside_the_steps_that_it_does_not_name(db, time_machine):
    model = ground.council("model")
    time_machine.move_to(FRIDAY)
    with_section("acknowledge = 2")
    page = way(model.head, ground.concern(model.head, model.member))[2]

    assert "the protocol has a section on days, and does not name them. (" in " ".join(page.split())
    assert OWN not in page
