"""Turns of the thread: who said it, in which office, to whom; their papers; whom to tell."""
from typing import NamedTuple

from casework import policy, search
from casework.models import Case, CaseEntry, CasePaper
from council_portal.access.models import in_force
from council_portal.access.services import end_standings, give_standing
from council_portal.accounts.holders import holders_of
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.services import office_of
from council_portal.documents.services import keep, put_away
from council_portal.documents.uploads import Upload


class CannotBe(ValueError):
    """What was asked for does not fit the case as it is. `args[0]` says why, for whoever pressed the button."""


def say(case, kind, person, capacity, *, text="", clause="", **more):
    """Add a turn to the thread, in the name of the office that the person acts for, with the names of all who have it.

    person: None for the portal itself. more: other columns of the turn.
    """
    entry = CaseEntry.objects.create(case=case, kind=kind, author=person, acting_as=acting_as(case, person, capacity), text=text,
                                     clause=clause, to=addressed(case), **more)
    search.write(case)
    return entry


def note(case, kind, text):
    """A turn of the portal's own: what it did by the clock, and why."""
    return say(case, kind, None, "", text=text)


def addressed(case):
    """The names of all who read the case now: the recipients of a turn. There are no others (no blind copy)."""
    return list(dict.fromkeys(case.standings.filter(in_force()).order_by("since", "pk").values_list("principal__name", flat=True)))


def name_readers(case, entry):
    """Name on a turn those too who have it by what it did: whoever a case is sent to reads the turn that sent it."""
    entry.to = addressed(case)
    entry.save(update_fields=["to"])


class Filed(NamedTuple):
    """A checked upload and how it is to be kept: restricted (stamped copies only), as a new version of an earlier paper."""

    upload: Upload
    restricted: bool = False
    replaces: CasePaper | None = None


def store(papers, **how):
    """Write the files of checked uploads before the transaction that keeps them: a slow disk must not hold the database.

    how: what `Filed` says. Returns what the verbs take as `papers`.
    """
    return [Filed(put_away(CasePaper, upload), **how) for upload in papers]


def keep_papers(case, entry, papers, actor):
    """Keep each paper with the turn that brought it."""
    for paper in papers:
        upload, restricted, replaces = paper if isinstance(paper, Filed) else Filed(paper)
        keep(CasePaper, upload, actor=actor.person, matter_field={"case": case, "entry": entry}, restricted=restricted, replaces=replaces)
    if papers:
        search.write(case)


def handlers(case):
    """The people who hold the case today, for telling them."""
    return people(case, {policy.HANDLER})


def everybody(case, *, but=None):
    """All who read the case, for telling them, without the one who acts."""
    return [person for person in [case.raised_by, *people(case, set(policy.CAPACITIES) - {policy.RAISER})] if person != but]


def people(case, capacities):
    """The people who hold the principals that stand in the case in these capacities today."""
    rows = case.standings.filter(in_force(), capacity__in=capacities).select_related("principal")
    return list({h.person.pk: h.person for row in rows for h in holders_of(row.principal)}.values())


def holds(case, actor, capacity):
    """Does this person stand in the case in this capacity?"""
    return case.standings.filter(in_force(), capacity=capacity, principal__in=actor.principals).exists()


def pass_on(case):
    """The case goes above whoever has it: they read it on and may still answer, but do not decide any more whose it is."""
    for row in case.standings.filter(in_force(), capacity=policy.HANDLER).select_related("principal").order_by("since", "pk"):
        end_standings(case, capacity=policy.HANDLER, principal=row.principal)
        give_standing(case, row.principal, policy.FORMER, clause=row.clause, reason=row.reason)


def part_with_contributors(case):
    """A case is closed: whoever was only asked to contribute, or has contributed, reads it no more."""
    for capacity in (policy.CONTRIBUTOR, policy.CONTRIBUTED):
        end_standings(case, capacity=capacity)


def touch(case, entry, **columns):
    """A turn that changes no state: the case moves up in the lists. columns: its dates, unless somebody has changed its state since."""
    Case.objects.filter(pk=case.pk).update(last_activity=entry.at)
    if columns:
        Case.objects.filter(pk=case.pk, version=case.version).update(**columns)
    case.last_activity = entry.at
    for name, value in columns.items():
        setattr(case, name, value)


def acting_as(case, person, capacity):
    """The office that this person acts for here, and whom they stand in or deputise for: the act names both."""
    if person is None:
        return ""
    if capacity == policy.RAISER and person != case.raised_by:
        return office_of(case.raised_by).name  # an assistant, always shown as such
    if capacity == policy.RAISER:
        wards = Principal.objects.filter(pk__in=person.principals, kind=Principal.Kind.WARD).values_list("ward__name", flat=True)
        return f"Member for {', '.join(wards)}" if wards else "Member"
    row = (Appointment.objects.filter(in_force(), person=person, principal__in=case.standings.filter(
        in_force(), capacity=capacity).values("principal")).select_related("principal", "absence__person").order_by("role", "pk").first())
    if row is None:
        return ""
    if row.role == Appointment.Role.STAND_IN:
        return f"{row.principal.name}, standing in for {row.absence.person.full_name}"
    return row.principal.name + (", deputy" if row.role == Appointment.Role.DEPUTY else "")
