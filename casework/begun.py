"""What the drafts of cases are called, for the list of what somebody began and did not send (council_portal/drafts/waiting.py)."""
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.act_forms import ACTS, BESIDE
from casework.models import Case
from casework.request_forms import FORMS
from council_portal.access.queryset import mark_actions
from council_portal.drafts.waiting import not_sent

LOG, ASK, TELL = "log", "ask-member", "tell-involved"
# What has no case yet: the form's heading and address.
ALONE = {LOG: (gettext_lazy("Raise a matter"), "casework:log"), ASK: (gettext_lazy("Ask a Member"), "casework:ask_member"),
         TELL: (gettext_lazy("Tell the Members who are involved"), "casework:tell_involved")}
KINDS = {kind.slug: kind for kind in [*ACTS, *BESIDE, *FORMS]}


def tell(user, drafts):
    """What these drafts are: {key: {"text", "note", "url"}}. Two statements at most, however many.

    SECURITY: of a case that the reader may not see any more nothing is said.
    """
    about = {draft.about for draft in drafts if draft.about}
    rows = Case.objects.permitted(user, "view").only("uid", "reference", "title", "status", "is_open", "due_on", "next_on", "matter")
    cases = {case.uid: case for case in mark_actions(user, rows.filter(uid__in=about))} if about else {}
    found = {draft.pk: not_sent(draft, heading, reverse(address)) for draft in drafts if draft.form in ALONE
             for heading, address in [ALONE[draft.form]]}
    return found | {draft.pk: act_on(cases[draft.about], KINDS[draft.form]) for draft in drafts if draft.about in cases}


def act_on(case, kind):
    """An act on a case, gone on with on its own page; nowhere, where it cannot be done any more."""
    text = _("%(act)s: %(title)s") % {"act": kind.heading, "title": case.title}
    if not case.may[kind.action]:
        return {"text": text, "note": _("%(reference)s · the case has moved on, this cannot be sent any more") % {
            "reference": case.reference}, "url": ""}
    if kind in FORMS:
        return {"text": text, "note": case.reference, "url": reverse("casework:request", args=[case.uid])}
    return {"text": text, "note": case.reference, "url": reverse("casework:act", args=[case.uid, kind.slug])}
