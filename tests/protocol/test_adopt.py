"""`manage.py protocol adopt`: a day that can be, a database that is there, and a warning of what may not have been meant."""

import datetime
import os
import subprocess
import sys
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.services import in_force

TODAY = "2026-06-01T12:00:00+00:00"


def adopt(preset="section-c", *, day="2026-05-20", minute="Council, 14 May 2026, minute 9"):
    """The command on 1 June 2026; returns what it printed and what it warned of."""
    out, err = StringIO(), StringIO()
    with time_machine.travel(TODAY, tick=False):
        call_command("protocol", "adopt", preset, "--from", day, "--minute", minute, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["1971-12-31", "0001-01-01", "2036-06-02", "9999-12-31"])
def test_a_day_that_no_council_decided_on_is_refused(day):
    with pytest.raises(CommandError) as caught:
        adopt(day=day)

    assert (caught.value.returncode, str(caught.value)) == (
        2, f"--from: {day} is before 1972 or more than ten years ahead; write the day that the council decided on")  # fmt: skip
    assert not ProtocolVersion.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["1972-01-01", "2036-06-01"])
def test_the_first_and_the_last_day_are_taken(day):
    _, warned = adopt(day=day)

    assert (str(ProtocolVersion.objects.get().in_force_from), warned) == (day, "")


@pytest.mark.django_db
@pytest.mark.parametrize(("preset", "word"), [("rugby", "draft"), ("south-ribble", "the text is not in hand")])
def test_a_text_that_was_never_adopted_is_put_in_force_with_a_warning(preset, word):
    printed, warned = adopt(preset)

    assert ProtocolVersion.objects.get().name == preset
    assert printed.endswith("is in force from 20 May 2026.\n")
    assert warned == f"protocol: warning: the text itself says that it is not an adopted one ({word})\n"


@pytest.mark.django_db
def test_of_two_versions_of_one_day_the_one_recorded_last_counts_and_is_named():
    adopt("model")

    _, warned = adopt("section-c")

    assert warned == (
        "protocol: warning: 2 versions are recorded from 2026-05-20; the one recorded last counts: "
        "Protocol for Managing Member/Officer Relations (section-c, 2018-02), Council, 14 May 2026, minute 9\n"
    )
    assert in_force(ProtocolVersion.objects.first().in_force_from).name == "section-c"


@pytest.mark.django_db
def test_one_that_was_in_force_before_another_is_taken_and_said_to_be_so():
    adopt("model")

    _, warned = adopt("section-c", day="2026-05-01")

    assert "it is the version of what is done before 2026-05-20; from that day another is in force" in warned
    assert in_force(datetime.date(2026, 5, 2)).name == "section-c"
    assert in_force(datetime.date(2026, 5, 20)).name == "model"


@pytest.mark.django_db
def test_the_same_decision_again_and_another_day_are_no_cause_for_a_warning():
    adopt("model", day="2026-05-19")
    adopt()

    _, warned = adopt()

    assert (ProtocolVersion.objects.count(), warned) == (2, "")


def test_a_database_without_tables_is_one_line_and_exit_2(settings, tmp_path):
    environment = {"DJANGO_SETTINGS_MODULE": "council_portal.settings.test", "PATH": os.environ["PATH"],
                   "TEST_DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}  # fmt: skip

    done = subprocess.run([sys.executable, "manage.py", "protocol", "adopt", "model", "--from", "2026-05-20", "--minute", "minute 9"],
                          cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "protocol: the database is not ready (no such table: protocol_protocolversion). Bring it up to date first: manage.py migrate\n"
    )
