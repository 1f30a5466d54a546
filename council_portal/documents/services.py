"""Keeping papers, handing them out, and clearing away what belongs to no row."""
import dataclasses
import io
import logging

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from council_portal.audit.services import record
from council_portal.documents.kinds import KINDS
from council_portal.documents.models import folder_of
from council_portal.documents.stamps import NoStamp, check_restricted, stamped
from council_portal.documents.versions import check_replaces, replaced_already

log = logging.getLogger(__name__)
SWEEP_EVERY = 3600  # seconds
CHUNK = 500  # names asked of the database at once: SQLite's limit of parameters is 999 in old versions


class NotInStorage(Exception):
    """The row is there and its file is not, or not whole. Not the reader's fault."""


def put_away(model, upload):
    """Write the file of a checked Upload to storage, for a paper of this kind. Returns the Upload with `stored` filled.

    Call it before the transaction of the change: a slow disk must not hold the database's lock. Without a row that names it, the
    file is swept away later. Raises what the storage raises (OSError for a full disk): then nothing is kept.
    """
    if upload.stored:
        return upload
    field = model._meta.get_field("stored")
    upload.content.seek(0)
    name = field.storage.save(field.generate_filename(model(), upload.name), upload.content)
    if field.storage.size(name) != upload.size:
        raise OSError("a paper did not arrive whole in storage")
    return dataclasses.replace(upload, stored=name)


@transaction.atomic
def keep(model, upload, *, matter_field, actor, replaces=None, restricted=False):
    """Make the paper of an Upload. The file is written first, then the row: no row is ever without its file. Returns the paper.

    model: a concrete Document. matter_field: its matter and what else it has of its own, {"case": case}. actor: the person.
    replaces: the newest version of a paper of the same matter; the new one is restricted if that one is. restricted: it leaves as a
    stamped copy only. Asks no permission: the service of the matter has done so. Recorded as "paper added".

    Raises ValidationError when no stamp can be laid on it, and when somebody replaced that version first; NotOfThisMatter.
    """
    if replaces:
        check_replaces(replaces, model.guarded_by, matter_field[model.guarded_by])
    restricted = restricted or bool(replaces and replaces.restricted)
    upload = put_away(model, check_restricted(upload) if restricted else upload)
    paper = model(name=upload.name, size=upload.size, content_type=upload.content_type, digest=upload.digest, stored=upload.stored,
                  added_by=actor, replaces=replaces, version=replaces.version + 1 if replaces else 1, restricted=restricted, **matter_field)
    insert(paper)
    record(paper, "paper added", actor=actor, detail=facts(paper))
    return paper


def insert(paper):
    """Write the row. Of two that replace the same paper at once the database takes one; the other is a ValidationError."""
    try:
        with transaction.atomic():
            paper.save(force_insert=True)
    except IntegrityError:
        if paper.replaces and type(paper).objects.filter(replaces=paper.replaces).exists():
            raise replaced_already(paper.replaces) from None
        raise


def facts(paper):
    """For the record, without content: "version 2, restricted"; "" for the first version of an ordinary paper."""
    return ", ".join(([f"version {paper.version}"] if paper.version > 1 else []) + (["restricted"] if paper.restricted else []))


def hand_out(paper, *, actor):
    """Open a paper for somebody who may view it, and record the reading. Returns an open file.

    Of a restricted paper this is a copy with the reader's name on every page, made now. SECURITY: whatever hands out papers asks
    here, so that the bytes of a restricted one leave by no door. Raises NotInStorage, and logs it by uid alone, when the file is
    missing or has not its size, and NoStamp when no copy can be made.
    """
    content = open_whole(paper)
    if paper.restricted:
        with content:
            content = stamped_copy(paper, content, actor)
    note_opened(paper, actor=actor)
    return content


def open_whole(paper):
    """The file of a paper as it was kept. Raises NotInStorage."""
    try:
        content = paper.stored.open("rb")
        if content.size != paper.size:
            content.close()
            raise NotInStorage(paper.uid)
    except (OSError, NotInStorage) as fault:
        log.error("paper %s of %s is not in storage as it was kept: %s", paper.uid, paper._meta.label, type(fault).__name__)
        raise NotInStorage(paper.uid) from None
    return content


def stamped_copy(paper, content, reader):
    """An open file in memory. Raises NoStamp, and logs it by uid alone."""
    try:
        return io.BytesIO(stamped(content, paper.content_type, reader=reader, reference=paper.reference))
    except NoStamp as fault:
        log.error("no stamped copy of paper %s of %s could be made: %s", paper.uid, paper._meta.label, fault)
        raise


@transaction.atomic
def note_opened(paper, *, actor):
    """Record that somebody read a paper."""
    record(paper, "stamped copy opened" if paper.restricted else "paper opened", actor=actor)


def sweep_orphans(older_than_seconds=3600):
    """Remove files that no row names and that are older than this. Returns how many. May run twice, and be killed in the middle.

    A folder of which the database knows no file at all is left alone: more likely it is the wrong database than all orphans. Of a kind
    that passes there is often no row; there another folder of which it knows a file is proof enough.
    """
    return sum(sweep(model, older_than_seconds) for model in KINDS)


def sweep(model, older_than_seconds):
    """Sweep the folder of one kind of paper."""
    storage = model._meta.get_field("stored").storage
    names = list(names_in(storage, folder_of(model)))
    known = known_among(model, names)
    orphans = [name for name in names if name not in known and is_older(storage, name, older_than_seconds)]
    if orphans and not known and not (getattr(model, "passing", False) and any(known_in(other) for other in KINDS)):
        log.warning("%s files of %s are stored and this database knows none: nothing was swept", len(orphans), model._meta.label)
        return 0
    for name in orphans:
        storage.delete(name)
    return len(orphans)


def known_in(model):
    """The stored files of one kind of paper that a row names."""
    return known_among(model, list(names_in(model._meta.get_field("stored").storage, folder_of(model))))


def known_among(model, names):
    """Those of these files that a row names."""
    known = set()
    for start in range(0, len(names), CHUNK):
        rows = model._base_manager.filter(stored__in=names[start:start + CHUNK])
        known.update(rows.values_list("stored", flat=True))
    return known


def names_in(storage, folder):
    """The names of all files in a folder and the folders in it. A folder that is not there is empty."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from names_in(storage, f"{folder}/{inner}")


def is_older(storage, name, seconds):
    """Was this file written longer ago? One that went in the meantime was not."""
    try:
        return (timezone.now() - storage.get_modified_time(name)).total_seconds() > seconds
    except FileNotFoundError:
        return False


def sweep_hourly():
    """A due job. `run_due` asks every few seconds; the folders are walked once an hour, whichever process is first."""
    return sweep_orphans() if cache.add("documents.swept", True, SWEEP_EVERY) else 0
