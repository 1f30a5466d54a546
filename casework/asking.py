"""Asking and being asked: acknowledgement, questions to the Member, more time, contributions, whoever joins."""
from django.conf import settings
from django.db import transaction
from django.utils.translation import ngettext

from casework import clocks, policy
from casework.models import CaseEntry, Contribution, Status
from casework.routing import first_step
from casework.turns import CannotBe, everybody, handlers, keep_papers, people, say, touch
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import end_standings, give_standing
from council_portal.accounts.holders import holders_of
from council_portal.audit.services import record
from council_portal.matters.services import Changed, move
from council_portal.outbox.services import post
from council_portal.protocol.services import route_under

Kind = CaseEntry.Kind


def back_to(case):
    """Where a case goes from the Member: to the officers, or to whom it was taken further."""
    return Status.ESCALATED if case.taken_further else Status.WITH_OFFICER


@transaction.atomic
def acknowledge(case, *, actor, text=""):
    """Say that the case has arrived and who sees to it (NNC-TIME). Stops the clock of acknowledgement; a second time changes nothing."""
    require(actor, "acknowledge", case)
    entry = say(case, Kind.ACKNOWLEDGED, actor.person, policy.HANDLER, text=text)
    clocks.officer_spoke(case, entry.at)
    touch(case, entry, **clocks.dates(case, case.status))
    record(case, "acknowledged", actor=actor.person, acting_as=entry.acting_as)
    post(case, "case_update", to=[case.raised_by], key=str(entry.uid))
    return entry


@transaction.atomic
def ask(case, *, actor, text, papers=()):
    """Ask the Member something. The Member's own clock starts, the officers' stand still until the reply (SEC-3.4).

    The Member's time is what the protocol that the case was routed by says of an officer's question to a Member, else the portal's.
    """
    require(actor, "ask", case)
    step = first_step(route_under(case.protocol, "question_to_member", "officer"))
    time_clause = (step.timed_by or "") if step else ""
    entry = say(case, Kind.ASKED, actor.person, policy.HANDLER, text=text, clause=time_clause)
    keep_papers(case, entry, papers, actor)
    clocks.officer_spoke(case, entry.at)
    if case.is_question:
        clocks.stop(case, clocks.Kind.UPDATE, at=entry.at)
    clocks.pause(case, entry.at)
    clocks.start(case, clocks.Kind.MEMBER, clocks.time_of(clocks.Kind.MEMBER, at=entry.at, step=step), entry.at)
    move(case, Status.WITH_MEMBER, actor=actor.person, verb="asked the Member", clause=entry.clause, acting_as=entry.acting_as,
         **clocks.dates(case, Status.WITH_MEMBER))
    post(case, "case_question", to=[case.raised_by], key=str(entry.uid))
    return entry


@transaction.atomic
def reply(case, *, actor, text, papers=()):
    """The Member replies. The Member's clock stops and the officers' go on, later by the days of waiting."""
    require(actor, "reply", case)
    entry = say(case, Kind.REPLIED, actor.person, policy.RAISER, text=text)
    keep_papers(case, entry, papers, actor)
    go(case, entry, actor, "replied")
    post(case, "case_reply", to=handlers(case), key=str(entry.uid))
    return entry


@transaction.atomic
def go_on(case, *, actor, text=""):
    """The office that asked goes on without a reply. The Member's clock stops as it is, the officers' go on."""
    require(actor, "go_on", case)
    entry = say(case, Kind.WENT_ON, actor.person, policy.HANDLER, text=text)
    go(case, entry, actor, "went on without a reply")
    post(case, "case_update", to=[case.raised_by], key=str(entry.uid))
    return entry


def go(case, entry, actor, verb):
    """From waiting on the Member back to the officers. With a question outside any case their time to settle it, or ask again, begins."""
    clocks.stop(case, clocks.Kind.MEMBER, at=entry.at)
    clocks.resume(case, entry.at)
    if case.is_question:
        clocks.start(case, clocks.Kind.UPDATE, clocks.own_time(clocks.Kind.UPDATE), entry.at)
    to = back_to(case)
    move(case, to, actor=actor.person, verb=verb, acting_as=entry.acting_as, **clocks.dates(case, to))


def most_days(case):
    """How many more days the answer may take in all: the cap (a setting) less what was agreed already."""
    clock = case.clocks.filter(kind=clocks.Kind.ANSWER, stopped_at=None).first()
    return 0 if clock is None else left_to_extend(clock)


def left_to_extend(clock):
    """The same of one clock that was read already, in days of its own kind."""
    return max(0, settings.EXTENSION_DAYS_AT_MOST - sum(days for days, _on in clock.extensions))


def more_days(days, unit):
    """So many more days of this kind ("calendar" or "working"), in words."""
    if unit == "calendar":
        return ngettext("%(days)s more calendar day", "%(days)s more calendar days", days) % {"days": days}
    return ngettext("%(days)s more working day", "%(days)s more working days", days) % {"days": days}


def owed_by(case, user):
    """The contribution that an office of this reader was asked for and has not given, or None."""
    return case.contributions.filter(principal__in=user.principals, given=None).first()


def awaited(case):
    """The contributions that were asked for and have not been given, the earliest day first, with the offices: one statement."""
    return list(case.contributions.filter(given=None).select_related("principal"))


def owed_days(cases, user):
    """{key of a case: the day by which an office of this reader owes a contribution to it}, the first of several: one statement."""
    rows = Contribution.objects.filter(case__in=cases, principal__in=user.principals, given=None).order_by("-due_on")
    return dict(rows.values_list("case", "due_on"))


@transaction.atomic
def ask_more_time(case, *, actor, days, text):
    """Ask the Member for more time to answer: so many days of the kind that is counted, with a reason. Changes no date by itself.

    Raises CannotBe beyond the cap, and while the Member has not answered an earlier request.
    """
    require(actor, "more_time", case)
    clock = case.clocks.select_for_update().filter(kind=clocks.Kind.ANSWER, stopped_at=None).first()
    if clock is None or clock.more_days:
        raise CannotBe("asked already")
    if not 1 <= days <= most_days(case):
        raise CannotBe("beyond the cap")
    entry = say(case, Kind.MORE_TIME, actor.person, policy.HANDLER, text=text, outcome_note=more_days(days, clock.unit))
    clock.more_days = days
    clock.save(update_fields=["more_days"])
    touch(case, entry)
    record(case, "asked for more time", actor=actor.person, acting_as=entry.acting_as, detail=str(days))
    post(case, "case_more_time", to=[case.raised_by], key=str(entry.uid))
    return entry


@transaction.atomic
def answer_more_time(case, *, actor, agreed, text=""):
    """The Member agrees to more time, or does not: only by agreement does the date move. Raises Changed when nothing is asked any more."""
    require(actor, "agree", case)
    clock = case.clocks.select_for_update().filter(kind=clocks.Kind.ANSWER, stopped_at=None).exclude(more_days=None).first()
    if clock is None:
        raise Changed(case)
    entry = say(case, Kind.AGREED if agreed else Kind.DECLINED, actor.person, policy.RAISER, text=text,
                outcome_note=more_days(clock.more_days, clock.unit), outcome_on=clocks.with_more(clock) if agreed else None)
    if agreed:
        clock.extensions = clocks.extended(clock, clock.more_days, entry.at)
        clock.reminded_on = None
    clock.more_days = None
    clocks.wind(clock)
    verb = "agreed to more time" if agreed else "did not agree to more time"
    again = {"told_overdue_on": None} if agreed else {}
    move(case, case.status, actor=actor.person, verb=verb, acting_as=entry.acting_as, **again, **clocks.dates(case, case.status))
    post(case, "case_time_answered", to=handlers(case), key=str(entry.uid))
    return entry


@transaction.atomic
def want(case, *, actor, principal, text, due_on):
    """Ask another office for a contribution by a day (London). It reads the case from now on; what was written before it does not see.

    It is no word to the Member: their clocks of acknowledgement and update go on.

    Raises CannotBe for an office that takes no cases, that has the case already or owes a contribution, or where nobody is there.
    """
    require(actor, "want", case)
    there = holders_of(principal, excluding=[case.raised_by])
    stands = case.standings.filter(in_force(), principal=principal, capacity=policy.HANDLER).exists()
    if principal.post not in policy.TAKERS or not there or stands:
        raise CannotBe("nobody to contribute")
    if case.contributions.filter(principal=principal, given=None).exists():
        raise CannotBe("asked already")
    give_standing(case, principal, policy.CONTRIBUTOR, reason="asked for a contribution", by=actor.person)
    entry = say(case, Kind.WANTED, actor.person, policy.HANDLER, text=text, outcome_note=principal.name[:300], outcome_on=due_on)
    Contribution.objects.create(case=case, principal=principal, asked=entry, due_on=due_on)
    touch(case, entry)
    record(case, "contribution asked for", actor=actor.person, acting_as=entry.acting_as, detail=principal.name[:200])
    post(case, "case_wanted", to=[h.person for h in there], key=str(entry.uid))
    post(case, "case_update", to=[case.raised_by], key=str(entry.uid))
    return entry


@transaction.atomic
def contribute(case, *, actor, text, papers=()):
    """Give what was asked of one's office. It keeps reading the case until it is closed. Raises Changed when it was given meanwhile."""
    require(actor, "contribute", case)
    owed = case.contributions.select_for_update().filter(principal__in=actor.principals, given=None).first()
    if owed is None:
        raise Changed(case)
    entry = say(case, Kind.CONTRIBUTED, actor.person, policy.CONTRIBUTOR, text=text)
    keep_papers(case, entry, papers, actor)
    owed.given = entry
    owed.save(update_fields=["given"])
    read_on(case, owed.principal)
    touch(case, entry)
    record(case, "contributed", actor=actor.person, acting_as=entry.acting_as)
    post(case, "case_contributed", to=everybody(case, but=actor.person), key=str(entry.uid))
    return entry


def read_on(case, principal):
    """Whoever has contributed owes nothing any more, and reads on from where they began to read."""
    standing = case.standings.filter(in_force(), principal=principal, capacity=policy.CONTRIBUTOR).first()
    end_standings(case, capacity=policy.CONTRIBUTOR, principal=principal)
    kept = give_standing(case, principal, policy.CONTRIBUTED, reason="contributed")
    type(kept).objects.filter(pk=kept.pk, since__gt=standing.since).update(since=standing.since)


@transaction.atomic
def join(case, *, actor, principal, text):
    """Let an officer's post, or the office of another Member, join the correspondence, for a reason that all read. From now on only.

    Nobody reads along unseen: everyone is told, and every turn names its readers. Raises CannotBe for any other principal, and where
    it reads the case already.
    """
    require(actor, "join", case)
    capacity = policy.RAISER if actor.person == case.raised_by or not people_include(case, actor) else policy.HANDLER
    if principal.post not in policy.TAKERS and principal.kind != principal.Kind.OFFICE:
        raise CannotBe("nobody to join")
    there = holders_of(principal)
    if not there or case.standings.filter(principal=principal).filter(in_force()).exists():
        raise CannotBe("reads it already")
    give_standing(case, principal, policy.PARTICIPANT, reason="joined the correspondence", by=actor.person)
    name = principal.person.full_name if principal.person else principal.name
    entry = say(case, Kind.JOINED, actor.person, capacity, text=text, outcome_note=name[:300])
    touch(case, entry)
    record(case, "somebody joined", actor=actor.person, acting_as=entry.acting_as, detail=principal.name[:200])
    post(case, "case_joined", to=everybody(case, but=actor.person), key=str(entry.uid))
    return entry


def people_include(case, actor):
    """Is this person among those who hold the case?"""
    return actor.person in people(case, {policy.HANDLER})
