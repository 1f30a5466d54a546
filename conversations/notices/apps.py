from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Ward notices: ward Members hear first, in confidence, and everybody at the hour of publication (SEC-4.4, EXD-10, NNC-WARD)."""

    name = "conversations.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
