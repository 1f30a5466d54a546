from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Ward notices: ward Members hear first, in confidence, and everybody at the hour of publication (SEC-4.4, EXD-10, NNC-WARD)."""

    name = "conversations.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Fill two registries: which models hold files, and the notices that a leaver's office has not published."""
        from conversations.notices.models import NoticePaper
        from conversations.notices.services import open_work
        from council_portal.access import holdings
        from council_portal.documents import kinds

        kinds.register(NoticePaper)
        holdings.register(open_work)
