"""Production starts on safe values and refuses unsafe ones with one line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from council_portal.clock import working
from council_portal.settings.databases import database
from council_portal.settings.refusals import CONCERN_DAYS, EXAMPLE_KEY, NATIONS, refusals

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


def refused(**changes):
    """What is said of sound settings with `changes`."""
    sound = {
        "DEBUG": False, "INSTALLED_APPS": ["casework"], "SECRET_KEY": GOOD_KEY, "SECRET_KEY_FALLBACKS": [],
        "ALLOWED_HOSTS": ["portal.council.example"], "PORTAL_ORIGIN": "https://portal.council.example",
        "COUNCIL_NAME": "Exampleshire Council", "COUNCIL_COLOUR": "#00594f", "COUNCIL_NATION": "northern-ireland",
        "TRUSTED_PROXY_COUNT": "0", "DATABASES": {"default": database("sqlite:////srv/portal.sqlite3")},
        "CONCERN_INDEPENDENT_PERSON": "law", **dict.fromkeys(CONCERN_DAYS, 1),
    }  # fmt: skip
    return refusals(sound | changes)


def test_sound_settings_are_not_refused():
    assert refused() == []


@pytest.mark.parametrize("key", ["short", "a" * 80])
def test_a_plain_key_is_refused_also_as_a_former_one(key):
    assert refused(SECRET_KEY=key) == ["SECRET_KEY is too short or too plain: at least 50 characters, made by a machine."]
    assert refused(SECRET_KEY_FALLBACKS=[GOOD_KEY[::-1], key]) == [
        "A key in SECRET_KEY_FALLBACKS is too short or too plain: at least 50 characters, made by a machine."
    ]


def test_the_example_key_is_refused_as_a_former_one():
    assert refused(SECRET_KEY_FALLBACKS=[EXAMPLE_KEY]) == [
        "A key in SECRET_KEY_FALLBACKS is the example key, which everybody knows. Make one of your own."
    ]


def test_the_demo_is_refused():
    assert refused(INSTALLED_APPS=["casework", "council_portal.demo"]) == [
        "council_portal.demo is installed: it signs anybody in with one click. Only dev settings install it."
    ]


def test_hosts_are_named():
    assert refused(ALLOWED_HOSTS=[]) == [
        "ALLOWED_HOSTS is empty: name the host that people reach the portal by, such as portal.council.example."
    ]
    assert refused(ALLOWED_HOSTS=["portal.council.example", "*"]) == [
        'ALLOWED_HOSTS holds "*": it lets a request choose the portal\'s name. Name the hosts instead.'
    ]


@pytest.mark.parametrize(
    "origin",
    ["", "portal.council.example", "http://portal.council.example", "https://", "https://portal.council.example/",
     "https://portal.council.example/portal", "https://portal.council.example?", "https://portal.council.example:port",
     "https://somebody@portal.council.example", "https://portal.council .example"],
)  # fmt: skip
def test_an_origin_is_https_and_a_host_and_no_more(origin):
    assert refused(PORTAL_ORIGIN=origin) == [
        f'PORTAL_ORIGIN is "{origin}": write https:// and the host, nothing after it, such as https://portal.council.example.'
    ]


def test_the_origin_is_a_host_that_is_answered():
    assert refused(ALLOWED_HOSTS=[".council.example"], PORTAL_ORIGIN="https://Portal.council.example:8443") == []
    assert refused(PORTAL_ORIGIN="https://portal.example.org") == [
        "PORTAL_ORIGIN leads to portal.example.org, which is not in ALLOWED_HOSTS: links in messages would be refused."
    ]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("COUNCIL_NAME", " ", "COUNCIL_NAME is empty: it stands on every page and in every message."),
        ("COUNCIL_COLOUR", "teal", 'COUNCIL_COLOUR is "teal": write a hash and six hexadecimal digits, such as #00594f.'),
        ("COUNCIL_COLOUR", "#05f", 'COUNCIL_COLOUR is "#05f": write a hash and six hexadecimal digits, such as #00594f.'),
        ("COUNCIL_NATION", "England", 'COUNCIL_NATION is "England": write one of england, wales, scotland, northern-ireland. '
                                      "Its bank holidays are counted."),
    ],
)  # fmt: skip
def test_what_is_no_name_colour_or_nation_is_refused(name, value, says):
    assert refused(**{name: value}) == [says]


def test_the_nations_are_those_whose_bank_holidays_are_known():
    assert set(NATIONS) == set(working.NATIONS)


@pytest.mark.parametrize("name", CONCERN_DAYS)
def test_days_of_a_concern_are_one_or_more(name):
    assert hasattr(settings, name)
    assert refused(**{name: 0}) == [f"{name} is 0: write a whole number of working days, 1 or more."]


def test_an_independent_person_is_heard_by_law_or_always():
    assert refused(CONCERN_INDEPENDENT_PERSON="always") == []
    assert refused(CONCERN_INDEPENDENT_PERSON="Never") == ['CONCERN_INDEPENDENT_PERSON is "Never": write law or always.']


@pytest.mark.parametrize("count", ["", "-1", "1.5", "two", "²"])
def test_proxies_are_counted_in_whole_numbers(count):
    assert refused(TRUSTED_PROXY_COUNT=count) == [
        f'TRUSTED_PROXY_COUNT is "{count}": write how many proxies of your own stand before the portal, 0 for none.'
    ]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite://:memory:", "sqlite:///file::memory:"])
def test_a_database_in_memory_is_refused(url):
    assert refused(DATABASES={"default": database(url)}) == [
        "DATABASE_URL is a database in memory: everything would be gone at the next start. Name a file or a server."
    ]


def test_production_says_every_reason_on_a_line_of_its_own():
    done = start(ALLOWED_HOSTS="*", COUNCIL_NAME="", COUNCIL_COLOUR="teal", COUNCIL_NATION="cornwall", DATABASE_URL="sqlite://",
                 PORTAL_ORIGIN="http://portal.council.example", SECRET_KEY_FALLBACKS=EXAMPLE_KEY, TRUSTED_PROXY_COUNT="two")  # fmt: skip

    said = done.stderr.split("ImproperlyConfigured: ")[-1].splitlines()
    assert [line.split(" is ")[0].split(" holds ")[0] for line in said] == [
        "A key in SECRET_KEY_FALLBACKS", "ALLOWED_HOSTS", "PORTAL_ORIGIN", "COUNCIL_NAME", "COUNCIL_COLOUR", "COUNCIL_NATION",
        "TRUSTED_PROXY_COUNT", "DATABASE_URL",
    ]  # fmt: skip
