"""For a developer's machine and for `make demo`: invented people, one-click sign-in, SQLite unless DATABASE_URL is set."""

import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from council_portal.settings.base import *  # noqa: F403 -- settings extend one another by star import
from council_portal.settings.base import INSTALLED_APPS, MIDDLEWARE, PORTAL_VAR, TEMPLATES, env
from council_portal.settings.databases import database
from council_portal.settings.keys import kept_key

DEMO = True
FEED = env.str("MODERNGOV", default="")
# Left in a folder that real Members were taken into: it says so without MODERNGOV too, whatever command is run there.
REAL_MEMBERS = PORTAL_VAR / "demo" / "real-members"
# The topmost folder that this start makes, or None: a demo that refuses takes it away again.
DEMO_MADE = next((folder for folder in reversed((PORTAL_VAR, *PORTAL_VAR.parents)) if not folder.exists()), None)
# Off unless asked for: the demo shows refusals and missing pages as people will meet them. `DEBUG=1` for tracebacks.
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

try:
    PORTAL_VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    (PORTAL_VAR / "demo").mkdir(mode=0o700, exist_ok=True)
    SECRET_KEY = kept_key(PORTAL_VAR / "secret-key")
    tempfile.TemporaryFile(dir=PORTAL_VAR / "demo").close()  # folders and key may be there from before, and the disk read-only now
    DEMO_REAL_MEMBERS = bool(FEED) or REAL_MEMBERS.is_file()
    if DEMO_REAL_MEMBERS and not env.str("COUNCIL_NAME", default=""):
        COUNCIL_NAME = Path(FEED).stem.replace("-", " ").title() if FEED else REAL_MEMBERS.read_text(encoding="utf-8").strip()
except OSError as error:
    raise ImproperlyConfigured(f"PORTAL_VAR={PORTAL_VAR} cannot be written ({error.strerror}). Name a folder that can.") from None
DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{PORTAL_VAR}/demo/portal.sqlite3"))}

# An invented contact centre: a number kept for drama, and an address that leads nowhere.
CONTACT_CENTRE_PHONE = env.str("CONTACT_CENTRE_PHONE", default="01632 960000")
CONTACT_CENTRE_URL = env.str("CONTACT_CENTRE_URL", default="https://report.council.example/")

INSTALLED_APPS = [*INSTALLED_APPS, "council_portal.demo"]
MIDDLEWARE = [*MIDDLEWARE, "council_portal.demo.middleware.MarkedDownloads"]
TEMPLATES[0]["OPTIONS"]["context_processors"].append("council_portal.demo.views.cards")

# Served by WhiteNoise from the source folders, whatever serves the pages and with DEBUG off too.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if DEMO_REAL_MEMBERS:
    # SECURITY: real people's addresses stand in the database. Nothing is mailed, and nothing is written that could be.
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = PORTAL_VAR / "demo" / "mail"
DEFAULT_FROM_EMAIL = "portal@council.example"
