from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, accounts, offices and appointments."""

    name = "council_portal.accounts"
    default_auto_field = "django.db.models.BigAutoField"
