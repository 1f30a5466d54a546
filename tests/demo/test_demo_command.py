"""`manage.py demo` with something that it cannot read: one line, exit status 2, and no folder left behind. And where it lives."""

import ast
import os
import socket
import subprocess
import sys

import pytest

from tests.protocol.files import file


@pytest.fixture
def demo(settings, tmp_path):
    """The command in a process of its own, with a folder of its own; returns it done, and whether the folder is there after it."""

    def run(protocol, feed=""):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "council_portal.settings.dev", "PORT": str(port),
                       "PORTAL_VAR": str(tmp_path / "var/demo-x"), "PROTOCOL": protocol, "MODERNGOV": feed}  # fmt: skip
        done = subprocess.run([sys.executable, "manage.py", "demo"], cwd=settings.BASE_DIR, env=environment, capture_output=True,
                              text=True, check=False, timeout=60)  # fmt: skip
        return done, (tmp_path / "var").exists()

    return run


def test_an_unknown_preset_is_one_line_and_exit_2_before_anything_is_written(demo):
    done, folder = demo("section-d")

    assert (done.returncode, done.stdout, folder) == (2, "", False)
    assert done.stderr == 'PROTOCOL=section-d: section-d, preset: there is no preset of this name. Mend: write "section-c".\n'


def test_a_bad_file_is_one_line_too(demo, tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(file('[[route]]\nmatter = "polcy"\nclause = "1.2"\nsteps = [{ stage = "first", to = ["clo"] }]\n'))

    done, folder = demo(str(path))

    assert (done.returncode, done.stdout, folder) == (2, "", False)
    assert done.stderr == (
        f'PROTOCOL={path}: ours.toml, line 7, matter (route 1 of 1): "polcy" is not a matter. Mend: write "policy". '
        "(1 more: see manage.py protocol check)\n"
    )


def test_a_feed_that_is_not_there_is_one_line_too(demo, tmp_path):
    done, folder = demo("", str(tmp_path / "nothing.xml"))

    assert (done.returncode, done.stdout, folder) == (2, "", False)
    assert done.stderr == f"MODERNGOV={tmp_path}/nothing.xml cannot be read (No such file or directory).\n"


def test_a_feed_that_is_none_is_one_line_too(demo, tmp_path):
    path = tmp_path / "page.xml"
    path.write_text("<html><body>Moved</body></html>")

    done, folder = demo("", str(path))

    assert (done.returncode, done.stdout, folder) == (2, "", False)
    assert done.stderr.startswith(f"MODERNGOV={path}: ")
    assert done.stderr.count("\n") == 1


def test_what_was_there_before_a_refusal_stays(demo, tmp_path):
    (tmp_path / "var/demo-x").mkdir(parents=True)
    (tmp_path / "var/demo-x/mine.txt").write_text("kept")

    done, _folder = demo("section-d")

    assert done.returncode == 2
    assert (tmp_path / "var/demo-x/mine.txt").read_text() == "kept"


def folder_of(settings, **changes):
    """The folder that `make demo` would use, "" for the one it always uses."""
    asked = [f"{name}={value}" for name, value in changes.items()]
    done = subprocess.run(["make", "--silent", "--eval=where: ; @echo $$PORTAL_VAR", "where", *asked], cwd=settings.BASE_DIR,
                          env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True)  # fmt: skip
    return done.stdout.strip()


def test_each_council_and_protocol_has_a_folder_of_its_own(settings):
    assert folder_of(settings) == ""
    assert folder_of(settings, MODERNGOV="../feeds/southwark.xml", PROTOCOL="section-c") == "var/demo-southwark-section-c"
    assert folder_of(settings, MODERNGOV="southwark.xml") == "var/demo-southwark-model"
    assert folder_of(settings, PROTOCOL="../ours.toml") == "var/demo-ours"


def settings_in(settings, folder, *names, **changes):
    """These settings of the demo, in a process of its own."""
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "council_portal.settings.dev", "PORTAL_VAR": str(folder)} | changes
    code = f"from django.conf import settings as s; print([getattr(s, name, None) for name in {names}])"
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    return ast.literal_eval(done.stdout)


ASKED = ["DEMO_REAL_MEMBERS", "EMAIL_BACKEND", "EMAIL_FILE_PATH", "COUNCIL_NAME"]


def test_around_real_members_nothing_can_be_mailed_and_no_letter_is_written(settings, tmp_path):
    found = settings_in(settings, tmp_path, *ASKED, MODERNGOV="argyll-bute.xml")

    assert found == [True, "django.core.mail.backends.dummy.EmailBackend", None, "Argyll Bute"]


def test_a_folder_with_real_members_says_so_whatever_command_is_run_there(settings, tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo/real-members").write_text("Argyll Bute\n")

    found = settings_in(settings, tmp_path, *ASKED)

    assert found == [True, "django.core.mail.backends.dummy.EmailBackend", None, "Argyll Bute"]
