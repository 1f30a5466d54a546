"""The list of requests to attend, what can be asked for, one request, and what was copied of a decision."""
import uuid

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from conversations.attendance import parity, wording
from conversations.attendance.act_forms import ACTS
from conversations.attendance.filters import RequestFilter
from conversations.attendance.models import AttendanceNote, AttendanceRequest, DecisionCopy, PackPaper, Status, Topic
from conversations.attendance.policy import GIVEN, OFFERED
from conversations.attendance.routing import side_of, way_of
from conversations.attendance.views.refusals import beside, refusals_of
from conversations.views.table import table_rows
from council_portal.access.decisions import can, require
from council_portal.access.views import Guarded, GuardedPage
from council_portal.design.dates import day, moment

ORDER = "-last_activity"


class RequestList(Guarded, TemplateView):
    """The requests in which the reader stands, the latest first; offers that stand for every group; what was copied to them."""

    model, template_name, size = AttendanceRequest, "attendance/list.html", 25

    def get_context_data(self, **kwargs):
        user = self.request.user
        filters = RequestFilter(self.request.GET, queryset=AttendanceRequest.objects.none(), request=self.request)
        shown = AttendanceRequest.objects.page(user, ORDER, where=filters.as_q(), after=self.after(), size=self.size + 1)
        rows = list(shown.select_related("raised_by", "group"))
        more, rows = len(rows) > self.size, rows[: self.size]
        older = self.leading_on(rows[-1]) if more else ""
        rows = [row_of(one) for one in rows]
        columns = {"what": _("What"), "who": _("Group, or who asked"), "when": _("When"), "": _("Status")}
        return super().get_context_data(
            rows=rows, table=table_rows(rows, columns, note="reference"), older=older, newer="", filter=filters.form,
            offers=[{"title": one.title, "text": one.offer} for one in Topic.objects.permitted(user, "read_offer")],
            copies=[{"url": one.get_absolute_url(), "text": moment(one.at)} for one in DecisionCopy.objects.permitted(user)],
            may_ask=can(user, "ask", AttendanceRequest), may_read_ledger=can(user, "view", Topic),
            may_list_refusals=can(user, "list_refusals", AttendanceRequest), **kwargs)

    def leading_on(self, last):
        """The query of the next page, narrowed like this one."""
        query = self.request.GET.copy()
        query["after"] = last.uid
        return query.urlencode()

    def after(self):
        """Where the page begins. SECURITY: by the uid of a request of the reader's; a key would say how many others there are between."""
        try:
            uid = uuid.UUID(self.request.GET.get("after", ""))
        except ValueError:
            return None
        last = AttendanceRequest.objects.permitted(self.request.user).filter(uid=uid).first()
        return (last.last_activity, last.pk) if last else None


def row_of(request):
    """A request as the list shows it."""
    return {"url": request.get_absolute_url(), "title": request.title, "reference": request.reference, "what": request.get_kind_display(),
            "who": request.group.name if request.group else request.raised_by.full_name, "when": wording.hours(
                request.slot_from or request.starts_at, request.slot_until or request.ends_at),
            "status_text": wording.status(request), "status_colour": wording.COLOURS[request.status]}


class NewPage(Guarded, TemplateView):
    """What can be asked for, by plain questions."""

    model, template_name, action = AttendanceRequest, "attendance/new.html", "ask"

    def get_context_data(self, **kwargs):
        user = self.request.user
        require(user, self.action, AttendanceRequest)
        kinds = [{"url": reverse("attendance:ask", args=[kind]), "text": wording.QUESTIONS[kind]} for kind in OFFERED[side_of(user)]]
        return super().get_context_data(kinds=kinds, **kwargs)


class RequestPage(GuardedPage):
    """One request: where it is and why, what was decided, what was said, who reads it, what can be done."""

    model, template_name, context_object_name = AttendanceRequest, "attendance/request.html", "asked"
    related = ("raised_by", "group", "service", "wanted", "officer", "attends", "decided_by", "protocol")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked, user = context["asked"], self.request.user
        notes = AttendanceNote.objects.permitted(user).filter(request=asked).select_related("author")
        papers = PackPaper.objects.permitted(user).filter(pk__in=[one.pk for one in given(asked)])
        reads_ledger = can(user, "view", Topic)
        may_keep = reads_ledger and hasattr(asked, "briefing")
        return {**context, "waits": asked.status == Status.ASKED,
                "refusals": refusals_of(asked, user) if reads_ledger and asked.review else [],
                "beside": beside(asked, line_of) if reads_ledger and (asked.may["set_aside"] or asked.may["make_good"]) else None,
                "status_text": wording.status(asked), "status_colour": wording.COLOURS[asked.status],
                "why": wording.why(asked), "facts": wording.facts(asked), "decided": wording.decided(asked),
                "reminders": wording.reminders(asked.kind, asked.side, way_of(asked)),
                "acts": [{"text": form.heading, "url": reverse("attendance:act", args=[asked.uid, slug])}
                         for slug, form in ACTS.items() if asked.may[form.action]],
                "notes": [{"author": ", ".join(part for part in (one.author.full_name, one.acting_as) if part), "when": moment(one.at),
                           "text": one.text}
                          for one in notes],
                "confidence": wording.confidence(asked) if asked.may["read_notes"] else [],
                "withdrawn": withdrawn(asked),
                "papers": [paper_line(one) for one in papers.order_by("name", "pk")], "readers": wording.readers(asked),
                "topic": asked.briefing.topic if may_keep else None}


def given(asked):
    """The papers that came with a request, the newest version that was given of each."""
    return parity.current(asked.briefing) if hasattr(asked, "briefing") else []


def withdrawn(asked):
    """The papers that came with a request and were withdrawn since: name, day, why."""
    rows = parity.had(asked.briefing) if hasattr(asked, "briefing") else []
    return [{"name": row.paper.name, "when": day(timezone.localtime(row.paper.withdrawn_at)), "why": row.paper.why_withdrawn}
            for row in rows if row.paper.withdrawn_at]


def paper_line(paper, given_at=None, meeting=None):
    """A paper of a pack, with the digest that proves which one it is. given_at: when a group was given it. meeting: for which hour."""
    gone = _("withdrawn on %(day)s: %(why)s") % {
        "day": day(timezone.localtime(paper.withdrawn_at)), "why": paper.why_withdrawn} if paper.withdrawn_at else ""
    return {"url": paper.get_absolute_url(), "name": paper.name, "size": paper.size_text, "digest": paper.digest,
            "given": moment(given_at) if given_at else "", "meeting": moment(meeting) if meeting else "", "gone": gone}


def line_of(line):
    """A line of the ledger for the page."""
    one, request, terms = line.briefing, line.briefing.request, parity.stands(line.briefing.request)
    state, kept = wording.status(request), request.status not in GIVEN and line.counts
    state = _("%(state)s; the group keeps what it was given") % {"state": state} if kept else state
    return {"group": one.group.name, "facts": [(_("Status"), state), *terms_of(terms)], "difference": one.difference,
            "apart": request.apart, "earlier": [earlier(row) for row in request.earlier.all() if row != terms],
            "papers": [paper_line(row.paper, row.at, terms.slot_from) for row in line.given], "same_papers": line.same_papers}


def earlier(row):
    """What was agreed to before it was changed or cancelled, as rows."""
    rows = [*terms_of(row), (_("Stood until"), moment(row.at)), (_("Why it differed"), row.difference)]
    return [one for one in rows if one[1]]


def terms_of(one):
    """What was agreed to, and by whom, as rows. one: a request, or an Earlier."""
    return [(_("The meeting: the officer’s time"), wording.hours(one.slot_from, one.slot_until)), (_("Officer"), wording.officer(one)),
            (_("Decided by"), f"{one.decided_by.full_name}, {one.decided_as}"), (_("Decided on"), moment(one.decided_at)),
            (_("Arrangements"), one.arrangements)]


class CopyPage(GuardedPage):
    """The writing of a decision that was copied to the reader and of what kind the request is; nothing else of it."""

    model, template_name, context_object_name = DecisionCopy, "attendance/copy.html", "copy"
    related = ("request",)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        copy = context["copy"]
        what = _("The exception, as it was written") if copy.request.exception else _("The arrangements, as they were written")
        facts = [(_("Kind of request"), copy.request.get_kind_display()), (_("Written by"), copy.written_as),
                 (_("On"), day(timezone.localtime(copy.at)))]
        return {**context, "what": what, "facts": facts}
