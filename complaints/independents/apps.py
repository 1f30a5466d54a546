from django.apps import AppConfig


class IndependentsConfig(AppConfig):
    """The council's list of Independent Persons (Localism Act 2011, section 28(7) and (8))."""

    name = "complaints.independents"
    label = "independents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """The admin enters itself in the Monitoring Officer's site. Whether a message to a second may go."""
        from complaints.independents import admin, services  # noqa: F401 -- the admin enters itself in its site
        from council_portal.outbox import enclosures

        enclosures.register_question("second_wanted", services.still)
