"""Taking a file in: tried out and kept, then applied or thrown away, once."""
from django.db import transaction
from django.utils import timezone

from council_portal.access.decisions import require
from council_portal.audit.services import record
from council_portal.intake.models import KEPT, Intake

Outcome = Intake.Outcome


class Settled(Exception):
    """It was applied or thrown away before, or has lain for too long."""


class Changed(Exception):
    """What would change is no longer what was shown. `figures`, `shown`: what it is now."""

    def __init__(self, figures, shown):
        super().__init__("changed since it was shown")
        self.figures, self.shown = figures, shown


@transaction.atomic
def try_out(kind, content, *, file_name, actor):
    """Find out what this content would change, change nothing, and keep both for a decision. Returns the Intake.

    kind: a Kind. actor: a person. Raises what `kind.take` raises when the content does not fit what is known here.
    """
    require(actor, "apply", Intake)
    outcome = kind.take(content, actor=actor, dry_run=True)
    intake = Intake.objects.create(kind=kind.word, file_name=file_name, packed=kind.pack(content), figures=outcome.counts,
                                   shown=told(outcome), by=actor)
    record(intake, "file tried out", actor=actor, detail=kind.word)
    return intake


def apply(intake, kind, *, seen, actor):
    """Do what was shown, if it is still that. Applied twice, it is done once.

    seen: the digest of what the reader was shown. actor: a person, the one who uploaded it or a colleague. Raises Settled; Changed,
    with nothing applied and the new outcome kept to be shown; and what `kind.take` raises.
    """
    try:
        with transaction.atomic():
            require(actor, "apply", intake)
            fresh = locked(intake)
            if fresh.digest != seen:
                raise Changed(fresh.figures, fresh.shown)
            outcome = kind.take(kind.unpack(fresh.packed), actor=actor, dry_run=False)
            if (outcome.counts, told(outcome)) != (fresh.figures, fresh.shown):
                raise Changed(outcome.counts, told(outcome))
            settle(fresh, Outcome.APPLIED, actor=actor)
            record(fresh, "file taken in", actor=actor, detail=f"uploaded by {fresh.by.full_name[:100]}")
    except Changed as changed:
        Intake.objects.filter(pk=intake.pk, outcome=Outcome.OPEN).update(figures=changed.figures, shown=changed.shown)
        raise


@transaction.atomic
def throw_away(intake, *, actor):
    """Decide that this is not taken in. What was read goes; who uploaded it, when and the figures stay. Raises Settled."""
    require(actor, "apply", intake)
    fresh = locked(intake, even_if_stale=True)
    settle(fresh, Outcome.THROWN_AWAY, actor=actor, shown=[])
    record(fresh, "file thrown away", actor=actor, detail=f"uploaded by {fresh.by.full_name[:100]}")


def drop_stale():
    """Throw away what has lain open for seven days: the portal's own rule. Returns how many; run by the clock."""
    due = Intake.objects.filter(outcome=Outcome.OPEN, at__lte=timezone.now() - KEPT).order_by("pk")
    return sum(drop(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def drop(pk):
    """Throw away one that is stale, unless somebody settled it meanwhile. Returns 1 or 0."""
    fresh = Intake.objects.select_for_update().filter(pk=pk, outcome=Outcome.OPEN).first()
    if fresh is None:
        return 0
    settle(fresh, Outcome.THROWN_AWAY, actor=None, shown=[])
    record(fresh, "file thrown away by age", actor=None)
    return 1


def locked(intake, *, even_if_stale=False):
    """The intake as it is now, nobody else's to settle in this transaction. Settled raised when it is too late."""
    fresh = Intake.objects.select_for_update(of=("self",)).select_related("by").get(pk=intake.pk)
    if not fresh.is_open or (fresh.is_stale and not even_if_stale):
        raise Settled
    return fresh


def settle(intake, outcome, *, actor, **more):
    """Give it its outcome, and drop what was read from the file."""
    given = {"outcome": outcome, "settled_by": actor, "settled_at": timezone.now(), "packed": None, **more}
    Intake.objects.filter(pk=intake.pk).update(**given)


def told(outcome):
    """What an outcome says, as it is kept and shown: [[heading, [sentence, ...]], ...]."""
    groups = getattr(outcome, "groups", None)
    if groups is None:
        groups = [("", outcome.lines)] if outcome.lines else []
    return [[str(heading), list(sentences)] for heading, sentences in groups]
