from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Sealed text."""

    name = "council_portal.sealing"
    default_auto_field = "django.db.models.BigAutoField"
