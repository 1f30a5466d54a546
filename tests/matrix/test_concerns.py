"""Who may do what with a concern in which state: tests/matrix/concerns.csv, written by hand from docs/roles.md and the protocol."""

import csv

import pytest
from django.conf import settings
from django.utils import timezone

from complaints import dealing, deciding, inquiry, reviewing, services
from complaints.models import Concern
from complaints.policy import CONCERNS
from council_portal.access.decisions import can
from tests.complaints import ground
from tests.factories import fresh

pytestmark = pytest.mark.django_db
with (settings.BASE_DIR / "tests" / "matrix" / "concerns.csv").open(encoding="utf-8", newline="") as text:
    ROWS = list(csv.DictReader(text))
OF_THE_CLASS = {"raise", "statistics"}  # asked of no one concern
ANSWERS = dict.fromkeys(["ours", "capacity", "in_office", "breach", "in_time", "fair", "interest"], "yes")


def bring_to(at, state):
    """A Member's concern about a Head of Service in this state, the talk with the Group Leader before it, all let in who can be."""
    made, member, chief = ground.concern(at.member, at.head, at.clo, talk=True), fresh(at.member), fresh(at.chief_executive)
    if state == "settled":
        services.settled_by_talk(made, actor=member, text="We shook hands.")
    if state in ("talk", "settled"):
        return made
    services.send_form(made, actor=member, text=ground.TEXT, wanted="")
    ground.let_in(made, at, chief)
    if state == "withdrawn":
        services.withdraw(made, actor=member, text="Settled.")
    if state in ("assessed", "closed", "inquiry", "decided", "review"):
        decision = "early" if state in ("assessed", "closed") else "investigate"
        dealing.assess(made, actor=chief, decision=decision, text="A talk.", reasons="Both agree.", answers=ANSWERS, branch=["breach"])
    if state == "closed":
        dealing.plan(made, actor=chief, what="A talk", who="Both", due=timezone.localdate())
        dealing.end_task(made, actor=chief, task=made.tasks.get().uid, done=True, text="They talked.")
        dealing.close(made, actor=chief, text="Done.")
    if state in ("decided", "review"):
        inquiry.report(made, actor=chief, text="He did.")
        ground.found(made, at.panellist)
        deciding.decide(made, actor=chief, finding="breach", reasons="Seen.", text="Found.", to_subject="Found.")
    if state == "review":
        reviewing.ask_review(made, actor=member, text="Not all was heard.")
    return made


@pytest.mark.requirement("CMP-CONF")
@pytest.mark.parametrize("state", ["talk", "received", "assessed", "inquiry", "decided", "review", "closed", "withdrawn", "settled"])
def test_everybody_may_do_what_the_table_says_and_the_list_says_the_same(state):
    at = ground.outsiders(ground.council())
    made = bring_to(at, state)
    deals, decided = (at.monitoring, [at.chief_executive]) if state == "review" else (at.chief_executive, [])
    free = [] if decided else [at.monitoring]
    actors = {"complainant": [at.member], "talker": [at.leader], "handler": [deals], "subject": [at.clo], "told": [at.head],
              "investigator": [at.investigator], "independent": [at.independent], "panel": [at.panellist], "decider": decided,
              "other": [*free, at.deputy, at.technical, at.democratic, at.other_member, at.town_member]}
    expected = {row["actor"]: set(row["may"].split()) for row in ROWS if row["state"] == state}
    actions = set(CONCERNS) - OF_THE_CLASS

    for actor, users in actors.items():
        for user in users:
            reader = fresh(user)
            listed = {action for action in actions if Concern.objects.permitted(reader, action).filter(pk=made.pk).exists()}
            asked = {action for action in actions if can(reader, action, made)}
            assert listed == asked == expected[actor], (actor, user.person.name)


def test_the_table_is_whole():
    states, actors = {row["state"] for row in ROWS}, {row["actor"] for row in ROWS}

    assert len(ROWS) == len(states) * len(actors) == 90
    assert set().union(*(row["may"].split() for row in ROWS)) == set(CONCERNS) - OF_THE_CLASS
