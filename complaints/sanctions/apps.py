from django.apps import AppConfig


class SanctionsConfig(AppConfig):
    """What may lawfully be done where a breach is found, by nation and date (SRB-23, CMP-TRIAGE)."""

    name = "complaints.sanctions"
    label = "sanctions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """The admin enters itself in the Monitoring Officer's site. Whether a message to a second may go."""
        from complaints.sanctions import admin, services  # noqa: F401 -- the admin enters itself in its site
        from council_portal.outbox import enclosures

        enclosures.register_question("second_wanted", services.still)
