from django.apps import AppConfig


class BriefingConfig(AppConfig):
    """The weekly briefing: submitted by officers and Members, edited and sent by Communications (RUG-BRIEF)."""

    name = "conversations.briefing"
    label = "briefing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Fill three registries: the words of the mail that carries a briefing, the triggers of its search, what drafts are called."""
        from conversations.briefing import begun, mail, texts
        from council_portal.audit.triggers import carry
        from council_portal.drafts import waiting
        from council_portal.outbox import enclosures

        enclosures.register_words("briefing", mail.words)
        carry(texts.KIT, self)
        waiting.register([begun.FORM], begun.tell)
