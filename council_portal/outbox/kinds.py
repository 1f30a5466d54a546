"""The kinds of message and their one neutral sentence each. SECURITY: no title, no name, no text of a matter ever goes in."""
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "case_for_you": _("A case has come to you."),
    "case_logged": _("We have your case and have sent it on."),
    "case_answered": _("There is an answer on your case."),
    "case_update": _("There is an update on a case of yours."),
    "case_comes_back": _("A case has come back to you."),
    "case_closed": _("A case of yours has been closed."),
    "case_overdue": _("The reply to a case of yours is overdue. You can take it further."),
    "case_escalated": _("An unanswered case has been raised with you."),
    "case_unrouted": _("A case has nobody to go to and needs you."),
    "post_vacant": _("A post that a case was meant for has nobody in it."),
}
