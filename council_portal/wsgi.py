"""The portal for a WSGI server: `gunicorn council_portal.wsgi`. Production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "council_portal.settings.production")

application = get_wsgi_application()

from council_portal.accounts.checks import refuse_demo_people  # noqa: E402 -- models can be imported only now

refuse_demo_people()
