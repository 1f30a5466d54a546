"""A real council's portal does not start on a database with invented people in it, nor on one that cannot be asked."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from council_portal.accounts.checks import SAID, no_demo_people, refuse_demo_people
from council_portal.accounts.services import add_person

# As a council's own settings are, on whichever database the address names.
START = """
import django
django.setup()
from django.conf import settings
settings.DEMO = False
from council_portal.accounts.checks import no_demo_people, refuse_demo_people
print(no_demo_people(None, ["default"]))
refuse_demo_people()
print("started")
"""


@pytest.fixture
def start(settings):
    """Ask in a process of its own; returns what it printed and the last line of its complaint."""

    def run(path):
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "council_portal.settings.test", "TEST_DATABASE_URL": f"sqlite:///{path}"}
        done = subprocess.run([sys.executable, "-c", START], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True,
                              check=False)  # fmt: skip
        return done.stdout.splitlines(), done.stderr.splitlines()[-1:]

    return run


@pytest.mark.django_db
def test_invented_people_are_refused_where_the_settings_are_a_real_councils(settings):
    add_person("Aisha Rahman", is_demo=True)
    settings.DEMO = False

    with pytest.raises(ImproperlyConfigured) as caught:
        refuse_demo_people()

    assert str(caught.value) == SAID
    assert [error.id for error in no_demo_people(None, ["default"])] == ["accounts.E001"]


@pytest.mark.django_db
def test_real_people_are_not_refused_nor_invented_ones_in_the_demo(settings):
    add_person("Aisha Rahman")
    settings.DEMO = False
    refuse_demo_people()
    assert no_demo_people(None, ["default"]) == []

    add_person("Gwen Pritchard", is_demo=True)
    settings.DEMO = True
    refuse_demo_people()
    assert no_demo_people(None, ["default"]) == []


def test_a_database_that_cannot_be_asked_is_refused_and_the_check_says_nothing_of_it(start, tmp_path):
    found = start(tmp_path / "none" / "portal.sqlite3")

    assert found == (["[]"], [
        "django.core.exceptions.ImproperlyConfigured: The database cannot be asked whether it holds people invented for the demo "
        "(unable to open database file)."
    ])  # fmt: skip


def test_a_database_without_tables_is_not_refused(start, tmp_path):
    found = start(tmp_path / "portal.sqlite3")

    assert found == (["[]", "started"], [])
