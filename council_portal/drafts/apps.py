from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """What was typed and not sent: kept for whoever typed it, and for nobody else."""

    name = "council_portal.drafts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """What falls due: drafts that nobody went on with. Their papers are files that have to be swept."""
        from council_portal.documents import kinds
        from council_portal.drafts import models, services
        from council_portal.outbox import due

        due.register(services.drop_old)
        kinds.register(models.DraftPaper)
        kinds.register(models.SealedDraftPaper)
