from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Ward notices: ward Members hear first, in confidence, and everybody at the hour of publication (SEC-4.4, EXD-10, NNC-WARD)."""

    name = "conversations.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Fill three registries: which models hold files, the notices that a leaver's office has not published, what drafts are called."""
        from conversations.notices import begun
        from conversations.notices.models import NoticePaper
        from conversations.notices.services import open_work
        from council_portal.access import holdings
        from council_portal.documents import kinds
        from council_portal.drafts import waiting

        kinds.register(NoticePaper)
        holdings.register(open_work)
        waiting.register([begun.FORM], begun.tell)
