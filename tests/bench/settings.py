"""Production as it is, with the bare page beside it and a header that says how many statements a page took.

Nothing of production is relaxed: the client speaks as the council's own proxy would, which ends TLS before the portal.
"""
from council_portal.settings.production import *  # noqa: F403 -- settings extend one another by star import
from council_portal.settings.production import BASE_DIR, MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
WSGI_APPLICATION = "tests.bench.wsgi.application"
MIDDLEWARE = ["tests.bench.counting.CountStatements", *MIDDLEWARE]
TEMPLATES = [TEMPLATES[0] | {"DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests" / "bench" / "templates"]}]
