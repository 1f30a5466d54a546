from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Protocol breaches and the Monitoring Officer's desk."""

    name = "complaints"
    default_auto_field = "django.db.models.BigAutoField"
