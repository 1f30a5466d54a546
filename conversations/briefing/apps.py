from django.apps import AppConfig


class BriefingConfig(AppConfig):
    """The weekly briefing: submitted by officers and Members, edited and sent by Communications (RUG-BRIEF)."""

    name = "conversations.briefing"
    label = "briefing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Fill two registries: the words of the mail that carries a briefing, what drafts are called."""
        from conversations.briefing import begun, mail
        from council_portal.drafts import waiting
        from council_portal.outbox import enclosures

        enclosures.register_words("briefing", mail.words)
        waiting.register([begun.FORM], begun.tell)
