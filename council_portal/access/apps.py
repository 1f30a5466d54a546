from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may. No tables of its own: each kind of matter makes its standings concrete."""

    name = "council_portal.access"

    def ready(self):
        """Carry the triggers that keep listed columns true over migrations. audit's check looks after them."""
        from council_portal.access import copies
        from council_portal.audit.triggers import carry

        carry(copies.KIT, self)
