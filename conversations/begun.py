"""What the drafts of the programme are called, for the list of what somebody began and did not send (council_portal/drafts/waiting.py)."""
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import Case
from conversations import afterwards, as_shown
from conversations.after_forms import BeginFollowUp, CaseFromRemark, ReportForm, SayRemark
from conversations.forms import MakeEvent
from conversations.models import Consent, Event, FollowUp, Proposal, Remark, Status
from conversations.open_day_forms import GiveFeedback
from conversations.proposal_forms import ProposeForm
from council_portal.access.decisions import can
from council_portal.access.queryset import mark_actions
from council_portal.drafts.waiting import not_sent

# What is about nothing yet: the form's heading, its address, and what its owner must be allowed to do.
ALONE = {ProposeForm.keeps: (gettext_lazy("Propose a matter for discussion"), "conversations:propose", "propose", Proposal),
         MakeEvent.keeps: (gettext_lazy("Plan an event"), "conversations:make", "make", Event)}
ON_EVENT = {form.keeps: form for form in (SayRemark, BeginFollowUp, GiveFeedback)}
FORMS = [*ALONE, *ON_EVENT, ReportForm.keeps, CaseFromRemark.keeps]


def tell(user, drafts):
    """What these drafts are: {key: {"text", "note", "url"}}. One statement for each kind of row that they are about, however many.

    SECURITY: of an event that the reader may not see any more nothing is said.
    """
    return alone(user, drafts) | on_events(user, drafts) | reports(user, drafts) | cases(user, drafts)


def alone(user, drafts):
    """Those that are about nothing yet."""
    mine = [(draft, *ALONE[draft.form]) for draft in drafts if draft.form in ALONE]
    return {draft.pk: not_sent(draft, heading, reverse(address) if can(user, action, model) else "")
            for draft, heading, address, action, model in mine}


def on_events(user, drafts):
    """Acts on an event."""
    mine = [draft for draft in drafts if draft.form in ON_EVENT]
    rows = mark_actions(user, rows_of(user, Event, mine)) if mine else []
    events = {event.uid: event for event in rows}
    return {draft.pk: line(ON_EVENT[draft.form].heading, event, reverse("conversations:act", args=[event.uid, ON_EVENT[draft.form].slug])
                           if event.may[ON_EVENT[draft.form].action] else "")
            for draft in mine if (event := events.get(draft.about))}


def reports(user, drafts):
    """How a follow-up stands."""
    mine = [draft for draft in drafts if draft.form == ReportForm.keeps]
    rows = {row.uid: row for row in rows_of(user, FollowUp, mine, "event")}
    return {draft.pk: line(_("Say how it stands"), row.event, reverse("conversations:report", args=[row.uid])
                           if afterwards.may_report(user, row) and not afterwards.is_over(row) else "")
            for draft in mine if (row := rows.get(draft.about))}


def cases(user, drafts):
    """Cases from what was said."""
    mine = [draft for draft in drafts if draft.form == CaseFromRemark.keeps]
    rows, may = {row.uid: row for row in rows_of(user, Remark, mine, "event")}, can(user, "log", Case)
    after = (Status.HELD, Status.CLOSED)
    found = {}
    for draft in (draft for draft in mine if draft.about in rows):
        row = rows[draft.about]
        open_still = may and not said_no_more(row) and row.case_id is None and row.event.status in after
        url = reverse("conversations:case_from", args=[row.uid]) if open_still else ""
        found[draft.pk] = line(_("Raise it as a case"), row.event, url) | {"typed": "" if url else typed_apart(user, draft, row)}
    return found


def said_no_more(said):
    """Is it withdrawn, or not agreed to?"""
    return said.withdrawn_at is not None or said.consent == Consent.REFUSED


def typed_apart(user, draft, said):
    """What was typed into a case from what was said; without the words that are not to be passed on, as far as they stand in it as they
    were shown."""
    given, text = draft.content, draft.content.get("text", "")
    shown = as_shown.read(given.get("words"), said, user)
    apart = as_shown.put_for(text, shown, "") if shown and (said_no_more(said) or shown.version != said.version) else None
    return "\n\n".join(filter(None, [given.get("title", ""), (text if apart is None else apart).strip()]))


def rows_of(user, model, drafts, *related):
    """What drafts are about, as far as the reader sees it. One statement, none without drafts."""
    if not drafts:
        return []
    rows = model.objects.permitted(user, "view").filter(uid__in={draft.about for draft in drafts})
    return list(rows.select_related(*related) if related else rows)


def line(heading, event, url):
    """A draft that belongs to an event."""
    return {"text": _("%(act)s: %(title)s") % {"act": heading, "title": event.title},
            "note": event.reference if url else _("this cannot be sent any more"), "url": url}
