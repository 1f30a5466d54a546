from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Requests that officers attend: political groups, briefings, scrutiny, elected people of other bodies (SEC-7, EXD-6 to 8, NNC)."""

    name = "conversations.attendance"
    label = "attendance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Fill the registries: what falls due, open work of a leaver, which models hold files, what drafts are called, what stands in
        calendars and feeds."""
        from conversations import calendars, feeds
        from conversations.attendance import appointments, begun
        from conversations.attendance.models import PackPaper
        from conversations.attendance.services import close_group_spaces, open_work
        from council_portal.access import holdings
        from council_portal.documents import kinds
        from council_portal.drafts import waiting
        from council_portal.outbox import due, enclosures

        due.register(close_group_spaces)
        holdings.register(open_work)
        kinds.register(PackPaper)
        waiting.register(begun.FORMS, begun.tell)
        feeds.register(appointments.in_feed)
        for kind in ("attendance_named", "attendance_decided"):
            enclosures.register(kind, appointments.invitation)
        enclosures.register("attendance_changed", appointments.change, calendars.UPDATES)
        enclosures.register("attendance_not_named", appointments.taken_out, calendars.TAKES_OUT)
        for kind in ("attendance_withdrawn", "attendance_cancelled"):
            enclosures.register(kind, appointments.cancellation)
