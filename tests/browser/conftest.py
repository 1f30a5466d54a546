"""One Chromium, one portal and one stored council for the whole room, a browser context for each test."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from council_portal.audit.triggers import KITS
from council_portal.outbox.management.commands.run_due import once
from tests.browser import ground
from tests.browser.look import Looks
from tests.services import browser


@pytest.fixture(scope="package")
def chromium(django_db_setup):
    """The browser: real, headless, Debian's or the one of CHROMIUM.

    After the database was made, and before any test's connection: beside Playwright's event loop Django takes others than without.
    """
    with sync_playwright() as playwright:
        found = browser.launch(playwright)
        yield found
        found.close()


@pytest.fixture(scope="package")
def db(chromium, django_db_blocker):
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
def council(db):
    """The council that all tests of this room share (`ground.build`)."""
    return ground.build()


@pytest.fixture(scope="package")
def portal(council):
    """The address of the portal, served over the test's database, with axe-core beside its own script. Its style sheets must be there."""
    assert settings.STATICFILES_DIRS, "build/static is missing: run make assets"
    with override_settings(STATICFILES_DIRS=[*settings.STATICFILES_DIRS, settings.BASE_DIR / "node_modules" / "axe-core"]):
        server = LiveServer("127.0.0.1")
        with override_settings(PORTAL_ORIGIN=server.url):  # a mailed link leads to this portal
            yield server.url
        server.stop()


@pytest.fixture(scope="package")
def looks(chromium, portal, council):
    """What each page was found to be, looked at once however many tests ask."""
    found = Looks(chromium, portal, council)
    yield found
    found.close()


@pytest.fixture
def visit(chromium, portal, council):
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
def sent_mail(portal, tmp_path):
    """Mail goes to files, as in the demo, with links to this portal. Returns what delivers it: one round of `manage.py run_due`."""
    to_files = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=to_files, EMAIL_FILE_PATH=tmp_path, PORTAL_ORIGIN=portal):
        yield once
