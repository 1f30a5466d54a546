from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Concerns, and the Monitoring Officer's desk."""

    name = "complaints"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """What falls due: every open concern has somebody who is free. Whether its one kind of message may go."""
        from complaints import services, telling
        from council_portal.outbox import due, enclosures

        due.register(services.settle_all)
        enclosures.register_question("in_confidence", telling.still)
