"""The truth tables that a council's lawyer reads. They are kept in tests/matrix and written by a person's decision, never by a test."""

import csv
import io
import itertools
from pathlib import Path

import pytest

from council_portal.protocol.load import load, parse, preset_names
from council_portal.protocol.plain import describe, truth_table
from council_portal.protocol.rules import MATTERS, SIDES, route
from tests.protocol.files import CLAUSE, file

MATRIX = Path(__file__).parents[1] / "matrix"


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", preset_names())
def test_truth_table_is_the_one_that_was_reviewed(name):
    """Changed on purpose? `manage.py protocol table PRESET --write`, and have the difference read."""
    reviewed = (MATRIX / f"routing-{name}.csv").read_bytes().decode()

    assert truth_table(load(name)) == reviewed


def test_no_table_is_left_of_a_preset_that_is_gone():
    assert sorted(path.stem.removeprefix("routing-") for path in MATRIX.glob("routing-*.csv")) == preset_names()


@pytest.mark.parametrize("name", preset_names())
def test_table_is_complete_over_matters_and_who_raises_them(name):
    asked = [(row["matter"], row["raised by"]) for row in rows(truth_table(load(name)))]

    assert list(dict.fromkeys(asked)) == list(itertools.product(MATTERS, SIDES.values()))


@pytest.mark.parametrize("name", preset_names())
def test_table_has_one_line_a_step_and_tells_silence_from_speech(name):
    protocol = load(name)
    expected = []
    for r in protocol.routes.values():
        marks = ["the portal's own step"] if r.silent else [step.clause for step in r.steps] or [r.clause]
        expected += marks * len(r.default_steps) if r.silent else marks

    table = rows(truth_table(protocol))

    assert [row["clause"] for row in table] == expected
    said_silent = [row["rule"] in ("the protocol is silent", "not in hand: the protocol's text is missing") for row in table]
    assert said_silent == [row["clause"] == "the portal's own step" for row in table]


EVERYTHING = file("""
[posts]
executive_director = "=Strategic Director"
[[route]]
matter = "policy"
raised_by = "member"
clause = "1.1"
who_may_raise = ["group_leader"]
rule = "exceptional"
steps = [
  { stage = "first", to = ["clo", "chief_executive"], force = "may", condition = "where necessary", within_working_days = 1, in_writing = true },
  { stage = "decide", to = ["leader", "executive_director"], all_of = true, force = "must", consult = ["monitoring_officer"], inform = ["group_leaders"], inform_with = "copy", days_before = 7, timing = "in_advance", time_clause = "2", confidential = "on_request", ends_access = ["clo"], from = "SEC-1.1" },
]
[[local]]
matter = "policy"
raised_by = "officer"
minute = "minute 12"
steps = [{ stage = "first", to = ["executive_director"] }]
[[clause]]
number = "2"
heading = "x"
says = "x"
""", clause=CLAUSE)  # noqa: E501 -- an inline table cannot be broken


def test_every_word_of_a_step_reaches_the_table():
    first, last, local = [row for row in rows(truth_table(parse(EVERYTHING, where="x"))) if row["matter"] == "policy"]

    assert list(first.values()) == [
        "policy", "a matter of policy", "a Member", "refused unless an exception is approved", "Group Leader", "1",
        "where it formally goes", "one of: Councillor Liaison Officer (of the service); Chief Executive", "may",
        "where necessary", "within 1 working day", "", "", "yes", "", "", "1.1", "",
    ]  # fmt: skip
    assert list(last.values())[5:] == [
        "2", "whose word is final", "all of: Leader of the Council; =Strategic Director (of the service)", "must", "",
        "7 days before publication, in advance (clause 2)", "Monitoring Officer", "all Group Leaders (with a copy)", "",
        "on request", "Councillor Liaison Officer", "1.1", "SEC-1.1",
    ]  # fmt: skip
    assert (local["rule"], local["clause"]) == ("the protocol is silent", "the council's local practice (minute 12)")


def test_a_councils_own_words_cannot_become_a_formula():
    local = [row for row in rows(truth_table(parse(EVERYTHING, where="x"))) if row["clause"].startswith("the council's")]

    assert [row["goes to"] for row in local] == ["'=Strategic Director (of the service)"]


def test_route_reads_as_plain_english():
    protocol = parse(EVERYTHING, where="x")

    assert describe(protocol, route(protocol, "policy")) == [
        "Test Protocol (test-council, 2026-05)",
        "A matter of policy, raised by a Member.",
        "Refused unless an exception is approved:",
        "It may be raised by: Group Leader.",
        "  1. Where it formally goes: one of: Councillor Liaison Officer (of the service); Chief Executive (may); where necessary; "
        "within 1 working day; in writing; clause 1.1.",
        "  2. Whose word is final: all of: Leader of the Council; =Strategic Director (of the service) (must); "
        "7 days before publication, in advance (clause 2); consulting Monitoring Officer; informing all Group Leaders (with a copy); "
        "in confidence if asked; from here on Councillor Liaison Officer sees nothing more; clause 1.1, from SEC-1.1.",
    ]


def test_silence_and_refusal_are_said_in_plain_english():
    model, srb = load("model"), load("south-ribble")

    assert describe(model, route(model, "ward_party_meeting"))[2:3] == ["Forbidden (clause 8.8)."]
    assert describe(srb, route(srb, "advice"))[2:] == [
        "Not in hand: the protocol's text is missing.",
        "What happens instead is the portal's own step, which no clause says:",
        "  1. Where it formally goes: Monitoring Officer (should).",
    ]
