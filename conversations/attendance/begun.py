"""What the drafts of requests to attend are called (council_portal/drafts/waiting.py)."""
from django.urls import reverse

from conversations.attendance import policy, wording
from conversations.attendance.models import AttendanceRequest
from conversations.attendance.routing import side_of
from council_portal.access.decisions import can
from council_portal.drafts.waiting import not_sent

SHORT = {policy.WITH_OUTSIDERS: "group-outsiders", policy.EXTERNAL: "external"}  # the word of a form has 30 letters at most


def ask_form(kind):
    """The word of the form that asks for one kind."""
    return f"attend-{SHORT.get(kind, kind)}"


FORMS = {ask_form(kind): kind for kind in policy.KINDS}


def tell(user, drafts):
    """What these drafts are: {key: {"text", "note", "url"}}. No statement."""
    offered = policy.OFFERED[side_of(user)] if can(user, "ask", AttendanceRequest) else []
    return {draft.pk: not_sent(draft, wording.QUESTIONS[kind], reverse("attendance:ask", args=[kind]) if kind in offered else "")
            for draft in drafts for kind in [FORMS[draft.form]]}
