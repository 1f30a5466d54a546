"""What must hold of items and briefings in every council: the list and the act say what a plain reading of docs/roles.md says."""

from dataclasses import dataclass

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.briefing.models import Briefing, Item
from council_portal.access.decisions import can
from council_portal.access.rules import OfficeRule
from council_portal.accounts.models import Appointment
from tests import factories
from tests.access.rows import LIVE, NOW, TODAY, dated, for_a_moment, ground, windows

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-BRIEF"), pytest.mark.requirement("SEC-4.2")]
ITEM_STATUSES = ["waiting", "taken", "left_out", "taken_back"]
# Who may do what, as docs/roles.md tells a reader: editors (holders of Communications), submitter, anybody in office once it was sent.
READING = {
    "view": lambda reader, item: reader.edits or reader.submitted(item) or (reader.in_office and item.sent),
    "edit": lambda reader, item: reader.edits and item.status in ("waiting", "taken"),
    "take_back": lambda reader, item: reader.submitted(item) and item.status == "waiting",
}


@dataclass(frozen=True)
class DrawnItem:
    """An item: its status, whose it is (number of a person), and whether its briefing was sent, where it is in one."""

    status: str
    whose: int
    was_sent: bool

    @property
    def sent(self):
        return self.status == "taken" and self.was_sent


@dataclass(frozen=True)
class Reader:
    """The first person, by the offices drawn: [(office, window)]."""

    offices: tuple

    @property
    def in_office(self):
        return any(window in LIVE for _office, window in self.offices)

    @property
    def edits(self):
        return any(office == "communications" and window in LIVE for office, window in self.offices)

    def submitted(self, item):
        return self.in_office and item.whose == 0


readers = st.builds(Reader, st.lists(st.tuples(st.sampled_from(["members", "officers", "communications"]), windows), max_size=3).map(tuple))
items = st.lists(st.builds(DrawnItem, st.sampled_from(ITEM_STATUSES), st.integers(0, 1), st.booleans()), min_size=1, max_size=5)


@pytest.fixture
def at():
    """The ground of every council, with an office for Communications."""
    made = ground()
    made.principals["communications"] = factories.post("communications")
    return made


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def build(at, reader, drawn):
    """Write the council. Returns (briefings {was it sent: it}, items in the order drawn)."""
    Appointment.objects.bulk_create(
        Appointment(person=at.people[0], principal=at.principals[office], role="holder", authority=f"drawn {n}", **dated(window))
        for n, (office, window) in enumerate(reader.offices))
    briefings = {sent: Briefing.objects.create(
        title="t", on=TODAY, begun_by=at.raiser, status="sent" if sent else "draft", is_open=not sent, sent_at=NOW if sent else None,
        sent_by=at.raiser if sent else None) for sent in (True, False)}
    rows = [Item.objects.create(
        submitter=at.people[one.whose], title="t", text="t", status=one.status, is_open=one.status in ("waiting", "taken"),
        why_left_out="w" if one.status == "left_out" else "", briefing=briefings[one.was_sent] if one.status == "taken" else None)
        for one in drawn]
    return briefings, rows


def test_the_plain_reading_knows_every_rule():
    assert set(READING) == {action for action in Item.RULES if action != "submit"}
    assert isinstance(Item.RULES["submit"], OfficeRule)


@settings(max_examples=60, deadline=None, database=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(reader=readers, drawn=items)
def test_list_and_act_say_what_a_plain_reading_of_the_rules_says(at, reader, drawn):
    with for_a_moment():
        briefings, rows = build(at, reader, drawn)
        user = factories.fresh(at.users[0])

        for action, reads in READING.items():
            expected = {row.pk for row, one in zip(rows, drawn, strict=True) if reads(reader, one)}
            assert set(Item.objects.permitted(user, action).values_list("pk", flat=True)) == expected, action
            assert {row.pk for row in rows if can(user, action, row)} == expected, action
        expected = {sent for sent in briefings if reader.edits or (reader.in_office and sent)}
        assert {sent for sent, one in briefings.items() if can(user, "view", one)} == expected
        assert set(Briefing.objects.permitted(user)) == {briefings[sent] for sent in expected}
        assert set(Briefing.objects.permitted(user, "edit")) == (set(briefings.values()) if reader.edits else set())
