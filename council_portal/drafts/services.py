"""Keeping what somebody types until they send it or throw it away. Nothing of it is recorded or told: it is theirs alone."""
import datetime
import json

from django.db import transaction
from django.utils import timezone

from council_portal.access.decisions import require
from council_portal.drafts.models import Draft
from council_portal.drafts.papers import throw_out_all
from council_portal.drafts.sealed import SEALED

KEPT = datetime.timedelta(days=30)  # while nobody goes on with it: the portal's own rule
LARGEST = 64 * 1024  # bytes of all that was typed into one form
MOST = 200  # drafts of one person; beyond it the oldest goes
# Fields that belong to one showing of a form, not to what was typed: by the last part of their names.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "key", "version", "seen", "stage", "act", "password", "draft_form", "draft_of", "draft_about",
                       "draft_back", "draft_seen", "draft_window", "held", "take_out", "concerned", "shown", "none"})


class TooLarge(ValueError):
    """More than a draft holds."""


def begun(user, form, about=None):
    """What this account's person began in this form and did not send, or None. about: the uid of a matter, or None."""
    return Draft.objects.permitted(user, "view").filter(person=user.person_id, form=form, about=about).first()


@transaction.atomic
def keep(user, form, typed, *, about=None, window="", seen=None):
    """Keep what was typed, in the place of what was kept before. Returns (Draft, the instant of what another window had kept, or None).

    typed: {field: text} or a QueryDict; what is no text of a field is left out, and nothing typed at all keeps nothing: (None, None).
    window: a word for the window that saves; two windows overwrite one another, the last one wins, and is told so. seen: the instant of
    the draft that this window was opened with. Raises TooLarge, and access.decisions.Forbidden for who is in no office.
    """
    require(user, "begin", Draft)
    data = texts(typed)
    text = json.dumps(data, ensure_ascii=False)
    if len(text.encode()) > LARGEST:
        raise TooLarge
    kept = {"data": {}, "sealed": text} if form in SEALED else {"data": data, "sealed": None}
    mine = Draft.objects.select_for_update().filter(person=user.person_id, form=form, about=about)
    before, now = mine.first(), timezone.now()
    if not any(data.values()) and before is None:
        return None, None
    draft, _made = Draft.objects.update_or_create(
        person=user.person, form=form, about=about, defaults={**kept, "window": window, "saved_at": now})
    if before is None:
        hold_to(MOST, user)
    over = before and window and before.window not in ("", window) and (seen is None or before.saved_at > seen)
    return draft, before.saved_at if over else None


def keep_what_fits(user, form, typed, *, about=None):
    """Keep what was typed into a form that failed or goes on, also without script; too much of it stays on the page alone."""
    try:
        keep(user, form, typed, about=about)
    except TooLarge:
        return


def texts(typed):
    """The texts of fields: {name: text}, several answers to one field as a list."""
    lists = typed.lists() if hasattr(typed, "lists") else ((name, [value]) for name, value in typed.items())
    found = {}
    for name, values in lists:
        values = [value.replace("\0", "") for value in values if isinstance(value, str)]
        if values and name.rpartition("-")[2] not in NOT_TYPED:
            found[name] = values[0] if len(values) == 1 else values
    return found


def hold_to(most, user):
    """So many drafts of one person at most: the oldest go."""
    old = Draft.objects.filter(person=user.person_id).order_by("-saved_at", "-pk").values_list("pk", flat=True)[most:]
    drop(Draft.objects.filter(pk__in=list(old)))


def throw_away(user, form, about=None):
    """It was sent, or is not wanted any more. Returns how many went: 0 where there was none."""
    return drop(Draft.objects.permitted(user, "change").filter(person=user.person_id, form=form, about=about))


def drop_old():
    """Throw away what nobody went on with for 30 days: the portal's own rule. Returns how many; run by the clock."""
    return drop(Draft.objects.filter(saved_at__lte=timezone.now() - KEPT))


@transaction.atomic
def drop(drafts):
    """Throw drafts away with the papers that wait with them. Returns how many. drafts: a queryset."""
    gone = list(drafts.select_for_update().values_list("pk", flat=True))
    if not gone:
        return 0
    throw_out_all(gone)
    return Draft.objects.filter(pk__in=gone).delete()[0]


def initial(draft, prefix=""):
    """What a form is shown with: {field: text} of a draft; {} for None. prefix: of the form, where it has one ("answer")."""
    start = f"{prefix}-" if prefix else ""
    return {name[len(start):]: value for name, value in (draft.content if draft else {}).items() if name.startswith(start)}
