from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages, and what falls due."""

    name = "council_portal.outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """What waited is gathered before anything else falls due."""
        from council_portal.outbox import due
        from council_portal.outbox.digests import gather

        due.register(gather)
