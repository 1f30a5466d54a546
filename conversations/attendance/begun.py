"""What the drafts of requests to attend are called (council_portal/drafts/waiting.py)."""
from django.urls import reverse

from conversations.attendance import policy, wording
from conversations.attendance.models import AttendanceRequest
from conversations.attendance.routing import refusal_for, side_of, way_for
from council_portal.access.decisions import can
from council_portal.drafts.waiting import not_sent
from council_portal.protocol.services import NothingInForce

SHORT = {policy.WITH_OUTSIDERS: "group-outsiders", policy.EXTERNAL: "external"}  # the word of a form has 30 letters at most


def ask_form(kind):
    """The word of the form that asks for one kind."""
    return f"attend-{SHORT.get(kind, kind)}"


FORMS = {ask_form(kind): kind for kind in policy.KINDS}


def tell(user, drafts):
    """What these drafts are: {key: {"text", "note", "url"}}; few statements for each, as nobody has many."""
    return {draft.pk: not_sent(draft, wording.QUESTIONS[kind], reverse("attendance:ask", args=[kind]) if may_ask(user, kind) else "")
            for draft in drafts for kind in [FORMS[draft.form]]}


def may_ask(user, kind):
    """Is the form of this kind there for this reader today?"""
    if not can(user, "ask", AttendanceRequest) or kind not in policy.OFFERED[side_of(user)]:
        return False
    try:
        return refusal_for(user, kind, way_for(user, kind)) is None
    except NothingInForce:
        return False
