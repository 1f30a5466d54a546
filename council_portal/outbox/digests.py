"""What waits goes out together: one message a person, in the morning that they chose; and the choosing."""
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from council_portal.access.decisions import require
from council_portal.audit.services import record
from council_portal.outbox.kinds import DIGEST
from council_portal.outbox.models import Message, Preference
from council_portal.outbox.pace import SUBJECTS, until


def held():
    """What waits and is in no message yet."""
    return Message.objects.filter(status=Message.Status.HELD, digest=None)


@transaction.atomic
def gather(*, now=None):
    """Put what has waited long enough into one message a person, queued at once. Returns how many messages were made.

    Any number of processes may run it: whoever comes second waits for the rows and finds them gathered.
    """
    now = now or timezone.now()
    rows = held().filter(next_try_at__lte=now).select_for_update(of=("self",)).order_by("to_id", "pk")
    made = 0
    for person, parts in groupby(rows, key=lambda part: part.to_id):
        parts = list(parts)
        one = Message.objects.create(to_id=person, kind=DIGEST, path="/", key=f"{DIGEST}:{parts[0].uid}", next_try_at=now)
        Message.objects.filter(pk__in=[part.pk for part in parts]).update(digest=one)
        made += 1
    return made


def chosen(person):
    """{subject: pace} for every subject: at once where nothing was chosen. One statement."""
    rows = dict(Preference.objects.filter(person=person).values_list("subject", "pace"))
    return {subject: rows.get(subject, Preference.Pace.AT_ONCE) for subject in SUBJECTS}


def waiting(person):
    """(how many messages wait for this person, the instant of the next): (0, None) for none. One statement."""
    times = sorted(held().filter(to=person).values_list("next_try_at", flat=True))
    return len(times), times[0] if times else None


@transaction.atomic
def choose(paces, *, actor):
    """Choose for each subject what reaches this Member when. paces: {subject: pace}. Returns the subjects that changed.

    What waits already comes sooner when the new pace is quicker; it never comes later than was said. Raises Forbidden for who is no
    Member, KeyError for a subject that is none.
    """
    require(actor, "choose", Preference)
    now, before = timezone.now(), chosen(actor.person)
    changed = [subject for subject, pace in paces.items() if before[subject] != pace]
    for subject in changed:
        Preference.objects.update_or_create(person=actor.person, subject=subject, defaults={"pace": paces[subject]})
        for kind in SUBJECTS[subject].kinds:
            sooner = until(kind, paces[subject], now=now) or now
            held().filter(to=actor.person, kind=kind, next_try_at__gt=sooner).update(next_try_at=sooner)
    if changed:
        record(actor.person, "message pace chosen", actor=actor.person, detail=", ".join(f"{one} {paces[one]}" for one in changed))
    return changed
