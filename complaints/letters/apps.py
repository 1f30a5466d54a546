from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters of a concern from texts, as Word and as PDF (CMP-TRIAGE)."""

    name = "complaints.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """The admin enters itself in the Monitoring Officer's site."""
        from complaints.letters import admin  # noqa: F401 -- the admin enters itself in its site
