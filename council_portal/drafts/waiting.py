"""What somebody began and did not send, listed for them: on the home page, and beside what it belongs to.

A draft is of a form, and only the room of that form can say what it is called and where it is gone on with: it registers itself here
(docs/decisions/registries.md).
"""
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from council_portal.design.dates import moment
from council_portal.drafts.models import Draft

WORDS = 80  # letters of a text that names a draft without a title
OPEN = 4  # that stand open on a page; the others are folded
TELLERS = {}


def register(forms, tell):
    """Let a room say what its drafts are. forms: the words of its forms. tell(user, drafts): {key of a draft: {"text", "note", "url"}};
    url is "" where it cannot be gone on with, and a draft that is left out is not named; one for which None is given has no line at all.
    SECURITY: where a "typed" is given it is shown
    instead of what was typed: "" for what its owner may read no more.
    """
    TELLERS.update(dict.fromkeys(forms, tell))


def all_begun(user, about=None):
    """The drafts of this account's person, what was saved last first. about: only those of the matter with this uid. One statement."""
    rows = Draft.objects.permitted(user, "view").filter(person=user.person_id)
    return list((rows if about is None else rows.filter(about=about)).order_by("-saved_at", "-pk"))


def waiting(user, drafts=None):
    """{"open", "more"}: what waits as lines {"text", "note", "when", "url", "form", "about"}; None where nothing does.

    drafts: when they are in hand already. Beside them one question of each room that has some.
    """
    drafts, told = all_begun(user) if drafts is None else drafts, {}
    for tell in dict.fromkeys(TELLERS[draft.form] for draft in drafts if draft.form in TELLERS):
        told |= tell(user, [draft for draft in drafts if TELLERS.get(draft.form) is tell])
    lines = [line(draft, told.get(draft.pk)) for draft in drafts if told.get(draft.pk, {}) is not None]
    return {"open": lines[:OPEN], "more": lines[OPEN:]} if lines else None


def line(draft, said):
    """One draft. said: what its room says of it; None where it says nothing."""
    said = said or {"text": _("Something that you may not see any more"), "note": "", "url": ""}
    return {"typed": "" if said["url"] else typed(draft), **said, "when": _("saved on %(when)s") % {"when": moment(draft.saved_at)},
            "form": draft.form, "about": draft.about or ""}


def not_sent(draft, heading, url):
    """A draft of a form that stands alone: named by its title, else by its first words."""
    title = draft.content.get("title") or Truncator(draft.content.get("text", "")).chars(WORDS)
    return {"text": f"{heading}: {title}" if title else heading, "note": "", "url": url}


def typed(draft):
    """What was typed, for a draft that can be gone on with nowhere: its owner can still copy it."""
    return "\n\n".join(value for value in draft.content.values() if isinstance(value, str) and value.strip())
