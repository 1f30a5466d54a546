from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.asking import owed_days
from casework.filters import CaseFilter
from casework.forms import SearchForm
from casework.models import Case, Involvement, Status
from casework.owners import OWNED, somebody_else, who_is_there, without_owner
from casework.policy import TAKERS, answer_due
from casework.queues import queues
from casework.views.table import table_rows
from casework.views.words import COLOURS, day
from council_portal.access.decisions import can
from council_portal.access.queryset import held
from council_portal.access.views import GuardedList
from council_portal.drafts.waiting import waiting

STATUS = dict(Status.choices)
RELATED = ("ward", "service", "raised_by", "owner")
# What a row shows, and what the cursor is made of: not the text and the route, which are most of a case.
SHOWN = ("uid", "reference", "title", "status", "is_open", "urgent", "due_on", "due_order", "next_on", "last_activity", "received",
         "matter", "times_back", "version", "ward__name", "service__name", "raised_by__honorific", "raised_by__name", "owner__honorific",
         "owner__name")
AWAITED = (Status.WITH_OFFICER, Status.ESCALATED)
# What the next date of a case is for, where no officer owes an answer.
NEXT = {Status.UNROUTED: gettext_lazy("somebody to be found"), Status.WITH_CENTRE: gettext_lazy("the contact centre’s own time"),
        Status.WITH_MEMBER: gettext_lazy("reply of the Member"), Status.ANSWERED: gettext_lazy("closes, unless it comes back")}
LATE = {"reply": gettext_lazy("Reply overdue"), "overdue": gettext_lazy("Overdue"), "": ""}


class CaseList(GuardedList):
    """The cases that the reader stands in: theirs as a Member, their office's as an officer. Above it the queues, as links."""

    model, filterset, template_name = Case, CaseFilter, "casework/case_list.html"
    related, only, buttons = RELATED, SHOWN, False

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(may_log=can(user, "log", Case), may_ask=can(user, "ask_member", Case),
                                           may_say=can(user, "say", Involvement), search=SearchForm(), **kwargs)
        query = self.request.GET.copy()
        query.pop("after", None)
        chosen, errors = query.get("queue", ""), context["filter"].errors
        context["as_csv"] = f"{reverse('casework:csv')}?{query.urlencode()}".rstrip("?") if context["rows"] else ""
        if context["older"]:
            query["after"] = context["older"]
            context["older"] = query.urlencode()
        rows = context["rows"]
        there = who_is_there(rows)
        if user.posts & TAKERS:  # whoever may give cases to an officer: one statement
            mine = held(user, Case, [case.pk for case in rows])
            for case in rows:
                case.may = {"assign": Case.RULES["assign"].holds(case, mine.get(case.pk, set())) and somebody_else(case, there)}
        nobody = without_owner(rows, there)
        owed = owed_days([case.pk for case in rows], user) if chosen == "contributions" and rows else {}
        rows = [row_of(case, case.pk in nobody, owed.get(case.pk)) for case in rows]
        may_assign = any(row["may_assign"] for row in rows)
        # What was begun stands above the whole list: a queue has enough statements of its own.
        return {**context, "rows": rows, "table": table_rows(rows, may_assign=may_assign), "may_assign": may_assign,
                "queues": links(user, chosen), "drafts": None if chosen else waiting(user), "count_text": " ".join(errors.get("queue", []))}


def links(user, chosen):
    """The queues that this reader is offered, each with its address, the whole list first; none for who has only the whole list."""
    found = queues(user)
    if not found:
        return []
    whole = {"url": reverse("casework:list"), "text": _("All"), "current": not chosen}
    return [whole, *({"url": f"?queue={one.slug}", "text": one.text, "current": one.slug == chosen} for one in found)]


def row_of(case, nobody=False, owed_on=None):
    """One case as the list shows it. Formatted here, not by template filters: a long list spends its time there.

    nobody: the officer who saw to it has left, and nobody has taken it over yet. owed_on: the day of a contribution that the reader owes,
    which is then what is next.
    """
    if owed_on:
        return row_of(case, nobody) | {
            "next_text": day(owed_on), "next_what": _("contribution"), "late_colour": "red",
            "late_text": _("Overdue") if owed_on < timezone.localdate() else ""}
    lateness = late(case)
    return {
        "url": case.get_absolute_url(), "reference": case.reference, "title": case.title, "service_name": case.service.name,
        "ward_name": case.ward.name if case.ward else "", "raiser_name": case.raised_by.full_name,
        "asked_text": _("was asked by officers") if case.is_question else "",
        "owner_name": case.owner.full_name if case.owner and case.status in OWNED else "", "nobody": nobody, "found": "",
        "next_text": day(case.next_on) if case.is_open else "", "next_what": what_is_next(case) if case.is_open else "",
        "late_text": str(LATE[lateness]), "late_colour": "orange" if lateness == "reply" else "red",
        "status_text": str(STATUS[case.status]), "status_colour": COLOURS.get(case.status, "yellow"),
        "urgent_text": urgent_in_words(case), "back_text": back(case),
        "may_assign": bool(getattr(case, "may", {}).get("assign")), "picked": f"{case.uid}:{case.version}",
    }


def what_is_next(case):
    """What the next date of an open case is for. An acknowledgement and an update are both word to the Member."""
    if case.status in AWAITED and case.is_question:
        return _("to be settled, or asked again")
    if case.status in AWAITED:
        return _("answer") if case.next_on == answer_due(case) else _("word to the Member")
    return str(NEXT[case.status])


def late(case):
    """Whose day has gone by: "reply", the Member's; "overdue", anybody else's; "" where none has. An answered case waits for nobody."""
    if not case.is_open or case.status == Status.ANSWERED:
        return ""
    today = timezone.localdate()
    if case.next_on >= today and not case.overdue:
        return ""
    return "reply" if case.status == Status.WITH_MEMBER else "overdue"


def late_in_words(case):
    """The one word for it, wherever cases are listed."""
    return str(LATE[late(case)])


def urgent_in_words(case):
    """The one word for an open case that the Member marked as urgent (SEC-3.2), wherever an officer picks work; else ""."""
    return _("Urgent") if case.urgent and case.is_open else ""


def back(case):
    """How often the Member came back on it."""
    if not case.times_back:
        return ""
    return ngettext("Came back once", "Came back %(n)s times", case.times_back) % {"n": case.times_back}
