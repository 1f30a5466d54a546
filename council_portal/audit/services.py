"""Writing the record, sealing it, and proving that nobody touched it."""
from django.db import connection, transaction

from council_portal.audit.models import Event


def record(obj, verb, *, actor, clause="", acting_as="", detail=""):
    """Write that `actor` did `verb` to `obj`. Call it inside the transaction of the change.

    obj: a model instance with `uid` (a matter also has `reference`), or None. actor: a person, or None for the portal itself.
    verb: at most 40 letters, else ValueError, on every database alike. clause: as the protocol in force numbers it. detail: a word or a
    date, never confidential text.
    """
    if len(verb) > Event._meta.get_field("verb").max_length:
        raise ValueError(f"{verb!r} is too long for the record")
    return Event.objects.create(
        actor_uid=getattr(actor, "uid", None),
        actor_name=getattr(actor, "name", "") or "The portal",
        acting_as=acting_as,
        verb=verb,
        kind=obj._meta.label_lower if obj is not None else "",
        object_uid=getattr(obj, "uid", None),
        reference=getattr(obj, "reference", ""),
        clause=clause,
        detail=detail,
    )


@transaction.atomic
def seal(limit=1000):
    """Give the oldest unsealed events their sequence and digest. Returns how many. Done in batches by `run_due`.

    Chaining inside each change would make every writer wait for every other. A lock lets one sealer work at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.seal'))")
    last = Event.objects.exclude(sequence=None).order_by("-sequence").values_list("sequence", "digest").first() or (0, "")
    number, digest = last
    rows = list(Event.objects.filter(sequence=None).order_by("pk")[:limit])
    for row in rows:
        number, digest = number + 1, row.sealed_by(digest)
        Event.objects.filter(pk=row.pk).update(sequence=number, digest=digest)
    return len(rows)


def broken_at():
    """The first sequence number whose digest does not follow from the row before it, or None when the record is whole."""
    number, digest = 0, ""
    for row in Event.objects.exclude(sequence=None).order_by("sequence").iterator():
        number, digest = number + 1, row.sealed_by(digest)
        if (row.sequence, row.digest) != (number, digest):
            return number
    return None
