from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Case reports: made by officers, read in draft by ward Members, finished for an agenda pack (RUG-CASE-REPORT)."""

    name = "casework.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Fill one registry: the reports that a leaver has not finished."""
        from casework.reports.services import open_work
        from council_portal.access import holdings

        holdings.register(open_work)
