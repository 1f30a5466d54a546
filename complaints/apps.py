from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Concerns, and the Monitoring Officer's desk."""

    name = "complaints"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """What falls due: every open concern has somebody who is free. Whether its one kind of message may go. What was begun, sealed.
        Who does not work on one matter while a concern is open."""
        from complaints import admin, apart, begun, settling, telling  # noqa: F401 -- the admin enters itself in its site
        from complaints.models import ConcernPaper
        from council_portal.documents import kinds
        from council_portal.drafts import waiting
        from council_portal.drafts.sealed import seal_form
        from council_portal.matters import apart as matters
        from council_portal.outbox import due, enclosures

        kinds.register(ConcernPaper)
        seal_form(begun.FORM)
        waiting.register([begun.FORM], begun.tell)

        matters.register("concerns", there=apart.there, apart=apart.apart, tell=apart.tell)
        due.register(settling.settle_all)
        enclosures.register_question("in_confidence", telling.still)
