"""The verbs of a case. Each reads as a story: require, change, record, tell; one transaction."""
import uuid

from django.db import transaction
from django.utils import timezone

from casework import clocks, policy
from casework.models import Case, CaseEntry, Status
from casework.routing import (
    contact_centre,
    first_step,
    give_to_democratic_services,
    names_a_time,
    past_the_pair,
    reply_clock,
    report_vacancy,
    send,
    start_clocks,
    way_up,
)
from casework.turns import (
    CannotBe,
    everybody,
    handlers,
    holds,
    keep_papers,
    name_readers,
    part_with_contributors,
    pass_on,
    say,
    store,
    touch,
)
from casework.whose import owner_of
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import end_standings, give_standing
from council_portal.accounts.holders import holders_of
from council_portal.accounts.services import office_of
from council_portal.audit.services import record
from council_portal.matters.models import Submission
from council_portal.matters.services import move, once, take_reference
from council_portal.outbox.services import post
from council_portal.protocol.rules import Route
from council_portal.protocol.services import in_force as protocol_in_force
from council_portal.protocol.services import place as place_step
from council_portal.protocol.services import route_under

__all__ = [
    "CannotBe", "answer", "close", "come_back", "do_once", "done_before", "escalate", "first_step", "form_key", "last_turn", "log_case",
    "moved_on", "names_a_time", "note_list_taken", "note_opened", "note_taken", "place", "policy", "refer", "reply_clock", "store",
    "turn_into_concern", "update", "way_up",
]  # fmt: skip -- a list of names reads better as a paragraph

Kind = CaseEntry.Kind
UPDATERS = (policy.RAISER, policy.HANDLER, policy.FORMER, policy.PARTICIPANT)


def log_case(*, actor, key, title, text, service, ward, matter="service_failure", chosen=None, departure="", urgent=False, papers=(),
             origin=""):
    """Log a matter and send it where the protocol in force sends it. Tells whoever it goes to and who raised it.

    actor: the User of a Member. key: the UUID of the form; sent twice it makes one case. matter: a word of `policy.RAISABLE`. chosen:
    the raiser's choice among the posts of the first formal step, or None; with `departure`, a reason in words, another post that takes
cases. papers: checked uploads. origin: a sentence that the first turn says before the words, or "". Returns the case. Raises
    Forbidden for who is no Member, protocol.services.NothingInForce when no protocol is adopted, protocol.services.Held for a departure
    from a must.
    """
    require(actor, "log", Case)

    def make():
        version = protocol_in_force()
        route = route_under(version, matter, "member")
        step = first_step(route)
        received = timezone.now()
        case = Case.objects.create(
            reference=take_reference(), raised_by=actor.person, protocol=version, matter=matter, title=title, text=text, urgent=urgent,
            departure=departure, service=service, ward=ward, route=route.as_json(), clause=(step.clause or "") if step else "",
            status=Status.UNROUTED, received=received, next_on=timezone.localdate(received))
        give_standing(case, office_of(actor.person), policy.RAISER, clause=case.clause, reason="raised it")
        entry = say(case, Kind.LOGGED, actor.person, policy.RAISER, text=origin, clause=case.clause)
        keep_papers(case, entry, papers, actor)
        record(case, "logged", actor=actor.person, acting_as=entry.acting_as, clause=case.clause)
        if matter == policy.REQUEST:
            to_contact_centre(case)
        else:
            if step:
                start_clocks(case, step, received)
            send(case, step, chosen=chosen, actor=actor.person)
        name_readers(case, entry)
        post(case, "case_logged", to=[actor.person])
        return case

    # The same form with other words is another matter: it must not be lost behind the first.
    return once(form_key(key, title, text, service.uid, ward.uid), actor.person, Case, make)


def form_key(key, *said):
    """The key of a form together with what was typed in it."""
    return uuid.uuid5(key, "\x1f".join(str(one) for one in said))


def to_contact_centre(case):
    """A plain request for a service goes down the council's standard channel, not to an officer (SEC-3.1). The Member carries it there."""
    time = clocks.time_of(clocks.Kind.REQUEST, at=case.received, service=case.service, matter=case.matter)
    clocks.start(case, clocks.Kind.REQUEST, time, case.received)
    return move(case, Status.WITH_CENTRE, actor=None, verb="sent", clause=case.clause, acting_as="Contact Centre", sent_to=contact_centre(),
                **clocks.dates(case, Status.WITH_CENTRE))


@transaction.atomic
def refer(case, *, actor, text):
    """Keep the reference that the contact centre gave (SEC-3.1). text: as it was given; a second one takes its place, the first stays
    in the thread."""
    require(actor, "refer", case)
    entry = say(case, Kind.REFERENCE, actor.person, policy.RAISER, text=text, clause=case.clause)
    Case.objects.filter(pk=case.pk).update(crm_reference=text, last_activity=entry.at)
    record(case, "reference of the contact centre entered", actor=actor.person, acting_as=entry.acting_as)
    return entry


@transaction.atomic
def turn_into_concern(case, *, actor, text, papers=(), chosen=None, urgent=False):
    """A request that was not done, or done badly: a concern from now on, with its number and thread (SEC-3.2).

    Routed by the protocol in force now; its clocks begin now. text: what failed. chosen: the Member's choice among the posts of the first
    formal step, or None. urgent: marked as urgent by the Member.
    """
    require(actor, "turn", case)
    version, now = protocol_in_force(), timezone.now()
    route = route_under(version, "service_failure", "member")
    step = first_step(route)
    entry = say(case, Kind.TURNED, actor.person, policy.RAISER, text=text, clause=(step.clause or "") if step else "")
    keep_papers(case, entry, papers, actor)
    clocks.stop(case, at=now)
    Case.objects.filter(pk=case.pk).update(clause=entry.clause)
    case.clause = entry.clause
    move(case, case.status, actor=actor.person, verb="turned into a concern", clause=entry.clause, acting_as=entry.acting_as,
         matter="service_failure", protocol=version, route=route.as_json(), urgent=urgent)
    if step:
        start_clocks(case, step, now)
    send(case, step, chosen=chosen, actor=actor.person)
    name_readers(case, entry)
    return entry


@transaction.atomic
def answer(case, *, actor, text, outcome="", outcome_on=None, outcome_note="", papers=()):
    """Answer the Member, and say how it ends (NNC-EXPECT). The officers' clocks stop; the Member may accept, or come back.

    outcome: a word of `Outcome`. outcome_on: the day on which it was done, or is to be done. outcome_note: the programme, whose it is
    instead, or the reason that the Member can pass on.
    """
    require(actor, "answer", case)
    ended = {"outcome": outcome, "outcome_on": outcome_on}
    capacity = next(capacity for capacity in policy.HAVE_OR_HAD if holds(case, actor, capacity))
    entry = say(case, Kind.ANSWER, actor.person, capacity, text=text, clause=case.clause, outcome_note=outcome_note, **ended)
    keep_papers(case, entry, papers, actor)
    clocks.stop(case, at=entry.at)
    move(case, Status.ANSWERED, actor=actor.person, verb="answered", clause=case.clause, acting_as=entry.acting_as,
         told_outcome_on=None, **ended, **clocks.dates(case, Status.ANSWERED))
    post(case, "case_answered", to=[case.raised_by], key=str(entry.uid))
    return entry


@transaction.atomic
def update(case, *, actor, text, papers=()):
    """Post an update that changes no state (RUG-CASE-CHANNEL). Tells all others who read the case."""
    require(actor, "update", case)
    capacity = next(capacity for capacity in UPDATERS if holds(case, actor, capacity))
    entry = say(case, Kind.UPDATE, actor.person, capacity, text=text)
    keep_papers(case, entry, papers, actor)
    if capacity in policy.HAVE_OR_HAD:
        clocks.officer_spoke(case, entry.at)
    touch(case, entry, **clocks.dates(case, case.status) if case.status in (Status.WITH_OFFICER, Status.ESCALATED) else {})
    record(case, "update posted", actor=actor.person, acting_as=entry.acting_as)
    post(case, "case_update", to=everybody(case, but=actor.person), key=str(entry.uid))
    return entry


@transaction.atomic
def escalate(case, *, actor, text=""):
    """Send an unanswered case up to the office that the protocol names for it: the Member's act, never the clock's (SEC-3.5).

    The protocol that counts is the one that the case was routed by. Whoever had it reads it on, may still answer, and is told; whose it is
    only the office above decides from now on. That office has a time of its own: the portal's, as the protocols name none. When that has
    gone by the case can be taken further again: to the next office that the protocol names, else up the portal's own ladder, at whose top
    Democratic Services are told. Counted each time.
    """
    require(actor, "escalate", case)
    case.names = case.posts = None  # who holds what is asked now, not when the page was read
    step = way_up(case)
    of = {"service": case.service, "ward": case.ward, "excluding": [case.raised_by]}
    [placement] = place_step(step, "unanswered", **of) if step else [None]
    clause = (step.clause or "") if step else ""
    entry = say(case, Kind.ESCALATED, actor.person, policy.RAISER, text=text, clause=clause)
    before = handlers(case)
    clocks.stop(case, at=entry.at)
    case.taken_further = True
    clocks.start(case, clocks.Kind.ANSWER, clocks.own_time(clocks.Kind.ANSWER), entry.at)
    changes = {"taken_further": True, **clocks.dates(case, Status.ESCALATED)}
    said = {"actor": actor.person, "verb": "escalated", "clause": clause, "acting_as": entry.acting_as}
    if placement is None or placement.principal is None:
        # Nobody above takes it: it stays with whoever has it, and Democratic Services are asked to find somebody.
        move(case, Status.ESCALATED, **said, **changes)
        give_to_democratic_services(case, clause=clause, reason="nobody holds the post that an unanswered case goes to", key=str(entry.uid))
        return entry
    pass_on(case)
    [placement], owner = past_the_pair(case, step, [placement], chosen=None, of=of)
    give_standing(case, placement.principal, policy.HANDLER, clause=clause, reason="raised as unanswered")
    name_readers(case, entry)
    if placement.passed:
        report_vacancy(placement, case)
    move(case, Status.ESCALATED, **said, sent_to=placement.principal, owner=owner, **changes)
    post(case, "case_escalated", to=[h.person for h in placement.holders], key=str(entry.uid))
    post(case, "case_update", to=before, key=str(entry.uid))
    return entry


@transaction.atomic
def come_back(case, *, actor, text, papers=()):
    """The answer did not settle it: the case goes back to whoever had it, with number and thread, and a new time to answer, as long as the
    first one was. Counted: `times_back`. The clocks of before stay as they ended.
    """
    require(actor, "come_back", case)
    entry = say(case, Kind.CAME_BACK, actor.person, policy.RAISER, text=text, clause=case.clause)
    keep_papers(case, entry, papers, actor)
    step = first_step(Route.from_json(case.route))
    there = holders_of(case.sent_to, excluding=[case.raised_by]) if case.sent_to else []
    clocks.stop(case, at=entry.at)
    case.taken_further = False
    if step:
        start_clocks(case, step, entry.at, again=True)
    to = Status.WITH_OFFICER if there else case.status
    owner = owner_of(case, case.sent_to, there, before=case.owner)
    move(case, to, actor=actor.person, verb="came back", clause=case.clause, acting_as=entry.acting_as, times_back=case.times_back + 1,
         told_overdue_on=None, taken_further=False, outcome="", outcome_on=None, owner=owner, **clocks.dates(case, to))
    if there:
        post(case, "case_comes_back", to=[h.person for h in there], key=str(entry.uid))
    else:  # whoever had it is gone: the route is walked anew
        send(case, step, chosen=None, actor=actor.person)
    return entry


@transaction.atomic
def close(case, *, actor, text=""):
    """The Member closes the case. It keeps its thread, and can be come back on. Whoever was only asked to contribute reads it no more."""
    require(actor, "close", case)
    entry = say(case, Kind.CLOSED, actor.person, policy.RAISER, text=text)
    clocks.stop(case, at=entry.at)
    move(case, Status.CLOSED, actor=actor.person, verb="closed", acting_as=entry.acting_as, **clocks.dates(case, Status.CLOSED))
    post(case, "case_closed", to=handlers(case), key=str(entry.uid))
    part_with_contributors(case)
    return entry


@transaction.atomic
def place(case, *, actor, principal, text):
    """Democratic Services find somebody for a case that had nobody. text: why this office. Their own standing ends.

    Raises ValueError for a principal that is no officer's post: a case must not be opened to all Members.
    """
    require(actor, "place", case)
    if principal.post not in policy.TAKERS:
        raise ValueError(f"{principal.post or principal.kind} does not take cases")
    entry = say(case, Kind.PLACED, actor.person, policy.ROUTER, text=text)
    if case.taken_further:
        pass_on(case)
    give_standing(case, principal, policy.HANDLER, reason="placed by Democratic Services", by=actor.person)
    name_readers(case, entry)
    to = Status.WITH_OFFICER if case.status == Status.UNROUTED else case.status
    there = holders_of(principal)
    move(case, to, actor=actor.person, verb="placed", acting_as=entry.acting_as, detail=principal.name[:200], sent_to=principal,
         owner=owner_of(case, principal, there), **clocks.dates(case, to))
    end_standings(case, capacity=policy.ROUTER)
    post(case, "case_for_you", to=[h.person for h in there], key=str(entry.uid))
    post(case, "case_update", to=[case.raised_by], key=str(entry.uid))
    return entry


def do_once(key, verb, case, *, actor, **given):
    """Do one of the verbs for this form. The same form again changes nothing, and gives the turn that it made the first time."""
    said = form_key(key, case.uid, verb.__name__, given.get("text", ""))
    return once(said, actor.person, CaseEntry, lambda: verb(case, actor=actor, **given))


def done_before(uid, verb, *, key, actor, text=""):
    """Did this person's form with this key and these words make a turn of the case with this uid already?

    SECURITY: it says nothing of a case but what this very person did to it, so it is asked of one that they may not see any more too.
    """
    said = form_key(key, uid, verb.__name__, text) if key else None
    sent = Submission.objects.filter(key=said, by=actor.person, made=CaseEntry._meta.label_lower)
    return CaseEntry.objects.filter(case__uid=uid, uid__in=sent.values("made_uid")).exists()


def moved_on(case):
    """Did somebody change the state of the case since it was read?"""
    return not Case.objects.filter(pk=case.pk, version=case.version).exists()


def last_turn(case, user):
    """The last turn of the case that this reader may read, or None."""
    return CaseEntry.objects.permitted(user).filter(case=case).select_related("author").order_by("-at", "-pk").first()


@transaction.atomic
def note_opened(case, *, actor, acting_as):
    """Record that somebody opened the page of a case, and in which office: reading is part of the record."""
    record(case, "opened", actor=actor.person, acting_as=acting_as)


@transaction.atomic
def note_taken(case, verb, *, actor):
    """Record that somebody took a case out of the portal, and in which office. verb: "printed" or "taken as PDF"."""
    require(actor, "view", case)
    mine = case.standings.filter(in_force(), principal__in=actor.principals).select_related("principal").order_by("since", "pk").first()
    record(case, verb, actor=actor.person, acting_as=mine.principal.name if mine else "")


@transaction.atomic
def note_list_taken(*, actor, rows, filters):
    """Record, before the first of them leaves, that somebody takes their list out: how many rows and how narrowed, not which cases.

    filters: as in the address of the list.
    """
    record(None, "list of cases taken", actor=actor.person, detail=f"{rows} rows; {filters}"[:200])
