"""Refusals to political groups, and terms that differ from those of the first: the list of whoever looks at them, and what the page of one
shows beside it from the ledger."""
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from conversations.attendance import parity, wording
from conversations.attendance.models import AttendanceRequest, Refusal, Review
from conversations.attendance.policy import REVIEWER
from council_portal.access.decisions import can
from council_portal.access.views import Guarded
from council_portal.design.dates import moment
from council_portal.people.views.guided import paged

WHY = {Review.STANDS: gettext_lazy("Why it stands"), Review.MAKE_GOOD: gettext_lazy("What is to be made good, and why"),
       Review.GOOD: gettext_lazy("What was to be made good, and why"), Review.OVERTAKEN: gettext_lazy("What was to be made good, and why"),
       Review.SET_ASIDE: gettext_lazy("Why it was set aside")}
COLOURS = {Review.WAITS: "yellow", Review.STANDS: "green", Review.SET_ASIDE: "blue", Review.MAKE_GOOD: "blue", Review.GOOD: "green",
           Review.OVERTAKEN: "grey", Review.BEFORE: "grey"}


class RefusalList(Guarded, TemplateView):
    """The refusals that were put before an office of the reader, those that wait first, the latest first among them.

    SECURITY: for others the page is not there.
    """

    model, template_name, action = AttendanceRequest, "attendance/refusals_list.html", "list_refusals"

    def get(self, request, *args, **kwargs):
        if not can(request.user, self.action, AttendanceRequest):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        user = self.request.user
        theirs = AttendanceRequest.objects.standings_of(user).filter(capacity=REVIEWER).values("request")
        rows, pages = paged(parity.put_before(theirs), self.request.GET)
        return super().get_context_data(waiting=[line(one) for one in rows if one.outcome == Review.WAITS],
                                        rows=[line(one) for one in rows if one.outcome != Review.WAITS], pages=pages,
                                        rule=wording.OWN_RULE, **kwargs)


def line(refusal):
    """A refusal as the list shows it."""
    request = refusal.request
    return {"url": request.get_absolute_url(), "title": request.title, "group": request.group.name, "terms": refusal.terms,
            "cancelled": refusal.cancelled,
            "by": refusal.decided_as, "when": moment(refusal.decided_at),
            "status_text": refusal.get_outcome_display(), "status_colour": COLOURS[refusal.outcome]}


def facts(refusal, *, whose):
    """A refusal for readers of the ledger, as rows. whose: is the group named in them?"""
    topic = refusal.about.title if refusal.about else _("None of the ledger")
    by, on = (_("Refused by"), _("Refused on"))
    if refusal.terms or refusal.cancelled:
        by, on = (_("Agreed on other terms by"), _("Agreed on")) if refusal.terms else (_("Cancelled by"), _("Cancelled on"))
    why = _("Why the terms are not those of the first group") if refusal.terms else _("Why refused although another was briefed")
    rows = [(_("Service"), refusal.request.service.name if whose else ""), (_("Topic"), topic),
            (by, f"{refusal.decided_by.full_name}, {refusal.decided_as}"), (on, moment(refusal.decided_at)),
            (_("Reason"), refusal.reason), (why, refusal.difference),
            (_("Why none of the topics"), refusal.apart), *outcome(refusal)]
    return [row for row in rows if row[1]]


def outcome(refusal):
    """What whoever looks at it said of it, as rows."""
    if refusal.looked_by is None:
        return [(_("What became of it"), refusal.get_outcome_display())]
    return [(_("What became of it"), refusal.get_outcome_display()), (_("By"), f"{refusal.looked_by.full_name}, {refusal.looked_as}"),
            (_("Looked at on"), moment(refusal.looked_at)), (WHY.get(refusal.outcome, ""), refusal.why),
            (_("To be decided under"), refusal.topic.title if refusal.topic else "")]


def refusals_of(asked, user):
    """The refusals of one request that this reader may read, each as rows, the latest last."""
    rows = Refusal.objects.permitted(user).filter(request=asked).select_related(
        "request__service", "decided_by", "about", "topic", "looked_by")
    return [facts(one, whose=False) for one in rows]


def beside(asked, line_of):
    """What the ledger holds of other groups, beside a refusal that waits: topics of the last 12 months with what was given, titles of
    older ones; of each so many as `parity.beside` gives, and whether there are more.

    line_of: how a line of the ledger is shown.
    """
    (near, more_near), (others, more_others) = parity.beside(asked)
    lines = [{"topic": topic, "lines": [line_of(one) for one in parity.ledger(topic) if one.counts and one.briefing.group != asked.group]}
             for topic in near]
    more = _("Only %(number)s are shown here, and there are more: the portal’s own rule. Every topic is in the ledger.") % {
        "number": parity.BESIDE}
    return {"near": lines, "others": others, "more_near": more if more_near else "", "more_others": more if more_others else ""}
