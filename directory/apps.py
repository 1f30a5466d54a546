from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Officers, and the Councillor Liaison Officers of each service."""

    name = "directory"
    default_auto_field = "django.db.models.BigAutoField"
