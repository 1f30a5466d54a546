from django.apps import AppConfig
from django.core.checks import Tags, register


class AccountsConfig(AppConfig):
    """People, accounts, offices and appointments."""

    name = "council_portal.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Invented people and real ones never share a database."""
        from council_portal.accounts import checks

        register(checks.no_demo_people, Tags.database)
