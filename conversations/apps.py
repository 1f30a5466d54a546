from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Member Conversations, open days, briefings and ward notices."""

    name = "conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Fill the registries: which models hold files, what falls due, what goes with invitations, what drafts are called."""
        from conversations import afterwards, begun, calendars, open_days
        from conversations.due import mind_places, remind
        from conversations.models import EventPaper
        from council_portal.documents import kinds
        from council_portal.drafts import waiting
        from council_portal.outbox import due, enclosures

        kinds.register(EventPaper)
        waiting.register(begun.FORMS, begun.tell)
        for job in (mind_places, remind, afterwards.remind, open_days.remind):
            due.register(job)
        for kind in calendars.INVITES:
            enclosures.register(kind, calendars.invitation, calendars.SAYS.get(kind, calendars.UPDATES))
        for kind in calendars.CANCELS:
            enclosures.register(kind, calendars.cancellation, calendars.SAYS[kind])
