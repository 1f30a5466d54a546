"""The Monitoring Officer's desk in the admin: concerns by clock and stage, and each dealt with there as on the portal's own pages."""
from django.contrib.admin import SimpleListFilter
from django.db.models import F
from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints import deadlines
from complaints.models import Concern
from complaints.services import dealt_with
from complaints.views.concern import ActPage, ConcernPage
from complaints.wording import line_of
from council_portal.access.admin import GuardedAdmin
from council_portal.design.dates import day
from council_portal.sites import monitoring

SOON_DAYS = 7  # calendar days ahead that the filter calls soon


class DueFilter(SimpleListFilter):
    """By when the next step is due. SECURITY: of the reader's own rows; its choices are the same for everybody."""

    title, parameter_name = gettext_lazy("clock"), "due"

    def lookups(self, request, model_admin):
        return [("over", _("Overdue")), ("soon", _("Due within a week")), ("later", _("Due later")), ("none", _("Nothing due"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        soon = today + timezone.timedelta(days=SOON_DAYS)
        found = {"over": {"due_on__lt": today}, "soon": {"due_on__range": (today, soon)}, "later": {"due_on__gt": soon},
                 "none": {"due_on": None}}
        return queryset.filter(**found.get(self.value(), {}))


class ConcernAdmin(GuardedAdmin):
    """What this reader stands in, and nothing else: no row, count or filter tells of another. SECURITY: nothing is found by what is sealed,
    and no key of a row stands on the page."""

    list_display = ["matter", "stage", "due", "waiting"]
    list_display_links = None
    list_filter = [DueFilter, "status"]
    list_select_related = False
    ordering = ["-is_open", F("due_on").asc(nulls_last=True), "last_activity", "pk"]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Concerns"), **(extra_context or {})})

    def get_queryset(self, request):
        """What the reader's office deals with: what they raised themselves is on the portal's page, with what is theirs to know."""
        return super().get_queryset(request).filter(pk__in=dealt_with(request.user))

    def get_urls(self):
        """Its pages, by the uid of a concern: the portal's own, at the desk."""
        def guarded(view):
            return self.admin_site.admin_view(view.as_view(desk=True))

        return [path("<uuid:uid>/", guarded(ConcernPage), name="complaints_concern_desk"),
                path("<uuid:uid>/<slug:act>/", guarded(ActPage), name="complaints_concern_act"), *super().get_urls()]

    @staticmethod
    def matter(concern):
        """What it is and whom it is about, leading to its page."""
        return format_html('<a href="{}">{}</a> <span>{}</span>', reverse("monitoring:complaints_concern_desk", args=[concern.uid]),
                           line_of(concern)["text"], concern.reference)

    @staticmethod
    def stage(concern):
        """Its state."""
        return concern.get_status_display()

    @staticmethod
    def due(concern):
        """What is due next and by when (a London date)."""
        if not concern.due_on:
            return ""
        said = _("%(what)s by %(day)s") % {"what": deadlines.in_words(concern), "day": day(concern.due_on)}
        return _("%(said)s: overdue") % {"said": said} if concern.due_on < timezone.localdate() else said

    @staticmethod
    def waiting(concern):
        """Calendar days since something was done with it, while it is open."""
        days = (timezone.localdate() - timezone.localdate(concern.last_activity)).days
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if concern.is_open else _("Closed")

    def _changeform_view(self, request, object_id, form_url, extra_context):
        """A row has no form of its own: it is dealt with on its page, by its uid."""
        raise Http404


ConcernAdmin.matter.short_description = gettext_lazy("Concern")
ConcernAdmin.stage.short_description = gettext_lazy("Stage")
ConcernAdmin.due.short_description = gettext_lazy("Due next")
ConcernAdmin.waiting.short_description = gettext_lazy("Nothing done for")
monitoring.register(Concern, ConcernAdmin)
