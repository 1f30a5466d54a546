"""`manage.py demo` with a protocol that cannot be read: one line, and nothing is written."""

import os
import socket
import subprocess
import sys

import pytest

from tests.protocol.files import file


@pytest.fixture
def demo(settings, tmp_path):
    """The command in a process of its own, with a folder of its own; returns it done, and whether there is a database after it."""

    def run(protocol):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "council_portal.settings.dev", "PORT": str(port),
                       "PORTAL_VAR": str(tmp_path / "var"), "PROTOCOL": protocol}  # fmt: skip
        done = subprocess.run([sys.executable, "manage.py", "demo"], cwd=settings.BASE_DIR, env=environment, capture_output=True,
                              text=True, check=False, timeout=60)  # fmt: skip
        return done, (tmp_path / "var/demo/portal.sqlite3").exists()

    return run


def test_an_unknown_preset_is_one_line_and_exit_2_before_anything_is_written(demo):
    done, database = demo("section-d")

    assert (done.returncode, done.stdout, database) == (2, "", False)
    assert done.stderr == 'PROTOCOL=section-d: section-d, preset: there is no preset of this name. Mend: write "section-c".\n'


def test_a_bad_file_is_one_line_too(demo, tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(file('[[route]]\nmatter = "polcy"\nclause = "1.2"\nsteps = [{ stage = "first", to = ["clo"] }]\n'))

    done, database = demo(str(path))

    assert (done.returncode, done.stdout, database) == (2, "", False)
    assert done.stderr == (
        f'PROTOCOL={path}: ours.toml, line 7, matter (route 1 of 1): "polcy" is not a matter. Mend: write "policy". '
        "(1 more: see manage.py protocol check)\n"
    )
