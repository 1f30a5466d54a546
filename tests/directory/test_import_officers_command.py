"""`manage.py import_officers` as a program: exit codes, and which stream says what."""

import os
import subprocess
import sys

import pytest

ADA = "staff_id,name,post\nE1,Ada Fairlight,Clerk\n"


def run(settings, tmp_path, *words, text=ADA):
    """(exit code, standard output, lines of standard error) of the command, with a database that has no tables."""
    (tmp_path / "list.csv").write_text(text)
    environment = {"DJANGO_SETTINGS_MODULE": "council_portal.settings.test", "PATH": os.environ["PATH"],
                   "TEST_DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}  # fmt: skip
    done = subprocess.run([sys.executable, "manage.py", "import_officers", *words], cwd=settings.BASE_DIR, env=environment,
                          capture_output=True, text=True, check=False)  # fmt: skip
    return done.returncode, done.stdout, done.stderr.splitlines()


def test_a_database_without_tables_is_one_line_and_exit_2(settings, tmp_path):
    code, out, (line,) = run(settings, tmp_path, str(tmp_path / "list.csv"))

    assert (code, out) == (2, "")
    assert line.startswith("import_officers: the database is not ready (no such table: ")


def test_each_fault_is_a_line_on_standard_error_and_nothing_is_on_standard_output(settings, tmp_path):
    said = run(settings, tmp_path, str(tmp_path / "list.csv"), text="staff_id,name,post,tier\nE1,,Clerk,four\n")

    assert said == (2, "", [
        "import_officers: line 2, name: is empty; every officer needs one.",
        "import_officers: line 2, tier: “four” is no number from 1 to 9; write one, or leave it empty."])


@pytest.mark.parametrize(("words", "line"), [
    ((), "import_officers: the following arguments are required: FILE"),
    (("nowhere.csv",), "import_officers: nowhere.csv cannot be read (No such file or directory).")])
def test_what_cannot_be_read_is_one_line_and_exit_2(settings, tmp_path, words, line):
    assert run(settings, tmp_path, *words) == (2, "", [line])
