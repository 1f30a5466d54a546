from django.apps import AppConfig


class BriefingConfig(AppConfig):
    """The weekly briefing: submitted by officers and Members, edited and sent by Communications (RUG-BRIEF)."""

    name = "conversations.briefing"
    label = "briefing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Fill one registry: the words of the mail that carries a briefing."""
        from conversations.briefing import mail
        from council_portal.outbox import enclosures

        enclosures.register_words("briefing", mail.words)
