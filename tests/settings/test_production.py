"""Production starts on safe values and refuses unsafe ones with one line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from council_portal.settings.refusals import EXAMPLE_KEY, refusals

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD_KEY = "".join(chr(48 + number % 60) for number in range(64))
EXAMPLE = (ROOT / "docs/guides/production.env.example").read_text()


def start(**changes):
    """Load production settings in a process of their own, under the example's environment with `changes`."""
    environment = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE)) | {"SECRET_KEY": GOOD_KEY} | changes
    environment |= {"DJANGO_SETTINGS_MODULE": "council_portal.settings.production", "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", "from django.conf import settings; settings.DEBUG; print('started')"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_production_starts_on_the_example_with_a_key_of_its_own():
    done = start()

    assert (done.stdout, done.returncode) == ("started\n", 0), done.stderr


def test_production_refuses_the_example_key():
    done = start(SECRET_KEY=EXAMPLE_KEY)

    assert done.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: SECRET_KEY is the example key, which everybody knows. Make one of your own."
    )


def test_production_refuses_debug():
    done = start(DEBUG="1")

    assert done.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: DEBUG is on: it shows source and settings to everybody. "
        "Take DEBUG out of the environment."
    )


def test_the_example_shows_the_key_that_is_refused():
    keys = re.findall(r"^SECRET_KEY=(.*)$", EXAMPLE, re.MULTILINE)

    assert keys == [EXAMPLE_KEY]


@pytest.mark.parametrize("key", ["short", "a" * 80])
def test_a_plain_key_is_refused(key):
    found = refusals(secret_key=key, debug=False, installed_apps=[])

    assert found == ["SECRET_KEY is too short or too plain: at least 50 characters, made by a machine."]


def test_the_demo_is_refused():
    found = refusals(secret_key=GOOD_KEY, debug=False, installed_apps=["casework", "council_portal.demo"])

    assert found == ["council_portal.demo is installed: it signs anybody in with one click. Only dev settings install it."]
