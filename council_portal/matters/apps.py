from django.apps import AppConfig


class MattersConfig(AppConfig):
    """What every matter has."""

    name = "council_portal.matters"
    default_auto_field = "django.db.models.BigAutoField"
