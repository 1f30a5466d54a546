"""The Monitoring Officer's desk in the admin: concerns by clock and stage, and each dealt with there as on the portal's own pages."""
import datetime
import logging
from collections import Counter

from django.contrib.admin import ChoicesFieldListFilter, SimpleListFilter
from django.db.models import Case, F, When
from django.db.models.functions import Coalesce
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints import deadlines, reading
from complaints.models import Concern, Status
from complaints.views.act import ActPage
from complaints.views.concern import ConcernPage
from complaints.wording import LOST, line_of
from council_portal.access.admin import GuardedAdmin, ListOnly
from council_portal.sealing.keys import KeyFault
from council_portal.sites import monitoring

log = logging.getLogger(__name__)
SOON_DAYS = 7  # calendar days ahead that the filter calls soon


class StageFilter(ChoicesFieldListFilter):
    """At which stage it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("Stage")


class DueFilter(SimpleListFilter):
    """By when the next step is due. SECURITY: of the reader's own rows; its choices are the same for everybody."""

    title, parameter_name = gettext_lazy("When the next step is due"), "due"

    def lookups(self, request, model_admin):
        return [("over", _("Overdue")), ("soon", _("Due within a week")), ("later", _("Due later")), ("none", _("Nothing due"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        soon = today + timezone.timedelta(days=SOON_DAYS)
        found = {"over": {"due_on__lt": today}, "soon": {"due_on__range": (today, soon)}, "later": {"due_on__gt": soon},
                 "none": {"due_on": None}}
        return queryset.filter(**found.get(self.value(), {}))


def when(due):
    """The word of DueFilter for a London date, or for none."""
    if due is None:
        return "none"
    today = timezone.localdate()
    return "over" if due < today else "soon" if due <= today + timezone.timedelta(days=SOON_DAYS) else "later"


def by_clock(counts):
    """[{"text", "url"}], what is overdue first. counts: {word of DueFilter: how many}."""
    page = reverse("monitoring:complaints_concern_changelist")
    return [{"text": text % {"n": counts[word]}, "url": f"{page}?due={word}", "urgent": word == "over"} for word, text in (
        ("over", ngettext("%(n)s is overdue", "%(n)s are overdue", counts["over"])),
        ("soon", ngettext("%(n)s is due within a week", "%(n)s are due within a week", counts["soon"])),
        ("later", ngettext("%(n)s is due later", "%(n)s are due later", counts["later"]))) if counts[word]]


def by_stage(counts):
    """[{"text", "url"}] in the order of the stages. counts: {state: how many}."""
    page = reverse("monitoring:complaints_concern_changelist")
    return [{"text": _("%(stage)s: %(n)s") % {"stage": status.label, "n": counts[status]}, "url": f"{page}?status__exact={status}"}
            for status in Status if counts[status]]


class ConcernAdmin(ListOnly, GuardedAdmin):
    """What this reader stands in, and nothing else: no row, count or filter tells of another. SECURITY: nothing is found by what is sealed,
    and no key of a row stands on the page."""

    list_display = ["matter", "stage", "due", "waiting"]
    list_filter = [DueFilter, ("status", StageFilter)]
    ordering = ["-is_open", F("due_on").asc(nulls_last=True), "last_activity", "pk"]
    nothing = gettext_lazy("No concern is with you.")

    def told_on_index(self, request):
        """What is with this reader by clock and by stage. SECURITY: of their own rows; where the keys cannot be had, that is said."""
        intro = _("What is with you, by when the next step is due and by stage.")
        try:
            rows = list(self.get_queryset(request).filter(is_open=True).order_by().values_list("status", "due_on"))
        except KeyFault as fault:
            log.error("%s", fault)
            return {"intro": _("Closed for now: the keys of concerns cannot be read. Whoever runs the server finds why in the log."),
                    "lines": []}
        lines = [*by_clock(Counter(when(due) for _status, due in rows)), *by_stage(Counter(status for status, _due in rows))]
        if reading.has_lost():
            lines.append({"text": LOST, "url": "", "urgent": True})
        return {"intro": intro, "lines": lines or [{"text": _("Nothing open is with you."), "url": ""}]}

    def get_queryset(self, request):
        """What the reader's office deals with: what they raised themselves is on the portal's page, with what is theirs to know."""
        return super().get_queryset(request).filter(pk__in=reading.dealt_with(request.user))

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
        return deadlines.said(concern) or "–"

    @staticmethod
    def waiting(concern):
        """Calendar days since something was done with it, while it is open."""
        days = (timezone.localdate() - timezone.localdate(concern.last_activity)).days
        if not concern.is_open:
            return "–"
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days} if days else _("Today")

ConcernAdmin.matter.short_description = gettext_lazy("Concern")
ConcernAdmin.stage.short_description = gettext_lazy("Stage")
ConcernAdmin.due.short_description = gettext_lazy("Due next")
ConcernAdmin.waiting.short_description = gettext_lazy("Last changed")
ConcernAdmin.stage.admin_order_field = Case(*(When(status=word, then=place) for place, word in enumerate(Status.values)))
ConcernAdmin.due.admin_order_field = Coalesce("due_on", datetime.date.max)  # what has no day comes last
ConcernAdmin.waiting.admin_order_field = F("last_activity")  # its name would mark it as what the list is sorted by at first
monitoring.register(Concern, ConcernAdmin)
