from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages, and what falls due."""

    name = "council_portal.outbox"
    default_auto_field = "django.db.models.BigAutoField"
