"""For a council's own installation: every value from the environment, and no start on an unsafe one."""

from django.core.exceptions import ImproperlyConfigured

from council_portal.settings.base import *  # noqa: F403 -- settings extend one another by star import
from council_portal.settings.base import INSTALLED_APPS, PORTAL_VAR, STORAGES, env
from council_portal.settings.databases import database
from council_portal.settings.refusals import refusals

COUNCIL_NAME = env.str("COUNCIL_NAME")
MFA_TOTP_ISSUER = COUNCIL_NAME
COUNCIL_COLOUR = env.str("COUNCIL_COLOUR")
COUNCIL_NATION = env.str("COUNCIL_NATION")
PORTAL_ORIGIN = env.str("PORTAL_ORIGIN")

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS")]
DATABASES = {"default": database(env.str("DATABASE_URL"))}

# How many proxies of the council's own stand before the portal: as many of the addresses that they add are believed.
TRUSTED_PROXY_COUNT = env.str("TRUSTED_PROXY_COUNT")

if reasons := refusals(globals() | {"DEBUG": env.bool("DEBUG", default=False), "INSTALLED_APPS": INSTALLED_APPS}):
    raise ImproperlyConfigured("\n".join(reasons))

vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL")

STATIC_ROOT = PORTAL_VAR / "static"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

# SECURITY: the __Host- names make browsers refuse these cookies unless Secure, of this host alone and of the whole site.
SESSION_COOKIE_NAME = "__Host-sid"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True

ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUSTED_PROXY_COUNT)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
