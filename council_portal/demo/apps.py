from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class DemoConfig(AppConfig):
    """Invented people, and a way in without a password. SECURITY: refuses to load where DEMO is not set."""

    name = "council_portal.demo"

    def ready(self):
        """One-click sign-in must never stand beside real people."""
        if not settings.DEMO:
            raise ImproperlyConfigured("council_portal.demo is installed, but these settings are not the demo's.")
