"""The Monitoring Officer's list of concerns in the admin: by stage and by how long each has waited. They are dealt with on their pages."""
from django.http import Http404
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints.models import Concern
from complaints.wording import line_of
from council_portal.access.admin import GuardedAdmin
from council_portal.sites import monitoring


class ConcernAdmin(GuardedAdmin):
    """What this reader stands in, and nothing else: no row, count or filter tells of another. SECURITY: nothing is found by what is sealed,
    and no key of a row stands on the page."""

    list_display = ["matter", "stage", "waiting"]
    list_display_links = None
    list_filter = ["status"]
    list_select_related = False
    ordering = ["-is_open", "last_activity", "pk"]

    @staticmethod
    def matter(concern):
        """What it is and whom it is about, leading to its page."""
        line = line_of(concern)
        return format_html('<a href="{}">{}</a> <span>{}</span>', line["url"], line["text"], concern.reference)

    @staticmethod
    def stage(concern):
        """Its state."""
        return concern.get_status_display()

    @staticmethod
    def waiting(concern):
        """Calendar days since something was done with it, while it is open."""
        days = (timezone.localdate() - timezone.localdate(concern.last_activity)).days
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if concern.is_open else _("Closed")

    def _changeform_view(self, request, object_id, form_url, extra_context):
        """There is no page of it here: it is dealt with where whoever else deals with one does."""
        raise Http404


ConcernAdmin.matter.short_description = gettext_lazy("Concern")
ConcernAdmin.stage.short_description = gettext_lazy("Stage")
ConcernAdmin.waiting.short_description = gettext_lazy("Nothing done for")
monitoring.register(Concern, ConcernAdmin)
