"""Taking in a list of streets or postcodes with their wards: all of it in one transaction, in batches that do not grow with the list."""
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council_portal.accounts.models import Ward
from council_portal.audit.services import record
from council_portal.people.models import Place
from council_portal.people.place_words import name_key
from council_portal.people.places_csv import ListRefused, PlacesFile

BATCH = 2000  # lines that are held and compared at once
NAMED = 20  # faults and unknown wards that are named; the others are counted
COUNTED = ("lines", "created", "updated", "unchanged", "removed", "elsewhere", "bad")


@dataclass(frozen=True)
class Outcome:
    """What an import came to. counts: of COUNTED; `elsewhere`: lines of wards that are not this council's. lines: for whoever reads it."""

    counts: dict[str, int]
    lines: tuple[str, ...]


@transaction.atomic
def import_places(source, *, dry_run=False):
    """Bring the streets or postcodes to what a list says, and return an Outcome (RUG-DIR-FRESH).

    source: an open file of bytes. Only the kinds that the list has are touched. What is no longer in it is removed, unless a line could not
    be read: a slip of the pen takes nothing away. Taken in twice, it changes nothing. dry_run: all of it is done and taken back.
    Raises ListRefused, and nothing is changed, for what is no list, or one that names no ward of this council.
    """
    one_at_a_time()
    run = Run(PlacesFile(source), wards_by_word())
    lines = iter(run.file)
    while batch := list(islice(lines, BATCH)):
        run.take(batch)
    run.refuse_anothers()
    if not run.counts["bad"]:
        run.remove_missing()
    counts = {what: run.counts[what] for what in COUNTED}
    if counts["created"] or counts["updated"] or counts["removed"]:
        record(None, "streets and postcodes taken in", actor=None, detail=", ".join(f"{what} {many}" for what, many in counts.items()))
    if dry_run:
        transaction.set_rollback(True)
    return Outcome(counts, tuple(run.said()))


def one_at_a_time():
    """Let a second import wait for the first, and see what it did. SQLite lets in one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.places'))")


def wards_by_word():
    """{code in small letters, or name without "ward": id} of the wards that have not ended. Raises ListRefused when there are none."""
    wards = list(Ward.objects.filter(Q(ended_on=None) | Q(ended_on__gt=timezone.localdate())))
    if not wards:
        raise ListRefused(_("The portal knows no ward yet. Take in the Members' feed first, or enter the wards."))
    return {name_key(ward.name): ward.pk for ward in wards} | {ward.code.casefold(): ward.pk for ward in wards if ward.code}


class Run:
    """One import under way. wards: as wards_by_word gives them."""

    def __init__(self, file, wards):
        self.file, self.wards = file, wards
        self.now = timezone.now()
        self.counts, self.seen, self.faults, self.elsewhere = Counter(), set(), [], {}

    def take(self, batch):
        """Some lines: what is new is made, what is written otherwise is changed, and what is in the list is remembered by its id."""
        wanted = {}
        for line in batch:
            ward = self.ward_of(line)
            for kind, text, key in line.places if ward else ():
                wanted.setdefault((kind, key, ward), text)
        known = self.known(wanted)
        made = [Place(kind=kind, text=text, key=key, ward_id=ward, imported_at=self.now)
                for (kind, key, ward), text in wanted.items() if (kind, key, ward) not in known]
        fresh = {at: place for at, place in known.items() if place.pk not in self.seen}  # of a place named twice the first line counts
        changed = [place for at, place in fresh.items() if place.text != wanted[at]]
        for place in changed:
            place.text, place.imported_at = wanted[place.kind, place.key, place.ward_id], self.now
        Place.objects.bulk_update(changed, ["text", "imported_at"], batch_size=100)
        self.seen |= {place.pk for place in [*fresh.values(), *Place.objects.bulk_create(made)]}
        self.counts.update(created=len(made), updated=len(changed), unchanged=len(fresh) - len(changed))

    def known(self, wanted):
        """{(kind, key, ward id): Place} of those that are here already."""
        found = {}
        for kind in self.file.kinds:
            keys = {key for of, key, _ward in wanted if of == kind}
            rows = Place.objects.filter(kind=kind, key__in=keys)
            found |= {at: place for place in rows if (at := (place.kind, place.key, place.ward_id)) in wanted}
        return found

    def ward_of(self, line):
        """The id of the ward in which the places of a line lie, or None for a fault and for a ward that is not ours; both are counted."""
        self.counts["lines"] += 1
        if line.fault:
            self.counts["bad"] += 1
            if len(self.faults) < NAMED:
                self.faults.append(_("line %(line)s: %(what)s") % {"line": line.number, "what": line.fault})
            return None
        ward = next((self.wards[word] for word in line.ward if self.knows(word)), None)
        if ward is None:
            self.counts["elsewhere"] += 1
            if len(self.elsewhere) < NAMED:
                self.elsewhere.setdefault(" ".join(line.ward)[:60])
        return ward

    def knows(self, word):
        """Is this the code or the name of one of our wards? Each word is looked at once: a list names few wards, and each often."""
        if word not in self.wards:
            self.wards[word] = self.wards.get(word.casefold()) or self.wards.get(name_key(word))
        return self.wards[word] is not None

    def refuse_anothers(self):
        """ListRefused when no line is of a ward of ours: it is another council's list, or names wards in another way."""
        if not self.seen:
            raise ListRefused(" ".join([_(
                "No line names a ward of this council, so nothing was changed. The list must name wards by the codes or names that the "
                "portal has."), *self.said()]))

    def remove_missing(self):
        """Take out what the list no longer has, of the kinds that it has."""
        kept = Place.objects.filter(kind__in=self.file.kinds).values_list("pk", flat=True)
        gone = [pk for pk in kept.iterator(chunk_size=BATCH) if pk not in self.seen]
        for first in range(0, len(gone), BATCH):
            Place.objects.filter(pk__in=gone[first:first + BATCH]).delete()
        self.counts["removed"] = len(gone)

    def said(self):
        """The sentences beneath the figures."""
        yield from self.faults
        bad, elsewhere = self.counts["bad"], self.counts["elsewhere"]
        if bad:
            yield ngettext(
                "%(many)s line could not be read; the others were. Nothing was removed: mend it and run this again.",
                "%(many)s lines could not be read; the others were. Nothing was removed: mend them and run this again.",
                bad) % {"many": f"{bad:,}"}
        if elsewhere:
            named = ", ".join(f"“{name}”" for name in self.elsewhere if name) or _("no ward")
            yield ngettext("%(many)s line names a ward that this council does not have, and was left out: %(wards)s",
                           "%(many)s lines name wards that this council does not have, and were left out: %(wards)s", elsewhere) % {
                               "many": f"{elsewhere:,}", "wards": named + ("…" if len(self.elsewhere) == NAMED else "")}
