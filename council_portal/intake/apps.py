from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Files that Democratic Services take in by page: uploaded, tried, looked at, applied."""

    name = "council_portal.intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """What falls due: files that nobody applied."""
        from council_portal.intake import services
        from council_portal.outbox import due

        due.register(services.drop_stale)
