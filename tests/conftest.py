"""Ground for every test: an empty cache, and tests that need what is not here are skipped aloud."""

import datetime
import gc
import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from council_portal.access import copies
from council_portal.audit.triggers import KITS
from council_portal.protocol.services import version_of
from council_portal.sealing import keys
from tests.services import browser

gc.set_threshold(100_000, 20, 50)  # collecting took a twentieth of a run's time
# Playwright keeps an event loop in the test's thread, and Django would take every query beside it for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True, scope="session")
def _keys_of_what_is_sealed():
    """Keys of this run, as the demo has its own."""
    keys.write(settings.SEALING_KEYS, keys.Ring((keys.new_key(datetime.date(2026, 1, 1)),)))


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits count in the cache: one test's failed sign-ins are not the next one's. Nor is its protocol, of the same key."""
    cache.clear()
    version_of.cache_clear()


@pytest.fixture(autouse=True)
def _left_as_it_should_be(request):
    """Every test that writes leaves the copies of listed columns true; a transactional one is then emptied by Django's flush.

    The audit record refuses DELETE and TRUNCATE, so its triggers are taken away before the flush, whose post_migrate puts them back.
    """
    marker = request.node.get_closest_marker("django_db")
    transactional = bool({"transactional_db", "live_server"} & set(request.fixturenames)) or (marker and marker.kwargs.get("transaction"))
    if not (transactional or marker or "db" in request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db" if transactional else "db")  # set up before us, so torn down after us
    yield
    untrue = 0 if connection.needs_rollback else copies.untrue()
    if transactional:
        for kit in KITS:
            kit.remove(connection)
    assert untrue == 0, f"{untrue} standings carry copies that are not what their matter says"


def pytest_collection_modifyitems(items):
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    for item in items:
        if on_sqlite and item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set TEST_DATABASE_URL, or run make test"))
        if item.get_closest_marker("browser") and not browser.executable():
            item.add_marker(pytest.mark.skip(reason="needs Chromium: run make system"))
