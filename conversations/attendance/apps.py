from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Requests that officers attend: political groups, briefings, scrutiny, elected people of other bodies (SEC-7, EXD-6 to 8, NNC)."""

    name = "conversations.attendance"
    label = "attendance"
    default_auto_field = "django.db.models.BigAutoField"
