from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """The register of personal connections between Members and officers (SEC-5.7)."""

    name = "complaints.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Who does not work on one matter, and what falls due: those who keep the register are told where that could not be avoided."""
        from complaints.connections import admin, apart, telling  # noqa: F401 -- the admin enters itself in its site
        from council_portal.matters import apart as matters
        from council_portal.outbox import due, enclosures

        matters.register("connections", there=apart.there, apart=apart.apart, tell=apart.tell)
        due.register(telling.tell_not_avoided)
        enclosures.register_question("in_confidence", telling.still)
