from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """What was typed and not sent: kept for whoever typed it, and for nobody else."""

    name = "council_portal.drafts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """What falls due: drafts that nobody went on with."""
        from council_portal.drafts import services
        from council_portal.outbox import due

        due.register(services.drop_old)
