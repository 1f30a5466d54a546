"""What a concern that somebody began and did not send is called, for the list of their drafts: nothing of what stands in it."""
import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints import policy
from complaints.acts import ACTS
from complaints.forms import RaiseForm
from complaints.models import Concern
from complaints.standing import own_word
from council_portal.access.decisions import can
from council_portal.drafts.models import Draft
from council_portal.sealing.fields import ring
from council_portal.sealing.keys import KeyFault
from council_portal.sealing.veils import token, tokens

FORM = RaiseForm.keeps
CONNECTION = "connection"  # what is kept while a personal connection is declared


def about(user, what):
    """The uid under which one person's draft is kept: of a matter that is raised, or of an act on a concern. what: a word for it.

    SECURITY: a token, so that the row tells neither the matter nor the concern. Another key seals it under another: what was begun before
    a rotation is found no more.
    """
    return uuid.UUID(hex=token(ring().current, f"{own_word(user)}\0{what}", "draft")[:32])


def tell(user, drafts):
    """{key: {"text", "note", "url", "typed"}, or None where there is no line}. SECURITY: nothing of what was typed: the list stands on the
    home page; and no trace of what was begun on a concern that its reader sees no more. No statement of its own where no draft is of one.
    """
    url = reverse("concerns:door") if can(user, "raise", Concern) else ""
    line = {"text": _("Something in confidence"), "note": _("Marked as begun at the very thing that you began"), "url": url, "typed": ""}
    try:
        there = in_sight(user, {draft.about for draft in drafts})
    except KeyFault:  # nobody can tell of what they are
        there = set()
    return {draft.pk: line if draft.about in there else None for draft in drafts}


def in_sight(user, keys):
    """Those of these uids under which this person keeps what they still see: a matter that is raised, a connection that is declared, an act
    on a concern that they stand in today. Found by every key of the ring. Raises KeyFault."""
    free = {key for what in (*policy.MATTERS, CONNECTION) for key in abouts(user, what)} & keys
    if free == keys:
        return free
    held = Concern.objects.capacities(user)
    uids = Concern.objects.filter(pk__in=held).values_list("uid", flat=True) if held else []
    slugs = [form.slug for form in ACTS.values() if getattr(form, "keeps", "") == FORM]
    return free | {key for uid in uids for slug in slugs for key in abouts(user, f"{uid} {slug}")} & keys


def abouts(user, what):
    """The uids under which this draft is kept, one for each key of the ring."""
    return {uuid.UUID(hex=one[:32]) for one in tokens(f"{own_word(user)}\0{what}", "draft")}


def matters_begun(user, matters):
    """Those of these matters of which this person began a form and did not send it. One statement."""
    there = {about(user, matter): matter for matter in matters}
    found = kept(user, there)
    return [matter for key, matter in there.items() if key in found]


def about_act(user, concern, form):
    """The uid under which the draft of one act on a concern is kept. form: the class of its form.

    Not the concern's uid: the row of a draft names its owner in plain.
    """
    return about(user, f"{concern.uid} {form.slug}")


def acts_begun(user, concern, forms):
    """Those of these acts on a concern that this person began and did not send. One statement; none where none of them is kept."""
    there = {about_act(user, concern, form): form for form in forms if getattr(form, "keeps", "") == FORM}
    return {there[key] for key in kept(user, there)}


def kept(user, keys):
    """Those of these uids under which this person keeps a draft. One statement, none without a uid."""
    return set(Draft.objects.permitted(user, "change").filter(form=FORM, about__in=keys).values_list("about", flat=True))
