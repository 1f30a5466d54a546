"""Where a case goes: the step that takes it, up the ladder when nobody is there, to Democratic Services at the top."""
from django.db.models import Exists, Q
from django.utils import timezone

from casework import clocks, policy
from casework.models import Status
from casework.whose import first_free, free_officer, owner_of
from council_portal.access.models import in_force
from council_portal.access.services import give_standing
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Absence, Appointment
from council_portal.accounts.services import group_of, post_principal
from council_portal.audit.services import record
from council_portal.matters.services import move
from council_portal.outbox.services import post
from council_portal.protocol.rules import Route, Step, next_up
from council_portal.protocol.services import options, route_under
from council_portal.protocol.services import place as place_step
from council_portal.protocol.words import POSTS


def first_step(route):
    """The step that a matter formally goes to first: an informal talk before it is the raiser's own. None for a forbidden route."""
    steps = route.default_steps if route.silent else route.steps
    return next((step for step in steps if step.stage not in ("informal", "tell")), None)


def way_up(case):
    """The step that an unanswered case can take next: what the protocol it was routed by says of unanswered ones (SEC-3.5).

    Where the case is with the last post that it names, or with one above it, the next post up that somebody holds today: the portal's
    own rule, without a clause. None at the top: then Democratic Services are asked. One statement where the page has not asked it.
    """
    at, named = highest(case), unanswered_steps(case)
    reached = max((n for n, step in enumerate(named) if at in step.to or at in above(step.to[0])), default=-1)
    if reached + 1 < len(named):
        return named[reached + 1]
    if case.names is None:
        look_who_is_there(case)
    up = next((post for post in above(at) if post in case.names), None)
    return Step(stage="then", to=(up,), force="may") if up else None


def highest(case):
    """The highest post that has the case or had it: handed down again, it is not taken further to where it was. "" for none."""
    at = case.sent_to.post if case.sent_to else ""
    if not case.taken_further:
        return at
    if case.posts is None:
        rows = case.standings.filter(in_force(), capacity__in=policy.HAVE_OR_HAD)
        case.posts = set(rows.values_list("principal__post", flat=True))
    return min((post for post in [at, *sorted(case.posts)] if post in POSTS), key=lambda post: len(above(post)), default=at)


def unanswered_steps(case):
    """The steps that the protocol the case was routed by names for unanswered ones, or the default ones where it is silent."""
    return [step for step in route_under(case.protocol, "unanswered", "member").to_follow if step.formal]


def rungs(case, step):
    """The ways up from where the protocol starts to the top, [(posts, clause)], the nearest first; clause "" is the portal's own rule.

    step: the first of the case's route, or None. First those that the protocol names, then the portal's ladder.
    """
    named = [step, *unanswered_steps(case)] if step else []
    found, seen = [], set()
    for one in named:
        if not seen >= set(one.to) and not (found and case.sent_to is None and runs_down(found[0][0], one.to)):
            found.append((one.to, one.clause or ""))
            seen |= {*one.to}
    last = found[-1][0][0] if found else case.sent_to.post if case.sent_to else ""
    return found + [((post,), "") for post in above(last) if post not in seen] if last in POSTS else found


def runs_down(posts, to):
    """Are all of these posts above those of `to`? The ladder never runs downwards."""
    return all(post in above(one) for post in posts for one in to)


def look_who_is_there(case):
    """Who is there for a case today, for its page; one statement.

    Sets on it: `ways`, its rungs; `names`, who holds their posts, by post; `raiser_here`, whether the Member who raised it is one today;
    `owner_here`, whether the officer who sees to it holds any post (whether it is one that has the case, `owners.mind_owners` asks), and
    `owner_away`, whether they are away today.
    """
    case.ways = rungs(case, None if case.is_question else first_step(Route.from_json(case.route)))
    posts, two = [word for words, _clause in case.ways for word in words], (case.raised_by_id, case.owner_id)
    near = [case.service_id, case.service.part_of_id, None]
    on_the_way = Q(principal__post__in=posts, principal__group=None, role=Appointment.Role.HOLDER) & (
        Q(principal__service__in=near[:2]) | Q(principal__service=None))
    rows = Appointment.objects.filter(in_force(), on_the_way | Q(person__in=two)).exclude(principal__post="").order_by("since", "pk")
    rows = rows.annotate(away=Exists(Absence.objects.filter(in_force(), person=case.owner_id)))
    fields = "person_id", "principal__post", "principal__service_id", "role", "person__honorific", "person__name", "away"
    rows = list(rows.values_list(*fields))
    held = {(person, word) for person, word, *_rest in rows}
    case.names = names_by_post([row for row in rows if row[1] in posts and row[2] in near and row[3] == Appointment.Role.HOLDER], near)
    case.raiser_here = (case.raised_by_id, "all_members") in held
    case.owner_here = any(person == case.owner_id for person, _word in held)
    case.owner_away = any(row[-1] for row in rows)


def names_by_post(rows, near):
    """{post: names} of its holders: of the nearest service that has one. Whoever is away is named too: the ladder says whose post it is."""
    found = {}
    for _person, word, service, _role, honorific, name, _away in sorted(rows, key=lambda row: near.index(row[2])):
        nearest, names = found.setdefault(word, (service, []))
        if service == nearest:
            names.append(f"{honorific} {name}".strip())
    return {word: ", ".join(names) for word, (_service, names) in found.items()}


def above(post):
    """The posts of the ladder above this one, the nearest first; none above what is no post of it."""
    found, post = [], post if post in POSTS else None
    while post and (post := next_up(post)):
        found.append(post)
    return found


def names_a_time(step):
    """Does the protocol say by when this step is to be answered?"""
    return clocks.protocol_time(step) is not None


def reply_clock(step, received, *, service=None, matter=""):
    """When a reply is due and how that was worked out (`clock.due.Due`); None where the matter goes to nobody.

    A step that names no time gets the service's own, else the portal's: every case has a next date, and the page says whose it is.
    """
    if step is None:
        return None
    return clocks.count(clocks.time_of(clocks.Kind.ANSWER, at=received, step=step, service=service, matter=matter), received)


def start_clocks(case, step, at, *, again=False):
    """Begin the clocks of a case that goes to an officer: to acknowledge, to answer, to keep the Member informed.

    again: the case comes back: each time is as long as it was at first, whatever the service has set since.
    """
    of = {"at": at, "service": case.service, "matter": case.matter}
    before = {clock.kind: clock for clock in case.clocks.order_by("-started_at", "-pk")} if again else {}
    for kind in clocks.OFFICERS:
        if again and kind == clocks.Kind.ACKNOWLEDGE:
            continue  # who sees to it is known
        time = clocks.time_of(kind, step=step if kind == clocks.Kind.ANSWER else None, **of)
        if first := before.get(kind):
            time = clocks.Time(first.days, first.unit, first.source, first.clause)
        clocks.start(case, kind, time, at)


def send(case, step, *, chosen, actor):
    """Give the post that takes this step its standing; up the ladder when nobody holds it; to Democratic Services at the top."""
    of = {"service": case.service, "ward": case.ward, "group": group_of(case.raised_by), "excluding": [case.raised_by]}
    departing = bool(case.departure) and chosen in policy.TAKERS
    placements = place_step(step, case.matter, chosen=chosen, departing=departing, **of) if step else []
    placed = [p for p in placements if p.principal is not None]
    if not placed:
        return to_democratic_services(case, actor=actor)
    placed, owner = past_the_pair(case, step, placed, chosen=chosen, of=of)
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
    first = placed[0]
    return move(case, Status.WITH_OFFICER, actor=None, verb="sent", clause=case.clause, acting_as=first.principal.name,
                sent_to=first.principal, owner=owner, **clocks.dates(case, Status.WITH_OFFICER))


def past_the_pair(case, step, placed, *, chosen, of):
    """([Placement], the officer who sees to the case): the first with somebody who is not kept apart from the Member, where the protocol's
    equal choices have one. What the Member chose stays chosen; whoever minds the pair is told which it was.
    """
    first = placed[0]
    owner = free_officer(case.raised_by, first.principal, first.holders)
    if owner:
        return placed, owner
    free = first_free(case.raised_by, placed if step.all_of else options(step, **of))
    if free and (step.all_of or chosen is None):
        first, placed = free, [free, *(one for one in placed if step.all_of and one != free)]
    return placed, owner_of(case, first.principal, first.holders, chosen=free is not None)


def report_vacancy(placement, case):
    """Tell Democratic Services that a post had nobody in it. They learn the post and the service, not the case."""
    told = [h.person for h in holders("democratic_services")]
    record(case.service, "post vacant", actor=None, detail=f"{placement.wanted}: taken by {placement.post}")
    post(None, "post_vacant", to=told, key=f"{placement.wanted}:{case.service.uid}:{timezone.localdate()}", path="/")


def to_democratic_services(case, *, actor):
    """Nobody takes it: the case waits with Democratic Services, who find somebody. A matter always has somebody."""
    give_to_democratic_services(case, reason="nobody holds the post that the protocol names, nor one above it", key=str(case.times_back))
    return move(case, Status.UNROUTED, actor=None, verb="unrouted", clause=case.clause, owner=None, **clocks.dates(case, Status.UNROUTED))


def give_to_democratic_services(case, *, reason, key, clause=""):
    """Let Democratic Services find somebody for it, and tell them. key: what makes this telling one and the same."""
    found = holders("democratic_services")
    for principal in {h.principal for h in found} or {democratic_services()}:
        give_standing(case, principal, policy.ROUTER, clause=clause, reason=reason)
    post(case, "case_unrouted", to=[h.person for h in found], key=key)


def democratic_services():
    """The post itself, made when the council has not set it up yet, so that nothing is lost."""
    return post_principal("democratic_services", name="Democratic Services")


def contact_centre():
    """The council's contact centre, made when it is not there: nobody holds it here, it works outside the portal (SEC-3.1)."""
    return post_principal("contact_centre", name="Contact Centre")
