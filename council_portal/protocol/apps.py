from django.apps import AppConfig
from django.core.checks import Tags, register


class ProtocolConfig(AppConfig):
    """The protocol as data."""

    name = "council_portal.protocol"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Every preset that ships is a system check."""
        from council_portal.protocol import checks

        register(checks.check_presets)
        register(checks.check_text_in_force, Tags.database)
