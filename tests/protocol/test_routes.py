"""What holds of every preset, and what single files make of the words."""

import itertools
import json

import pytest

from council_portal.protocol import rules
from council_portal.protocol.load import load, parse, preset_names
from council_portal.protocol.rules import MATTERS, POSTS, SIDES, Route, UnknownWord, next_up, route
from tests.protocol.files import HEAD, file

ROUTE_KEYS = ["preset", "matter", "raised_by", "silent", "incomplete", "rule", "who_may_raise", "clause", "default_steps",
              "default_source", "steps"]  # fmt: skip
STEP_KEYS = ["stage", "to", "of", "all_of", "force", "condition", "consult", "inform", "inform_with", "within_days",
             "within_working_days", "days_before", "timing", "time_clause", "in_writing", "confidential", "ends_access",
             "clause", "from"]  # fmt: skip
SOURCES = {"RUG": "rugby", "SEC": "section-c", "NNC": "north-northamptonshire", "EXD": "executive-directors", "SRB": "south-ribble"}

QUESTIONS = list(itertools.product(MATTERS, SIDES))


def routes_of(name):
    return [route(load(name), matter, side) for matter, side in QUESTIONS]


@pytest.fixture(params=preset_names())
def preset(request):
    return request.param


def test_the_six_presets_ship():
    assert preset_names() == ["executive-directors", "model", "north-northamptonshire", "rugby", "section-c", "south-ribble"]


def test_preset_is_named_as_its_file(preset):
    assert load(preset).name == preset


def test_every_question_is_answered_by_steps_or_refused_or_shown_as_silence(preset):
    answers = [(r.silent, bool(r.steps), bool(r.default_steps), r.default_source, r.rule == "forbidden") for r in routes_of(preset)]

    assert set(answers) <= {
        (False, True, False, None, False),
        (False, False, False, None, True),
        (True, False, True, "portal", False),
        (True, False, True, "local", False),
    }


def test_no_default_cites_a_clause_or_binds_anybody_or_settles_anything(preset):
    defaults = [step for r in routes_of(preset) if r.default_source == "portal" for step in r.default_steps]

    assert {(step.clause, step.from_) for step in defaults} <= {(None, None)}
    assert {step.force for step in defaults} <= {"should", "consider", "may"}
    assert {step.stage for step in defaults} <= {"first", "then", "tell"}


def test_every_clause_cited_stands_in_the_protocol(preset):
    protocol = load(preset)

    cited = {clause for r in routes_of(preset) for clause in r.clauses}

    assert cited - set(protocol.clauses) == set()


def test_every_step_of_the_protocol_cites_a_clause_and_every_refusal_too(preset):
    spoken = load(preset).spoken()

    assert [r.matter for r in spoken for step in r.steps if not step.clause] == []
    assert [r.matter for r in spoken if (r.clause is None) != (r.rule != "forbidden")] == []


def test_json_holds_every_key_in_the_fixed_order_and_only_plain_values(preset):
    objects = [r.as_json() for r in routes_of(preset)]

    assert {tuple(o) for o in objects} == {tuple(ROUTE_KEYS)}
    steps = [step for o in objects for step in o["steps"] + o["default_steps"]]
    assert {tuple(step) for step in steps} == {tuple(STEP_KEYS)}
    assert json.loads(json.dumps(objects)) == objects


def test_a_matter_gets_back_the_route_it_was_sent_by(preset):
    for r in routes_of(preset):
        assert Route.from_json(json.loads(json.dumps(r.as_json()))) == r


def test_stages_stand_in_their_order(preset):
    for r in routes_of(preset):
        stages = [step.stage for step in r.to_follow]
        formal = [stage for stage in stages if stage != "tell"]
        assert sorted(formal, key=["informal", "first", "then", "decide"].index) == formal
        assert "decide" not in stages[:-1]


def test_route_for_officers_only_is_silent_for_members():
    text = file('[[route]]\nmatter = "ward_notice"\nraised_by = "officer"\nclause = "1.1"\n'
                'steps = [{ stage = "tell", to = ["ward_members"] }]\n')
    protocol = parse(text, where="x")

    assert [route(protocol, "ward_notice", side).silent for side in ("officer", "member")] == [False, True]


@pytest.mark.requirement("SEC-3.3")
@pytest.mark.requirement("SEC-3.4")
def test_policy_under_section_c_goes_to_the_chief_executive_within_seven_days():
    step = {"stage": "first", "to": ["chief_executive"], "of": None, "all_of": False, "force": "must", "condition": None,
            "consult": [], "inform": [], "inform_with": None, "within_days": 7, "within_working_days": None, "days_before": None,
            "timing": None, "time_clause": "3.4", "in_writing": False, "confidential": False, "ends_access": [], "clause": "3.3",
            "from": None}  # fmt: skip

    found = route(load("section-c"), "policy").as_json()

    assert found == {
        "preset": "section-c", "matter": "policy", "raised_by": "member", "silent": False, "incomplete": False, "rule": "allowed",
        "who_may_raise": [], "clause": None, "default_steps": [], "default_source": None, "steps": [step],
    }  # fmt: skip


@pytest.mark.requirement("SEC-6.1")
def test_complaint_about_an_officer_leaves_the_group_leader_behind():
    talk, formal = route(load("section-c"), "officer_conduct").steps

    assert (talk.stage, talk.to, talk.of) == ("informal", ("group_leader",), "raiser")
    assert (formal.to, formal.confidential, formal.ends_access) == (("chief_executive",), True, ("group_leader",))


@pytest.mark.requirement("SRB-SIGN")
@pytest.mark.requirement("SRB-23")
def test_south_ribble_is_not_in_hand_and_nothing_is_invented():
    protocol = load("south-ribble")

    assert {(r.silent, r.incomplete) for r in routes_of("south-ribble")} == {(True, True)}
    assert (protocol.status, dict(protocol.sanctions)) == ("incomplete", {})
    assert protocol.signing == rules.Signing(True, (1, 2, 3, 4), True, "report 2.2")
    assert {number.split()[0] for number in protocol.clauses} == {"report"}


def test_only_south_ribble_is_incomplete():
    assert [name for name in preset_names() if load(name).incomplete] == ["south-ribble"]


def test_every_clause_and_step_of_the_model_names_the_clause_it_comes_from():
    model = load("model")
    steps = [step.from_ for r in model.spoken() for step in r.steps]

    named = {from_ for from_ in [clause.from_ for clause in model.clauses.values()] + steps}

    missing = [n for n in named if n is None or n.split("-", 1)[1] not in load(SOURCES[n.split("-", 1)[0]]).clauses]
    assert missing == []


def test_no_other_preset_names_a_source_clause():
    others = [name for name in preset_names() if name != "model"]

    assert [c.number for name in others for c in load(name).clauses.values() if c.from_] == []


def test_unknown_matter_and_side_are_refused_with_the_nearest_word():
    protocol = load("section-c")

    with pytest.raises(UnknownWord) as matter:
        route(protocol, "polcy")
    with pytest.raises(UnknownWord) as side:
        route(protocol, "policy", "members")

    assert str(matter.value) == 'unknown matter "polcy"; did you mean "policy"?'
    assert str(side.value) == 'unknown side "members"; did you mean "member"?'


REPLY = '[[reply]]\nmatters = ["policy", "operational", "question_to_member"]\nwithin_days = 7\nbinds = ["{}"]\nclause = "2"\n'
SECOND = '[[clause]]\nnumber = "2"\nheading = "Time"\nsays = "Seven days."\n'
POLICY = '[[route]]\nmatter = "policy"\nclause = "1.1"\nsteps = [\n{{ stage = "informal", to = ["clo"] }},\n' \
         '{{ stage = "first", to = ["clo"]{} }},\n{{ stage = "then", to = ["head_of_service"] }},\n]\n'


def replied(binds="officer", extra=""):
    return parse(file(POLICY.format(extra) + REPLY.format(binds) + SECOND), where="x")


def test_reply_target_stands_on_the_first_step_that_has_a_clock():
    steps = route(replied(), "policy").steps

    assert [(step.within_days, step.time_clause) for step in steps] == [(None, None), (7, "2"), (None, None)]


def test_reply_target_binds_only_the_side_it_names():
    assert route(replied("member"), "policy").steps[1].within_days is None
    assert route(replied("member"), "question_to_member", "officer").default_steps[0].within_days == 7
    assert route(replied("officer"), "question_to_member", "officer").default_steps[0].within_days is None


def test_reply_target_holds_where_the_protocol_names_nobody_and_the_step_still_cites_nothing():
    found = route(replied(), "operational")

    assert found.silent
    assert [(step.clause, step.within_days, step.time_clause) for step in found.default_steps] == [(None, 7, "2")]


def test_time_on_the_step_itself_is_not_overwritten():
    step = route(replied(extra=", within_working_days = 10"), "policy").steps[1]

    assert (step.within_days, step.within_working_days, step.time_clause) == (None, 10, None)


def test_time_clause_is_left_out_where_it_is_the_steps_own_clause():
    text = file(POLICY.format("") + REPLY.format("officer").replace('clause = "2"', 'clause = "1.1"'))

    assert route(parse(text, where="x"), "policy").steps[1].time_clause is None


def test_local_practice_stands_where_the_protocol_is_silent_and_is_shown_as_the_councils():
    text = file('[[local]]\nmatter = "policy"\nraised_by = "member"\nminute = "Council, minute 12"\n'
                'steps = [{ stage = "first", to = ["director"] }]\n')
    protocol = parse(text, where="x")

    found, other = route(protocol, "policy"), route(protocol, "policy", "officer")

    assert (found.silent, found.default_source, found.minute) == (True, "local", "Council, minute 12")
    assert found.default_steps[0].to == ("director",)
    assert (other.silent, other.default_source) == (True, "portal")


def test_route_written_in_an_incomplete_file_is_not_called_missing():
    head = HEAD.replace('"adopted"', '"incomplete"')
    body = '[[route]]\nmatter = "policy"\nclause = "1.1"\nsteps = [{ stage = "first", to = ["clo"] }]\n'
    protocol = parse(file(body, head=head), where="x")

    found = [route(protocol, matter) for matter in ("policy", "strategic")]

    assert [(r.silent, r.incomplete) for r in found] == [(False, False), (True, True)]


@pytest.mark.parametrize(
    ("to", "of"),
    [
        ('"clo"', "service"),
        ('"group_leader", "monitoring_officer"', "raiser"),
        ('"monitoring_officer", "group_leader"', "raiser"),
        ('"ward_members"', "ward"),
        ('"committee_chair", "chief_executive"', "matter"),
        ('"officer_concerned"', "subject"),
        ('"chief_executive"', None),
    ],
)
def test_whose_post_follows_from_the_post_unless_written(to, of):
    text = file(f'[[route]]\nmatter = "policy"\nclause = "1.1"\nsteps = [{{ stage = "first", to = [{to}] }}]\n')

    assert route(parse(text, where="x"), "policy").steps[0].of == of


def test_the_ladder_climbs_as_far_as_the_chief_executive():
    climbed = list(itertools.takewhile(bool, itertools.accumulate(range(8), lambda post, _: post and next_up(post), initial="clo")))

    assert climbed == ["clo", "head_of_service", "chief_officer", "director", "executive_director", "chief_operating_officer",
                       "chief_executive"]  # fmt: skip


def test_members_posts_fall_to_democratic_services_and_the_rest_to_nobody():
    above = {post: next_up(post) for post in POSTS}

    assert {p for p, up in above.items() if up == "democratic_services"} == {
        "portfolio_holder", "committee_chair", "scrutiny_chair", "opposition_spokesperson", "group_spokesperson",
    }  # fmt: skip
    assert [above[p] for p in ("nominated_officer", "democratic_services", "contact_centre")] == ["head_of_service", None, None]


def test_no_complaint_climbs_the_ladder():
    complaints = ("officer_conduct", "member_conduct", "protocol_breach")

    above = {next_up(post, matter) for post in POSTS if post != "monitoring_officer" for matter in complaints}

    assert above == {None}
    assert {next_up("monitoring_officer", matter) for matter in complaints} == {"deputy_monitoring_officer"}


def test_next_up_of_an_unknown_post_is_an_error():
    with pytest.raises(UnknownWord):
        next_up("mayor")
