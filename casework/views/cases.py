from django.urls import reverse
from django.utils.translation import gettext as _

from casework.filters import CaseFilter
from casework.forms import SearchForm
from casework.models import Case, Status
from casework.views.words import COLOURS, day
from council_portal.access.decisions import can
from council_portal.access.views import GuardedList

STATUS = dict(Status.choices)
RELATED = ("ward", "service", "raised_by")
# What a row shows, and what the cursor is made of: not the text and the route, which are most of a case.
SHOWN = ("uid", "reference", "title", "status", "is_open", "urgent", "due_on", "next_on", "last_activity", "received",
         "ward__name", "service__name", "raised_by__honorific", "raised_by__name")
AWAITED = (Status.WITH_OFFICER, Status.ESCALATED)


class CaseList(GuardedList):
    """The cases that the reader stands in: theirs as a Member, their office's as an officer."""

    model, filterset, template_name = Case, CaseFilter, "casework/case_list.html"
    related, only, buttons = RELATED, SHOWN, False

    def get_context_data(self, **kwargs):
        context = super().get_context_data(may_log=can(self.request.user, "log", Case), search=SearchForm(), **kwargs)
        query = self.request.GET.copy()
        query.pop("after", None)
        context["as_csv"] = f"{reverse('casework:csv')}?{query.urlencode()}".rstrip("?") if context["rows"] else ""
        if context["older"]:
            query["after"] = context["older"]
            context["older"] = query.urlencode()
        return {**context, "rows": [row_of(case) for case in context["rows"]]}


def row_of(case):
    """One case as the list shows it. Formatted here, not by template filters: a long list spends its time there."""
    return {
        "url": case.get_absolute_url(), "reference": case.reference, "title": case.title, "service_name": case.service.name,
        "ward_name": case.ward.name if case.ward else "", "raiser_name": case.raised_by.full_name,
        "due_text": day(case.due_on) if case.due_on and case.status in AWAITED else "–", "overdue": case.overdue,
        "status_text": STATUS[case.status], "status_colour": COLOURS[case.status],
        "urgent": _("Urgent") if case.urgent else "", "found": "",
    }
