from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """Members: who they are, where they sit, since when."""

    name = "profiles"
    default_auto_field = "django.db.models.BigAutoField"
