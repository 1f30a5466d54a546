"""The verbs of a case. Each reads as a story: require, change, record, tell; one transaction."""
import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from casework import policy, search
from casework.models import Case, CaseEntry, CasePaper, Status
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import end_standings, give_standing
from council_portal.accounts.holders import holders, holders_of
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.services import group_of, office_of, post_principal
from council_portal.audit.services import record
from council_portal.clock.due import due
from council_portal.documents.services import keep, put_away
from council_portal.matters.models import Submission
from council_portal.matters.services import move, once, take_reference
from council_portal.outbox.services import post
from council_portal.protocol.rules import Route, Step, next_up
from council_portal.protocol.services import in_force as protocol_in_force
from council_portal.protocol.services import place as place_step
from council_portal.protocol.services import route_under

Kind = CaseEntry.Kind


def log_case(*, actor, key, title, text, service, ward, matter="service_failure", chosen=None, departure="", urgent=False, papers=()):
    """Log a matter and send it where the protocol in force sends it. Tells whoever it goes to and who raised it.

    actor: the User of a Member. key: the UUID of the form; sent twice it makes one case. matter: a word of VOCABULARY. chosen: the
    raiser's choice among the posts of the first formal step, or None; with `departure`, a reason in words, another post that takes
    cases. papers: checked uploads. Returns the case. Raises Forbidden for who is no Member, protocol.services.NothingInForce when no
    protocol is adopted, protocol.services.Held for a departure from a must.
    """
    require(actor, "log", Case)

    def make():
        version = protocol_in_force()
        route = route_under(version, matter, "member")
        step = first_step(route)
        received = timezone.now()
        clock = reply_clock(step, received)
        case = Case.objects.create(
            reference=take_reference(), raised_by=actor.person, protocol=version, matter=matter, title=title, text=text, urgent=urgent,
            departure=departure,
            service=service, ward=ward, route=route.as_json(), clause=(step.clause or "") if step else "", status=Status.UNROUTED,
            received=received, due_on=clock.on if clock else None, due_working=clock.as_json() if clock else None)
        give_standing(case, office_of(actor.person), policy.RAISER, clause=case.clause, reason="raised it")
        entry = say(case, Kind.LOGGED, actor.person, policy.RAISER, clause=case.clause)
        keep_papers(case, entry, papers, actor)
        record(case, "logged", actor=actor.person, acting_as=entry.acting_as, clause=case.clause)
        send(case, step, chosen=chosen, actor=actor.person)
        post(case, "case_logged", to=[actor.person])
        return case

    # The same form with other words is another matter: it must not be lost behind the first.
    return once(form_key(key, title, text, service.uid, ward.uid), actor.person, Case, make)


def form_key(key, *said):
    """The key of a form together with what was typed in it."""
    return uuid.uuid5(key, "\x1f".join(str(one) for one in said))


def first_step(route):
    """The step that a matter formally goes to first: an informal talk before it is the raiser's own. None for a forbidden route."""
    steps = route.default_steps if route.silent else route.steps
    return next((step for step in steps if step.stage not in ("informal", "tell")), None)


def way_up(case):
    """The step that an unanswered case can take next: what the protocol it was routed by says of unanswered ones (SEC-3.5).

    Where the case is with that post already, or with one above it, the next post up: the portal's own rule, without a clause. None
    at the top: then Democratic Services are asked.
    """
    step = first_step(route_under(case.protocol, "unanswered", "member"))
    at = case.sent_to.post if case.sent_to else ""
    if step is None or (at not in step.to and at not in above(step.to[0])):
        return step
    up = next_up(at)
    return Step(stage="then", to=(up,), force="may") if up else None


def above(post):
    """The posts of the ladder above this one, the nearest first."""
    found = []
    while post := next_up(post):
        found.append(post)
    return found


def reply_clock(step, received):
    """When a reply is due and how that was worked out (`clock.due.Due`); None where the matter goes to nobody.

    A step that names no time gets the portal's own (REPLY_WORKING_DAYS, a setting): every case has a next date, and the page says
    whose date it is.
    """
    if step is None:
        return None
    if not names_a_time(step):
        return due(received, working_days=settings.REPLY_WORKING_DAYS, nation=settings.COUNCIL_NATION)
    return due(received, days=step.within_days, working_days=step.within_working_days, nation=settings.COUNCIL_NATION)


def names_a_time(step):
    """Does the protocol say by when this step is to be answered?"""
    return step.within_days is not None or step.within_working_days is not None


def send(case, step, *, chosen, actor):
    """Give the post that takes this step its standing; up the ladder when nobody holds it; to Democratic Services at the top."""
    of = {"service": case.service, "ward": case.ward, "group": group_of(case.raised_by), "excluding": [case.raised_by]}
    departing = bool(case.departure) and chosen in policy.TAKERS
    placements = place_step(step, case.matter, chosen=chosen, departing=departing, **of) if step else []
    placed = [p for p in placements if p.principal is not None]
    if not placed:
        return to_democratic_services(case, actor=actor)
    for placement in placed:
        departed = departing and placement.wanted not in step.to
        why = "the portal's own rule: nobody held the post that comes first" if placement.passed else "the protocol sends it here"
        why = "chosen by the Member, with a reason" if departed else why
        clause = "" if departed or placement.passed else case.clause
        give_standing(case, placement.principal, policy.HANDLER, clause=clause, reason=why)
        if departed:
            record(case, "departed from a should", actor=actor, clause=case.clause)
        post(case, "case_for_you", to=[h.person for h in placement.holders], key=str(case.times_back))
        if placement.passed:
            report_vacancy(placement, case)
    return move(case, Status.WITH_OFFICER, actor=None, verb="sent", clause=case.clause, acting_as=placed[0].principal.name,
                sent_to=placed[0].principal)


def report_vacancy(placement, case):
    """Tell Democratic Services that a post had nobody in it. They learn the post and the service, not the case."""
    told = [h.person for h in holders("democratic_services")]
    record(case.service, "post vacant", actor=None, detail=f"{placement.wanted}: taken by {placement.post}")
    post(None, "post_vacant", to=told, key=f"{placement.wanted}:{case.service.uid}:{timezone.localdate()}", path="/")


def to_democratic_services(case, *, actor):
    """Nobody takes it: the case waits with Democratic Services, who find somebody. A matter always has somebody."""
    found = holders("democratic_services")
    for principal in {h.principal for h in found} or {democratic_services()}:
        give_standing(case, principal, policy.ROUTER, reason="nobody holds the post that the protocol names, nor one above it")
    post(case, "case_unrouted", to=[h.person for h in found], key=str(case.times_back))
    return move(case, Status.UNROUTED, actor=None, verb="unrouted", clause=case.clause)


def democratic_services():
    """The post itself, made when the council has not set it up yet, so that nothing is lost."""
    return post_principal("democratic_services", name="Democratic Services")


@transaction.atomic
def answer(case, *, actor, text, papers=()):
    """Answer the Member. The reply clock stops; the Member may accept, or come back."""
    require(actor, "answer", case)
    entry = say(case, Kind.ANSWER, actor.person, policy.HANDLER, text=text, clause=case.clause)
    keep_papers(case, entry, papers, actor)
    move(case, Status.ANSWERED, actor=actor.person, verb="answered", clause=case.clause, acting_as=entry.acting_as)
    post(case, "case_answered", to=[case.raised_by], key=str(entry.uid))
    return entry


@transaction.atomic
def update(case, *, actor, text, papers=()):
    """Post an update that changes no state (RUG-CASE-CHANNEL). Tells the other side."""
    require(actor, "update", case)
    capacity = policy.RAISER if holds(case, actor, policy.RAISER) else policy.HANDLER
    entry = say(case, Kind.UPDATE, actor.person, capacity, text=text)
    keep_papers(case, entry, papers, actor)
    Case.objects.filter(pk=case.pk).update(last_activity=entry.at)
    record(case, "update posted", actor=actor.person, acting_as=entry.acting_as)
    others = handlers(case) if capacity == policy.RAISER else [case.raised_by]
    post(case, "case_update", to=others, key=str(entry.uid))
    return entry


@transaction.atomic
def escalate(case, *, actor, text=""):
    """Send an unanswered case up to the office that the protocol names for it: the Member's act, never the clock's (SEC-3.5).

    The protocol that counts is the one that the case was routed by. Whoever had it keeps it too, and is told.
    """
    require(actor, "escalate", case)
    step = way_up(case)
    [placement] = place_step(step, "unanswered", service=case.service, ward=case.ward, excluding=[case.raised_by]) if step else [None]
    clause = (step.clause or "") if step else ""
    entry = say(case, Kind.ESCALATED, actor.person, policy.RAISER, text=text, clause=clause)
    before = handlers(case)
    if placement is None or placement.principal is None:
        return to_democratic_services_too(case, entry, actor)
    give_standing(case, placement.principal, policy.HANDLER, clause=clause, reason="raised as unanswered")
    if placement.passed:
        report_vacancy(placement, case)
    move(
        case, Status.ESCALATED, actor=actor.person, verb="escalated", clause=clause, acting_as=entry.acting_as, sent_to=placement.principal
    )
    post(case, "case_escalated", to=[h.person for h in placement.holders], key=str(entry.uid))
    post(case, "case_update", to=before, key=str(entry.uid))
    return entry


def to_democratic_services_too(case, entry, actor):
    """Nobody above takes an unanswered case: it stays with whoever has it, and Democratic Services are asked to find somebody."""
    found = holders("democratic_services")
    for principal in {h.principal for h in found} or {democratic_services()}:
        give_standing(case, principal, policy.ROUTER, clause=entry.clause, reason="nobody holds the post that an unanswered case goes to")
    move(case, Status.ESCALATED, actor=actor.person, verb="escalated", clause=entry.clause, acting_as=entry.acting_as)
    post(case, "case_unrouted", to=[h.person for h in found], key=str(entry.uid))
    return entry


@transaction.atomic
def come_back(case, *, actor, text, papers=()):
    """The answer did not settle it: the case goes back to whoever had it, with number and thread, and a new reply clock."""
    require(actor, "come_back", case)
    entry = say(case, Kind.CAME_BACK, actor.person, policy.RAISER, text=text, clause=case.clause)
    keep_papers(case, entry, papers, actor)
    step = first_step(Route.from_json(case.route))
    clock = reply_clock(step, entry.at)
    there = holders_of(case.sent_to, excluding=[case.raised_by]) if case.sent_to else []
    move(case, Status.WITH_OFFICER if there else case.status, actor=actor.person, verb="came back", clause=case.clause,
         acting_as=entry.acting_as, times_back=case.times_back + 1, told_overdue_on=None,
         due_on=clock.on if clock else None, due_working=clock.as_json() if clock else None)
    if there:
        post(case, "case_comes_back", to=[h.person for h in there], key=str(entry.uid))
    else:  # whoever had it is gone: the route is walked anew
        send(case, step, chosen=None, actor=actor.person)
    return entry


@transaction.atomic
def close(case, *, actor, text=""):
    """The Member closes the case. It keeps its thread, and can be come back on."""
    require(actor, "close", case)
    entry = say(case, Kind.CLOSED, actor.person, policy.RAISER, text=text)
    move(case, Status.CLOSED, actor=actor.person, verb="closed", acting_as=entry.acting_as)
    post(case, "case_closed", to=handlers(case), key=str(entry.uid))
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
    give_standing(case, principal, policy.HANDLER, reason="placed by Democratic Services", by=actor.person)
    to = Status.WITH_OFFICER if case.status == Status.UNROUTED else case.status
    move(case, to, actor=actor.person, verb="placed", acting_as=entry.acting_as, detail=principal.name[:200], sent_to=principal)
    end_standings(case, capacity=policy.ROUTER)
    post(case, "case_for_you", to=[h.person for h in holders_of(principal)], key=str(entry.uid))
    post(case, "case_update", to=[case.raised_by], key=str(entry.uid))
    return entry


def offer_what_is_overdue(today=None, limit=500):
    """Due by the clock: tell the Member, once, that the reply is overdue and may be taken further. Escalates nothing by itself.

    today: a date, London. Returns how many were told. Two of these at once tell once: the row is claimed by its update.
    """
    today, told = today or timezone.localdate(), 0
    for case in Case.objects.overdue(today).filter(told_overdue_on=None).select_related("raised_by").order_by("due_on")[:limit]:
        with transaction.atomic():
            if Case.objects.filter(pk=case.pk, told_overdue_on=None, status=Status.WITH_OFFICER, due_on=case.due_on).update(
                told_overdue_on=today
            ):
                post(case, "case_overdue", to=[case.raised_by], key=str(case.due_on))
                record(case, "reply overdue", actor=None, detail=str(case.due_on))
                told += 1
    return told


def do_once(key, verb, case, *, actor, **given):
    """Do one of the verbs above for this form. The same form again changes nothing, and gives the turn that it made the first time."""
    said = form_key(key, case.uid, verb.__name__, given.get("text", ""))
    return once(said, actor.person, CaseEntry, lambda: verb(case, actor=actor, **given))


def done_before(case, verb, *, key, actor, text=""):
    """Did this person's form with this key and these words make a turn of this case already?"""
    said = form_key(key, case.uid, verb.__name__, text) if key else None
    sent = Submission.objects.filter(key=said, by=actor.person, made=CaseEntry._meta.label_lower)
    return case.entries.filter(uid__in=sent.values("made_uid")).exists()


def moved_on(case):
    """Did somebody change the state of the case since it was read?"""
    return not Case.objects.filter(pk=case.pk, version=case.version).exists()


@transaction.atomic
def note_opened(case, *, actor, acting_as):
    """Record that somebody opened the page of a case, and in which office: reading is part of the record."""
    record(case, "opened", actor=actor.person, acting_as=acting_as)


def say(case, kind, person, capacity, *, text="", clause=""):
    """Add a turn to the thread, in the name of the office that the person acts for."""
    entry = CaseEntry.objects.create(
        case=case, kind=kind, author=person, acting_as=acting_as(case, person, capacity), text=text, clause=clause
    )
    search.write(case)
    return entry


def store(papers):
    """Write the files of checked uploads before the transaction that keeps them: a slow disk must not hold the database."""
    return [put_away(CasePaper, upload) for upload in papers]


def keep_papers(case, entry, papers, actor):
    """Keep each checked upload with the turn that brought it."""
    for upload in papers:
        keep(CasePaper, upload, actor=actor.person, matter_field={"case": case, "entry": entry})
    if papers:
        search.write(case)


def handlers(case):
    """The people who hold the case today, for telling them."""
    rows = case.standings.filter(in_force(), capacity=policy.HANDLER).select_related("principal")
    return [h.person for row in rows for h in holders_of(row.principal)]


def holds(case, actor, capacity):
    """Does this person stand in the case in this capacity?"""
    return case.standings.filter(in_force(), capacity=capacity, principal__in=actor.principals).exists()


def acting_as(case, person, capacity):
    """The office that this person acts for here, and whom they stand in or deputise for: the act names both."""
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
