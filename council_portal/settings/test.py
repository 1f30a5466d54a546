"""For the tests: SQLite, or the server of TEST_DATABASE_URL; nothing outlives the run."""

import atexit
import secrets
import shutil
import tempfile
from pathlib import Path

from council_portal.settings.base import *  # noqa: F403 -- settings extend one another by star import
from council_portal.settings.base import INSTALLED_APPS, TEMPLATES, env
from council_portal.settings.databases import database

DEMO = True
SECRET_KEY = "for-the-tests-only-" + secrets.token_urlsafe(48)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

PORTAL_VAR = Path(tempfile.mkdtemp(prefix="test_portal_"))
atexit.register(shutil.rmtree, PORTAL_VAR, ignore_errors=True)
MEDIA_ROOT = PORTAL_VAR / "files"
SEALING_KEYS = str(PORTAL_VAR / "keys" / "sealing")

# A file and not memory: tests of two writers need two connections, as in life.
DATABASES = {"default": database(env.str("TEST_DATABASE_URL", default=f"sqlite:///{PORTAL_VAR}/portal.sqlite3"))}
TEST_DATABASE_NAME = env.str("TEST_DATABASE_NAME", default=f"test_portal_{secrets.token_hex(4)}")
if not TEST_DATABASE_NAME.startswith("test_portal_"):
    raise ValueError("TEST_DATABASE_NAME begins with test_portal_: no other database is ever made or dropped by the tests")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(PORTAL_VAR / f"{TEST_DATABASE_NAME}.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": TEST_DATABASE_NAME}

INSTALLED_APPS = [*INSTALLED_APPS, "council_portal.demo"]
TEMPLATES[0]["OPTIONS"]["context_processors"].append("council_portal.demo.views.cards")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "portal@council.example"
# In memory and emptied before each test: the table of the database cache is not emptied by Django's flush.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
