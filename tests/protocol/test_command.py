"""`manage.py protocol`: the answer on standard output and nothing else, messages on standard error, 2 for what was asked wrongly."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from council_portal.protocol.load import load, preset_names
from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.plain import truth_table
from council_portal.protocol.rules import route
from tests.protocol.files import file

MANAGE = Path(__file__).parents[2] / "manage.py"


@pytest.fixture
def manage(tmp_path):
    """Run the command as a council does, in a process of its own, with no database there to be asked."""

    def run(*words):
        environment = {"DJANGO_SETTINGS_MODULE": "council_portal.settings.test", "PORTAL_VAR": str(tmp_path / "var"),
                       "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PATH": "/usr/bin:/bin"}  # fmt: skip
        return subprocess.run([sys.executable, MANAGE, "protocol", *words], capture_output=True, text=True, env=environment, check=False)

    return run


def said(*words):
    out = StringIO()
    call_command("protocol", *words, stdout=out)
    return out.getvalue()


def refusal(*words):
    """What the command says when it refuses; it must then have printed nothing."""
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("protocol", *words, stdout=out)
    assert (caught.value.returncode, out.getvalue()) == (2, "")
    return str(caught.value)


def test_route_prints_one_json_object_and_nothing_else(manage):
    done = manage("route", "executive-directors", "costly_information_request", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == route(load("executive-directors"), "costly_information_request").as_json()


def test_unknown_preset_exits_2_with_one_line_and_prints_nothing(manage):
    done = manage("route", "section-d", "policy", "--json")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'protocol: section-d, preset: there is no preset of this name. Mend: write "section-c".\n'


@pytest.mark.parametrize("words", [(), ("route",), ("route", "section-c"), ("rout", "section-c", "policy"), ("adopt", "model")])
def test_usage_errors_are_one_line_too(manage, words):
    done = manage(*words)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_silence_is_an_answer_and_no_error():
    found = json.loads(said("route", "south-ribble", "advice", "--raised-by", "officer", "--json"))

    assert (found["silent"], found["incomplete"], found["steps"], found["raised_by"]) == (True, True, [], "officer")


def test_unknown_matter_and_side_are_refused():
    assert refusal("route", "section-c", "polcy") == 'unknown matter "polcy"; did you mean "policy"?'
    assert refusal("route", "section-c", "policy", "--raised-by", "mayor").startswith("argument --raised-by: invalid choice: 'mayor'")


def test_route_without_json_is_plain_english():
    assert "  1. Where it formally goes: Chief Executive (must); within 7 days (clause 3.4); clause 3.3.\n" in said(
        "route", "section-c", "policy")  # fmt: skip


def test_a_path_is_as_good_as_a_preset(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(file('[[route]]\nmatter = "policy"\nclause = "1.1"\nsteps = [{ stage = "first", to = ["clo"] }]\n'))

    found = json.loads(said("route", str(path), "policy", "--json"))

    assert (found["preset"], found["steps"][0]["to"]) == ("test-council", ["clo"])


def bad_file(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(file('[[route]]\nmatter = "polcy"\nclause = "1.2"\nsteps = [{ stage = "first", to = ["clo"] }]\n'))
    return path


def test_bad_file_stops_a_route_with_its_first_fault(tmp_path):
    assert refusal("route", str(bad_file(tmp_path)), "policy") == (
        'ours.toml, line 7, matter (route 1 of 1): "polcy" is not a matter. Mend: write "policy". (1 more: see protocol check)'
    )


def test_check_names_every_fault(tmp_path, manage):
    done = manage("check", str(bad_file(tmp_path)))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        'protocol: ours.toml, line 7, matter (route 1 of 1): "polcy" is not a matter. Mend: write "policy".',
        'protocol: ours.toml, line 8, clause (route 1 of 1): cites clause "1.2", which does not stand in the file. '
        'Mend: write "1.1", or add a [[clause]] with number = "1.2".',
    ]


def test_check_of_a_sound_file_says_what_it_holds(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(file())

    assert said("check", str(path)) == (
        f"{path}: nothing wrong. 1 clauses; of 84 questions (each matter, raised by a Member or by an officer) it answers 0 "
        "and is silent on 84.\n"
    )


def test_list_names_the_presets_and_their_state():
    lines = said("list").splitlines()

    assert [line.split()[0] for line in lines] == preset_names()
    assert [line.split()[0] for line in lines if "not in hand" in line] == ["south-ribble"]


def test_table_prints_the_truth_table(manage):
    done = manage("table", "section-c")

    assert (done.returncode, done.stdout) == (0, truth_table(load("section-c")))


def test_table_is_written_for_shipped_presets_only(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(file())

    assert refusal("table", str(path), "--write").startswith("--write is for the presets that ship with the portal")


@pytest.mark.django_db
@pytest.mark.requirement("SRB-VERSION")
def test_adopt_puts_the_whole_text_in_force_by_its_minute():
    out = said("adopt", "section-c", "--from", "2026-05-20", "--minute", "Council, 14 May 2026, minute 9")

    version = ProtocolVersion.objects.get()
    assert (version.name, str(version.in_force_from), version.minute) == ("section-c", "2026-05-20", "Council, 14 May 2026, minute 9")
    assert route(load("section-c"), "policy").preset == version.name
    assert out == "Protocol for Managing Member/Officer Relations (section-c, 2018-02) is in force from 20 May 2026.\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--from", "2026-02-30", "--minute", "m"), '--from: "2026-02-30" is no date; write it like 2026-05-20'),
        (("--from", "20/05/2026", "--minute", "m"), '--from: "20/05/2026" is no date; write it like 2026-05-20'),
        (("--from", "2026-05-20", "--minute", " "), "--minute: name the minute of the council's decision in 1 to 200 characters"),
        (("--from", "2026-05-20", "--minute", "m", "--by", "x@council.example"),
         '--by: nobody has an account with the address "x@council.example"'),
        (("--minute", "m"), "the following arguments are required: --from"),
    ],
)  # fmt: skip
def test_adopt_refuses_what_is_no_decision(words, says):
    assert refusal("adopt", "section-c", *words) == says
    assert not ProtocolVersion.objects.exists()


@pytest.mark.django_db
def test_adopt_refuses_a_bad_file(tmp_path):
    assert refusal("adopt", str(bad_file(tmp_path)), "--from", "2026-05-20", "--minute", "m").startswith("ours.toml, line 7")
    assert not ProtocolVersion.objects.exists()
