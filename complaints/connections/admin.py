"""The Monitoring Officer's list of personal connections in the admin. They are read on their pages."""
from django.contrib.admin import BooleanFieldListFilter
from django.db.models import F
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.connections import services, wording
from complaints.connections.models import Connection
from council_portal.access.admin import GuardedAdmin, ListOnly
from council_portal.sites import monitoring


class RunningFilter(BooleanFieldListFilter):
    """Does it go on?"""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("Does it go on?")


class ConnectionAdmin(ListOnly, GuardedAdmin):
    """What this reader keeps, and nothing that concerns themselves: no row, count or filter tells of another. SECURITY: nothing is found by
    what is sealed, and no key of a row stands on the page."""

    list_display = ["between", "state", "declared", "cases"]
    list_filter = [("running", RunningFilter)]
    nothing = gettext_lazy("No personal connection was declared.")
    ordering = ["-running", "-made_at", "-pk"]

    def told_on_index(self, request):
        return {"intro": _("The register of what Members and officers have declared."), "lines": []}

    def get_queryset(self, request):
        """The register alone, not what its reader declared."""
        return self.model._default_manager.permitted(request.user, "read").order_by(*self.ordering)

    @staticmethod
    def between(connection):
        """Of whom it is, leading to its page."""
        line = wording.line(connection, services.people_of([connection])[connection.pk])
        return format_html('<a href="{}">{}</a>', line["url"], line["text"])

    @staticmethod
    def state(connection):
        """Does it go on?"""
        return wording.tag(connection)["text"]

    @staticmethod
    def declared(connection):
        """When."""
        return wording.day_of(connection)

    @staticmethod
    def cases(connection):
        """Where it could not be avoided."""
        return " · ".join(wording.not_avoided(connection.not_avoided.all()))

ConnectionAdmin.between.short_description = gettext_lazy("Connection")
ConnectionAdmin.state.short_description = gettext_lazy("State")
ConnectionAdmin.declared.short_description = gettext_lazy("Declared")
ConnectionAdmin.state.admin_order_field = F("running")
ConnectionAdmin.declared.admin_order_field = F("made_at")
ConnectionAdmin.cases.short_description = gettext_lazy("Not avoided")
monitoring.register(Connection, ConnectionAdmin)
