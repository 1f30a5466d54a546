"""The doors of every matter: `take_reference`, `move`, `once`."""
from django.db import IntegrityError, transaction
from django.utils import timezone

from council_portal.audit.services import record
from council_portal.matters.models import Reference, Submission


class Changed(Exception):
    """Somebody changed it first: answered with 409, the text kept."""

    def __init__(self, matter):
        super().__init__(f"{matter} was changed in the meantime")
        self.matter = matter


class NotAMove(ValueError):
    """This status does not lead to that one."""


def take_reference():
    """A reference that no matter has had. Call inside the transaction that makes the matter."""
    while True:
        try:
            with transaction.atomic():
                return Reference.objects.create().text
        except IntegrityError:  # one in a million million: try another
            continue


def move(matter, to, /, *, actor, verb, clause="", acting_as="", detail="", **changes):
    """Bring a matter to another status. The only door: one statement, refused if somebody was there first.

    to: a status that MOVES allows from here, else NotAMove; the same status means a change without a move. verb: what the record
    says. changes: other columns to set with it. Raises Changed when the row is no longer the one that was read. The instance is
    brought up to date.
    """
    old = matter.status
    if to != old and to not in matter.MOVES[old]:
        raise NotAMove(f"{matter}: {old} does not lead to {to}")
    changes = {"status": to, "version": matter.version + 1, "last_activity": timezone.now(), "is_open": to in matter.OPEN, **changes}
    rows = type(matter)._default_manager.filter(pk=matter.pk, status=old, version=matter.version).update(**changes)
    if not rows:
        raise Changed(matter)
    for name, value in changes.items():
        setattr(matter, name, value)
    record(matter, verb, actor=actor, clause=clause, acting_as=acting_as, detail=detail)
    return matter


def once(key, by, model, make):
    """Make something once for this form. The same key again gives what was made the first time.

    key: the UUID that the form carries. by: the person who sends it; somebody else's key is no key of theirs. model: what is made.
    make: called without arguments inside the transaction, returns the object (which has `uid`).
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                sent = Submission.objects.create(key=key, by=by, made=model._meta.label_lower)
        except IntegrityError:
            sent = Submission.objects.filter(key=key, by=by, made=model._meta.label_lower).first()
            if sent is None or sent.made_uid is None:
                raise AnothersForm(key) from None
            return model._default_manager.get(uid=sent.made_uid)
        made = make()
        sent.made_uid = made.uid
        sent.save(update_fields=["made_uid"])
        return made


class AnothersForm(ValueError):
    """The key of a form that somebody else sent, or that made something of another kind."""
