"""What holds everywhere. Values that differ between places come from the environment (see docs/guides/production.env.example)."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything that the portal writes when there is no database server and no bucket: database, files, key, logs.
PORTAL_VAR = BASE_DIR / env.str("PORTAL_VAR", default="var")

DEBUG = False
# True in dev settings only: council_portal.demo refuses to load without it.
DEMO = False
# True where the demo was filled from a real council's feed: the banner then says "Real Members, invented cases".
DEMO_REAL_MEMBERS = False

COUNCIL_NAME = env.str("COUNCIL_NAME", default="Exampleshire Council")
COUNCIL_COLOUR = env.str("COUNCIL_COLOUR", default="#00594f")
COUNCIL_NATION = env.str("COUNCIL_NATION", default="england")
# How many working days before a Member Conversation its papers are published: later ones are marked as late.
PROGRAMME_PAPERS_DAYS = env.int("PROGRAMME_PAPERS_DAYS", default=5)
# How many months an open day is meant for (RUG-OPEN: bi-annually, read as twice a year): 6, or 24 where it is every second year.
OPEN_DAY_EVERY_MONTHS = env.int("OPEN_DAY_EVERY_MONTHS", default=6)
# By when a concern is acknowledged, assessed, decided after it began to be investigated, and looked at again; and until when after the
# decision that may be asked. Working days. No protocol in hand says: the defaults are what councils publish, or the portal's own.
CONCERN_ACKNOWLEDGE_DAYS = env.int("CONCERN_ACKNOWLEDGE_DAYS", default=5)
CONCERN_ASSESS_DAYS = env.int("CONCERN_ASSESS_DAYS", default=20)
CONCERN_INQUIRY_DAYS = env.int("CONCERN_INQUIRY_DAYS", default=60)
CONCERN_REVIEW_DAYS = env.int("CONCERN_REVIEW_DAYS", default=20)
CONCERN_REVIEW_WITHIN_DAYS = env.int("CONCERN_REVIEW_WITHIN_DAYS", default=15)
# How many working days whoever raised a concern and asked that the name be kept is told before more people learn it. The portal's own.
CONCERN_NAME_DAYS = env.int("CONCERN_NAME_DAYS", default=5)
# For how many working days a concern waits for an office whose holder's account was closed, before it goes to the next. The portal's own.
CONCERN_ACCOUNT_DAYS = env.int("CONCERN_ACCOUNT_DAYS", default=2)
# Is an Independent Person heard before any decision about a Member? "law": as the law of the nation says (England: for the Code of Conduct,
# Localism Act 2011, section 28(7)); "always": before every one.
CONCERN_INDEPENDENT_PERSON = env.str("CONCERN_INDEPENDENT_PERSON", default="law")
# Does the report to a committee name those who have not signed the protocol? If not, numbers alone.
SIGNING_REPORT_NAMES = env.bool("SIGNING_REPORT_NAMES", default=False)
# By when an answer is due where the protocol sets no time: the portal's own, shown as such.
REPLY_WORKING_DAYS = env.int("REPLY_WORKING_DAYS", default=10)
# The portal's own as well, each shown as such: to acknowledge a case; to write between answers; for the contact centre before a request
# may be taken for failed; for Democratic Services to find somebody; for the Member to come back before an answered case closes by itself.
ACKNOWLEDGE_WORKING_DAYS = env.int("ACKNOWLEDGE_WORKING_DAYS", default=2)
UPDATE_WORKING_DAYS = env.int("UPDATE_WORKING_DAYS", default=10)
REQUEST_WORKING_DAYS = env.int("REQUEST_WORKING_DAYS", default=10)
ROUTE_WORKING_DAYS = env.int("ROUTE_WORKING_DAYS", default=1)
ANSWER_OPEN_WORKING_DAYS = env.int("ANSWER_OPEN_WORKING_DAYS", default=5)
# How much longer an answer may take in all when the Member agrees, in the days in which it is counted; how long before a date people are
# reminded of it.
EXTENSION_DAYS_AT_MOST = env.int("EXTENSION_DAYS_AT_MOST", default=10)
REMIND_WORKING_DAYS = env.int("REMIND_WORKING_DAYS", default=2)
# The contact centre, where plain requests for a service go (SEC-3.1); "" where it is not entered.
CONTACT_CENTRE_NAME = env.str("CONTACT_CENTRE_NAME", default="Contact Centre")
CONTACT_CENTRE_PHONE = env.str("CONTACT_CENTRE_PHONE", default="")
CONTACT_CENTRE_URL = env.str("CONTACT_CENTRE_URL", default="")
# Where people reach the portal: links in messages begin with it, never with what a request says of itself.
PORTAL_ORIGIN = env.str("PORTAL_ORIGIN", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "council_portal.accounts",
    "council_portal.access",
    "council_portal.audit",
    "council_portal.design",
    "council_portal.matters",
    "council_portal.outbox",
    "council_portal.sealing",
    "council_portal.protocol",
    "council_portal.documents",
    "council_portal.people",
    "council_portal.intake",
    "council_portal.drafts",
    "profiles",
    "directory",
    "casework",
    "casework.reports",
    "conversations",
    "conversations.attendance",
    "conversations.briefing",
    "conversations.notices",
    "complaints",
    "complaints.connections",
    "complaints.signing",
    "complaints.sanctions",
    "complaints.independents",
    "complaints.letters",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_filters",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "council_portal.drafts.middleware.KeepAcrossSignIn",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "council_portal.access.middleware.Confidence",
    "council_portal.protocol.middleware.NothingAdopted",
    "complaints.middleware.KeysAway",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "council_portal.urls"
WSGI_APPLICATION = "council_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        # With no loaders named, Django wraps both of its own in the cached loader, with DEBUG too.
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "council_portal.design.context.council",
                "council_portal.home.navigation",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False
CSRF_FAILURE_VIEW = "council_portal.drafts.views.csrf_failure"

# Allauth's rate limits count here, so that they hold over several web processes. `manage.py createcachetable` makes it.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# models.W040 warns of covering indexes that SQLite leaves out: we know, the lists are measured on both.
SILENCED_SYSTEM_CHECKS = ["models.W040"]

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "council_portal.design.formats"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "static/"
# Made by `make assets`; nothing compiled and nothing of others is committed.
STATICFILES_DIRS = [folder for folder in [BASE_DIR / "build" / "static"] if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# SECURITY: papers are served by a guarded view only; there is no MEDIA_URL.
MEDIA_ROOT = PORTAL_VAR / "files"
MEDIA_URL = ""
# SECURITY: of what is confidential beyond everything else. Not in the database, not the SECRET_KEY, and in no backup of either.
SEALING_KEYS = env.str("SEALING_KEYS", default=str(PORTAL_VAR / "keys" / "sealing"))
# The second one stops an upload that is too large as it comes in, instead of filling the disk with it.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "council_portal.documents.handlers.BoundedUpload",
]
# The council's ClamAV, which every upload is shown to: tcp://host:3310 or unix:/path. "" means that there is none.
CLAMD = env.str("CLAMD", default="")
CLAMD_CONNECT_SECONDS = env.int("CLAMD_CONNECT_SECONDS", default=5)
CLAMD_SECONDS = env.int("CLAMD_SECONDS", default=30)
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# The form says "at most 10" and keeps what was typed; this is the point where nothing is read any more.
DATA_UPLOAD_MAX_NUMBER_FILES = 100

AUTH_USER_MODEL = "accounts.User"
# One alone: it signs in by e-mail address, and nobody has a permission that another could give.
AUTHENTICATION_BACKENDS = ["council_portal.accounts.backends.PortalBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "council_portal.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "council_portal.accounts.forms.SignInForm",
    "reset_password": "council_portal.accounts.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# Addresses come from the council's own records; nobody types one to be verified.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
# A whole town hall signs in from one address at nine o'clock, so the address is counted widely and the account narrowly.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "60/m/ip,5/m/key",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = COUNCIL_NAME

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# In the session, not in a cookie: a message may name a case.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
USE_X_FORWARDED_HOST = False
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # data: for the picture of the second factor's QR code, which allauth draws into the page.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # SECURITY: Django's own set-up mails the whole request of a failed page; ours only writes a line.
    "loggers": {"django": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
