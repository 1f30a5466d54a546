from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """What Members and officers have in common: a photograph, private contact details, the offices that they hold, absences."""

    name = "council_portal.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Files of photographs are swept like papers."""
        from council_portal.documents import kinds
        from council_portal.people.models import PhotoSize

        kinds.register(PhotoSize)
