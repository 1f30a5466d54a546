from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Member Conversations, open days, briefings and ward notices."""

    name = "conversations"
    default_auto_field = "django.db.models.BigAutoField"
