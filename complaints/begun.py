"""What a concern that somebody began and did not send is called, for the list of their drafts: nothing of what stands in it."""
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.forms import RaiseForm
from complaints.models import Concern
from council_portal.access.decisions import can

FORM = RaiseForm.keeps


def tell(user, drafts):
    """{key: {"text", "note", "url", "typed"}}. SECURITY: nothing of what was typed: the list stands on the home page."""
    url = reverse("concerns:door") if can(user, "raise", Concern) else ""
    return {draft.pk: {"text": _("Something in confidence"), "note": "", "url": url, "typed": ""} for draft in drafts}
