"""A developer's start that cannot be is one line, and no traceback."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def start(**changes):
    """`manage.py check` under dev settings; returns exit code, standard output and standard error."""
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "council_portal.settings.dev"} | changes
    done = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    found = start(PORTAL_VAR=f"{tmp_path}/file/var")

    assert found == (1, "", (
        f"The portal does not start: PORTAL_VAR={tmp_path}/file/var cannot be written (Not a directory). Name a folder that can.\n"
    ))  # fmt: skip


def test_a_database_url_that_cannot_be_read_is_one_line(tmp_path):
    found = start(PORTAL_VAR=str(tmp_path), DATABASE_URL="garbage")

    assert found == (1, "", (
        "The portal does not start: DATABASE_URL cannot be read: write it like postgres://user:password@host:5432/name "
        "or sqlite:////path/portal.sqlite3\n"
    ))  # fmt: skip
