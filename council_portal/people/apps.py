from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """What Members and officers have in common: a photograph, private contact details, the offices that they hold, absences."""

    name = "council_portal.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Files of photographs are swept like papers. Whoever may agree to an appointment is told that one waits."""
        from council_portal.documents import kinds
        from council_portal.outbox import due, enclosures
        from council_portal.people import agreeing, closing
        from council_portal.people.models import PhotoSize

        kinds.register(PhotoSize)
        due.register(agreeing.tell_seconds)
        enclosures.register_question("second_wanted", agreeing.still)
        enclosures.register_question("account_closed", closing.still)
