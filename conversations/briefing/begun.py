"""What the draft of an item for the briefing is called (council_portal/drafts/waiting.py)."""
from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.briefing.forms import SubmitItem
from conversations.briefing.models import Item
from council_portal.access.decisions import can
from council_portal.drafts.waiting import not_sent

FORM = SubmitItem.keeps


def tell(user, drafts):
    """What these drafts are: {key: {"text", "note", "url"}}. No statement."""
    url = reverse("briefing:submit") if can(user, "submit", Item) else ""
    return {draft.pk: not_sent(draft, _("Submit an item for the briefing"), url) for draft in drafts}
