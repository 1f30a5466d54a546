"""Who may do what with a concern in which state: tests/matrix/concerns.csv, written by hand from docs/roles.md and the protocol."""

import csv

import pytest
from django.conf import settings

from complaints import services
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
    """A Member's concern about a Head of Service in this state, the talk with the Group Leader before it."""
    made, member, chief = ground.concern(at.member, at.head, talk=True), fresh(at.member), fresh(at.chief_executive)
    if state != "talk":
        services.send_form(made, actor=member, text=ground.TEXT, wanted="")
    if state in ("assessed", "closed"):
        services.assess(made, actor=chief, decision="early", text="A talk.", reasons="Both agree.", answers=ANSWERS)
    if state == "closed":
        services.close(made, actor=chief, text="Done.")
    if state == "withdrawn":
        services.withdraw(made, actor=member, text="Settled.")
    return made


@pytest.mark.requirement("CMP-CONF")
@pytest.mark.parametrize("state", ["talk", "received", "assessed", "closed", "withdrawn"])
def test_everybody_may_do_what_the_table_says_and_the_list_says_the_same(state):
    at = ground.council()
    made = bring_to(at, state)
    actors = {"complainant": [at.member], "talker": [at.leader], "handler": [at.chief_executive], "subject": [at.head],
              "other": [at.monitoring, at.deputy, at.technical, at.democratic, at.other_member, at.town_member, at.clo]}
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

    assert len(ROWS) == len(states) * len(actors) == 25
    assert set().union(*(row["may"].split() for row in ROWS)) == set(CONCERNS) - OF_THE_CLASS
