"""The list of reports, and one report."""
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.reports import annex, services, wording
from casework.reports.act_forms import ACTS
from casework.reports.models import Report, ReportComment, Status
from council_portal.access.decisions import can
from council_portal.access.views import Guarded, GuardedPage
from council_portal.design.dates import day, moment
from council_portal.people.views.guided import paged

COLOURS = {Status.DRAFT: "grey", Status.SHARED: "yellow", Status.FINAL: "green", Status.REPLACED: "grey", Status.WITHDRAWN: "grey"}
STATUS = dict(Status.choices)
RELATED = ("responsible", "maker", "replaces")


class ReportList(Guarded, TemplateView):
    """The reports that the reader may read, what was last seen to first; of those in no office none."""

    model, template_name = Report, "casework/reports/list.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        found = Report.objects.permitted(user, "view").select_related("responsible").defer("figures", "introduction", "annex")
        rows, pages = paged(found, self.request.GET)
        return super().get_context_data(rows=[row_of(one) for one in rows], pages=pages, may_make=can(user, "make", Report), **kwargs)


def row_of(report):
    """A report as the list shows it."""
    return {"url": report.get_absolute_url(), "title": report.title, "body": report.body, "period": wording.period(report),
            "responsible": report.responsible.full_name, "status_text": str(STATUS[report.status]), "status_colour": COLOURS[report.status],
            "when": day(timezone.localtime(report.last_activity))}


class ReportPage(GuardedPage):
    """One report: its numbers, words, readers, comments, and what can be done with it."""

    model, template_name, related, context_object_name = Report, "casework/reports/report.html", RELATED, "report"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        report, user = context["report"], self.request.user
        comments, later = self.comments(report, user), newer(report, user)
        done = {"comment"} if any(one["own"] for one in comments) else set()
        return {**context, **in_public(report), **self.annex_of(report), "status_text": STATUS[report.status],
                "status_colour": COLOURS[report.status], "dates": dates(report), "readers": readers(report),
                "agreement": agreement(report, user),
                "warnings": warnings(report, user) if report.may["change"] else [], "comments": comments,
                "acts": acts(report, done | ({"renew"} if later else set())), "newer": later, "clause": wording.responsible_clause()}

    def annex_of(self, report):
        """The annex, for who may read it; for others that there is one."""
        if not report.annex:
            return {}
        may = report.may["annex"]
        return {"exempt_note": wording.exempt_note(report), "exempt_why": annex.in_words(report.exemption) if may else "",
                "annex_text": report.annex if may else ""}

    def comments(self, report, user):
        """All for who reads them; for a ward Member their own."""
        rows = ReportComment.objects.permitted(user).filter(report=report).select_related("author")
        rows = rows if report.may["read_comments"] else rows.filter(author=user.person_id)
        return [{"author": one.author.full_name, "when": moment(one.at), "text": one.text,
                 "own": one.author_id == user.person_id} for one in rows]


def in_public(report):
    """What the page and the file have in common."""
    return {"facts": wording.facts(report), "total": wording.total(report), "median": wording.median(report),
            "undivided": wording.undivided(report), "tables": wording.tables(report), "method": wording.method()}


def dates(report):
    """What happened to it, as sentences."""
    known = [(_("Made by %(who)s on %(when)s."), report.made_at), (_("Shown to ward Members on %(when)s."), report.shared_at),
             (_("Made final on %(when)s."), report.finished_at)]
    return [text % {"who": report.maker.full_name, "when": moment(at)} for text, at in known if at]


def agreement(report, user):
    """Whether the officer responsible agreed to what the report says, as sentences; nothing of one that was final before it was asked."""
    who = report.responsible.full_name
    if report.agreed_at:
        said = [_("%(who)s agreed to it on %(when)s.") % {"who": who, "when": moment(report.agreed_at)}]
        return said + ([_("A change or a new count takes that back.")] if report.is_open else [])
    if not report.is_open:
        return []
    said = [_("You have not agreed to it as it is now. It cannot be final before.") if report.responsible_id == user.person_id else
            _("%(who)s has not agreed to it as it is now. It cannot be final before.") % {"who": who}]
    return said + ([_("Where the officer responsible makes it final, that is the agreement.")] if report.responsible_id == report.maker_id
                   else [])


READERS = {  # by status
    Status.DRAFT: gettext_lazy("This draft is read by whoever made it, the officer responsible and Democratic Services."),
    Status.SHARED: gettext_lazy("This draft is read by whoever made it, the officer responsible, Democratic Services and the Members "
                                "of its wards."),
    Status.FINAL: gettext_lazy("This report is read by everybody in office."),
    Status.REPLACED: gettext_lazy("This report is read by everybody in office. A newer version has taken its place."),
    Status.WITHDRAWN: gettext_lazy("This report was withdrawn. It is read by whoever made it and Democratic Services."),
}


def readers(report):
    """Who reads it, and who reads its annex."""
    said = [str(READERS[report.status])]
    if report.annex and report.status in (Status.SHARED, Status.FINAL, Status.REPLACED):
        said.append(_("The exempt annex is read by whoever made the report, the officer responsible and Democratic Services, from whom "
                      "Members of the body get it: no ward was chosen.") if report.all_wards else
                    _("The exempt annex is read by whoever made the report, the officer responsible, Democratic Services and today’s "
                      "Members of the wards that were chosen. Members of the body get it from Democratic Services."))
    return [*said, _("That is the portal’s own rule.")]


def warnings(report, user):
    """Reports from which this one could be subtracted: those that the reader may see by their titles; of others that there are some."""
    found = services.overlapping(report)
    seen = set(Report.objects.permitted(user, "view").filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    lines = [{"text": _("%(title)s (%(period)s)") % {"title": one.title, "period": wording.period(one)}, "url": one.get_absolute_url()}
             for one in found if one.pk in seen]
    return lines + ([{"text": _("one or more that you may not read"), "url": ""}] if len(seen) < len(found) else [])


def acts(report, done):
    """What the reader may do, as links. done: the words of acts that are done once, and are."""
    return [{"text": form.heading, "url": reverse("reports:act", args=[report.uid, slug])} for slug, form in ACTS.items()
            if report.may[form.action] and slug not in done]


def newer(report, user):
    """The version that takes its place or is to, when the reader may see it."""
    found = Report.objects.permitted(user, "view").filter(replaces=report.pk).exclude(status=Status.WITHDRAWN).first()
    return {"url": found.get_absolute_url(), "text": found.title, "final": found.status == Status.FINAL} if found else None
