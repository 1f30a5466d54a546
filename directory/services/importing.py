"""Taking in the HR list of officers: all of it in one transaction, or nothing."""
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.access.decisions import require
from council_portal.access.models import OPEN_ENDED
from council_portal.accounts.models import Service
from council_portal.accounts.services import is_kept
from council_portal.audit.services import record
from directory.models import Officer
from directory.officers_csv import FileRefused, loop_fault, loops
from directory.services.known import Known, Run, heading_of
from directory.services.matching import refuse_mistaken, who_is_who
from directory.services.posts import begin_posts, end_posts, look_at_single_posts
from directory.services.taking import keep, take_officer

COUNTED = ("created", "updated", "unchanged", "missing")


@dataclass(frozen=True)
class Outcome:
    """What an import came to. counts: officers and services of the list; created, updated, unchanged, missing of what is known
    (services, officers and the posts that they hold together). groups: (heading, sentences) for whoever reads it."""

    counts: dict[str, int]
    groups: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def lines(self):
        """The sentences of all groups, in order."""
        return tuple(sentence for _heading, sentences in self.groups for sentence in sentences)


@transaction.atomic
def import_officers(file, *, actor=None, dry_run=False):
    """Bring officers, and the posts that the list gives them, to what it says, and return an Outcome (RUG-DIR-FRESH).

    Deletes nothing; taken in twice, it changes nothing. Whoever is missing from the list is marked as such, and nothing of theirs ends.
    actor: the person who gave the list, None from the command line. dry_run: everything is done and taken back, so that what is
    said is what would happen. Raises FileRefused, and nothing is changed, when the list does not fit what is known here.
    """
    if actor is not None:
        require(actor, "change", Officer)
    one_at_a_time()
    now = timezone.now()
    run = Run(Known(now), now, timezone.localdate(now), frozenset(file.columns), actor)
    refuse_mistaken(file, run.known)
    refuse_managers(file, run.known)
    for note in file.notes:
        run.say("look", note)
    take_services(run, file)
    take_people(run, file)
    if run.keepers_ended and not is_kept(run.now):
        raise FileRefused(_("By this list nobody would be left in Democratic Services, and nobody could appoint anybody. Give "
                            "“democratic_services” to somebody in the column post_kind, or appoint somebody in the portal first."))
    look_for_missing(run, {row.staff_id.casefold() for row in file.rows})
    look_at_single_posts(run)
    counts = {what: run.counts[what] for what in COUNTED}
    if counts["created"] or counts["updated"]:
        record(None, "HR list of officers taken in", actor=actor, detail=", ".join(f"{what} {many}" for what, many in counts.items()))
    if dry_run:
        transaction.set_rollback(True)
    said = tuple((heading_of(group), tuple(sentences)) for group, sentences in run.said.items() if sentences)
    return Outcome({"officers": len(file.rows), "services": len(services_of(file))} | counts, said)


def one_at_a_time():
    """Let a second import wait for the first, and see what it did. SQLite lets in one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory.import'))")


def refuse_managers(file, known):
    """FileRefused when a line manager is neither in the list nor known, or when those of list and portal together go in a circle."""
    there = {row.staff_id.casefold() for row in file.rows} | known.officers.keys()
    unknown = _("line %(line)s, line_manager_id: “%(number)s” is no staff number in the list or here; put it right, or leave it empty.")
    faults = [unknown % {"line": row.line, "number": row.line_manager_id} for row in file.rows
              if row.line_manager_id and row.line_manager_id.casefold() not in there]
    managers = {number: entry.line_manager.staff_id.casefold() for number, entry in known.officers.items()
                if entry.line_manager and entry.line_manager.staff_id}
    if "line_manager_id" in file.columns:
        managers |= {row.staff_id.casefold(): row.line_manager_id.casefold() for row in file.rows}
    found = loops(managers)
    faults += [_("line %(line)s, line_manager_id: %(what)s") % {"line": row.line, "what": loop_fault(found[row.staff_id.casefold()])}
               for row in file.rows if row.staff_id.casefold() in found]
    if faults:
        raise FileRefused(faults)


def services_of(file):
    """{name in small letters: name as first written} of the services that the list names."""
    names = {}
    for row in file.rows:
        for name in (row.service, *row.clo_for):
            if name:
                names.setdefault(name.casefold(), name)
    return names


def take_services(run, file):
    """Make the services that are new, and say so: a word that is written wrongly would become one. One that has ended is said too."""
    for key, name in services_of(file).items():
        service = run.known.services.get(key)
        run.count("unchanged" if service else "created")
        if service is None:
            run.known.services[key] = service = Service.objects.create(name=name)
            record(service, "service named in the HR list", actor=run.actor)
            run.say("services", _("%(service)s: a service that is new in the list.") % {"service": name})
        elif service.ended_on:
            run.say("look", _("%(service)s has ended here, and the list names it still.") % {"service": service.name})


def take_people(run, file):
    """Take in every officer of the list. What ends comes before what begins, so that a post passes from one to the next."""
    people = who_is_who(file, run.known)
    taken = [one for row in file.rows if (one := take_officer(run, people.get(row.staff_id), row))]
    keep(run, taken)
    for change in (end_posts, begin_posts):
        for one in taken:
            change(run, one.row, one.entry.person)


def look_for_missing(run, listed):
    """Mark officers who are employed here, came from a list and are not in this one. Nothing of theirs ends by it.

    Of somebody whose last day is entered already, nothing is left to be confirmed.
    """
    for entry in run.known.entries.values():
        if not entry.staff_id or entry.staff_id.casefold() in listed or run.known.staff.get(entry.person_id) != OPEN_ENDED:
            continue
        run.count("missing")
        run.say("missing", _("%(name)s is not in the list: proposed as having left, to be confirmed.") % {"name": entry.person.full_name})
        if entry.unlisted_since is None:
            Officer.objects.filter(pk=entry.pk).update(unlisted_since=run.day)
            record(entry.person, "no longer in the HR list", actor=run.actor)
