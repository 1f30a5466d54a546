"""Ground for every test: an empty cache, and tests that need what is not here are skipped aloud."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.services import browser

# Playwright keeps an event loop in the test's thread, and Django would take every query beside it for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits count in the cache: one test's failed sign-ins are not the next one's."""
    cache.clear()


def pytest_collection_modifyitems(items):
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    for item in items:
        if on_sqlite and item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set TEST_DATABASE_URL, or run make test"))
        if item.get_closest_marker("browser") and not browser.executable():
            item.add_marker(pytest.mark.skip(reason="needs Chromium: run make system"))
