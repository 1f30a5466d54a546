from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Who signs the protocol, who has, and who has not (SRB-SIGN)."""

    name = "complaints.signing"
    label = "signing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """What falls due: reminders to those who have not signed. Scans are swept like papers."""
        from complaints.signing.models import Scan
        from complaints.signing.services import remind
        from council_portal.documents import kinds
        from council_portal.outbox import due

        due.register(remind)
        kinds.register(Scan)
