from django.apps import AppConfig
from django.core.checks import Tags, register


class AuditConfig(AppConfig):
    """The append-only record."""

    name = "council_portal.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Carry the triggers over migrations, and check that they are there."""
        from council_portal.audit import checks, models, triggers

        triggers.carry(models.KIT, self)
        register(checks.triggers_in_place, Tags.database)
