"""One Chromium, one portal and one stored council for the whole room, a browser context for each test."""

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from council_portal.audit.triggers import KITS
from tests.browser import ground
from tests.browser.look import Looks
from tests.services import browser


@pytest.fixture(scope="package")
def db(django_db_setup, django_db_blocker):
    """In the place of pytest-django's, which wraps each test in a transaction: the portal reads on connections of its own, so what
    it is to show is really stored. Emptied at the end, once, as pytest-django's live server would after every single test.
    """
    with django_db_blocker.unblock():
        assert "test_portal_" in str(connection.settings_dict["NAME"]), "only a test's own database is ever emptied"
        yield
        for kit in KITS:  # the audit record refuses to be emptied; post_migrate puts its triggers back
            kit.remove(connection)
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=False)
        connections.close_all()


@pytest.fixture(scope="package")
def chromium(django_db_setup):
    """The browser: real, headless, Debian's or the one of CHROMIUM.

    After the database and no longer than this room: beside Playwright's event loop Django takes other connections than before it.
    """
    with sync_playwright() as playwright:
        found = browser.launch(playwright)
        yield found
        found.close()


@pytest.fixture(scope="package")
def council(chromium, db):
    """The council that all tests of this room share (`ground.build`)."""
    return ground.build()


@pytest.fixture(scope="package")
def portal(council):
    """The address of the portal, served over the test's database. Its style sheets must have been made."""
    assert ground.ASSETS_MADE, "build/static is missing: run make assets"
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="package")
def looks(db, chromium, portal, council):
    """What each page was found to be, looked at once however many tests ask."""
    found = Looks(chromium, portal, council)
    yield found
    found.close()


@pytest.fixture
def visit(db, chromium, portal, council):
    """visit(role, width=..., **options): a page in a browser of its own in which this role is signed in (None: nobody)."""
    contexts = []

    def open_page(role=None, *, width=1280, **options):
        context = ground.context(chromium, portal, council.users.get(role), width=width, **options)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def sent_mail(settings, portal, tmp_path):
    """Mail goes to files, as in the demo, with links to this portal. Returns what delivers it: one round of `manage.py run_due`."""
    from council_portal.outbox.management.commands.run_due import once  # a command: only where it is run

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH, settings.PORTAL_ORIGIN = tmp_path, portal
    return once


@pytest.fixture
def today():
    """London's date."""
    return timezone.localdate()
