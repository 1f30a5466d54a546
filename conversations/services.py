"""What changes an event: its course, whom it invites, its officers and its papers."""
from django.db import transaction
from django.utils import timezone

from conversations import gate, policy
from conversations.gate import DEMOCRATIC, CannotBe, confirm, lacks
from conversations.invited import everybody, invited_people, people_of
from conversations.models import Answer, Event, EventPaper, Invitation, KeyOfficer, Proposal, Status
from conversations.places import give_visits_back, promote
from council_portal.access.decisions import require
from council_portal.access.services import end_standings, give_standing
from council_portal.accounts.models import Principal
from council_portal.accounts.policy import SEATS, STAFF
from council_portal.accounts.services import post_principal
from council_portal.audit.services import record
from council_portal.documents.services import keep
from council_portal.matters.models import Submission
from council_portal.matters.services import Changed, move, once, take_reference
from council_portal.outbox.services import post
from council_portal.protocol.services import in_force as protocol_in_force

IN_CALENDARS = ("title", "starts_at", "ends_at", "place", "link", "in_confidence")  # a change of these is told to who was invited
MOVED = ("starts_at", "ends_at", "place")  # a change of these asks again whoever has answered
__all__ = [
    "CannotBe", "accept", "add_papers", "announce", "cancel", "change", "confirm", "everybody", "hold", "invite", "lacks", "make_event",
    "name_officer", "show_to_proposers", "unname_officer", "was_made", "withdraw_paper",
]  # fmt: skip -- a list of names reads better as a paragraph


def make_event(*, actor, key, invited=(), proposals=(), **facts):
    """Begin an event, which Democratic Services alone see until it is announced (RUG-MC).

    actor: the User of an officer of Democratic Services. key: the UUID of the form; sent twice it makes one event. invited: (principal,
    body or "") of those who are invited where it is not open to all. proposals: what is discussed there. facts: columns of Event. Returns
    the Event. Raises Forbidden, CannotBe("past") where it began already, and protocol.services.NothingInForce when no protocol is adopted.
    """
    require(actor, "make", Event)

    def make():
        to_come(facts["starts_at"])
        event = Event.objects.create(reference=take_reference(), raised_by=actor.person, protocol=protocol_in_force(), **facts)
        give_standing(event, post_principal("democratic_services", name=DEMOCRATIC), policy.ORGANISER, reason="keeps the programme")
        invite(event, invited)
        record(event, "event begun", actor=actor.person, acting_as=DEMOCRATIC)
        for proposal in proposals:
            accept(proposal, event, actor=actor)
        return event

    return once(key, actor.person, Event, make)


def to_come(starts_at):
    """Raises CannotBe("past") where this instant is not still to come: nobody is invited to what is over."""
    if starts_at <= timezone.now():
        raise CannotBe("past")


def was_made(key, *, by):
    """Did this person send the form of this key before?"""
    return Submission.objects.filter(key=key, by=by).exists()


def accept(proposal, event, *, actor, text=""):
    """What was proposed is discussed at this event; the proposer is told."""
    move(proposal, proposal.Status.ACCEPTED, actor=actor.person, verb="proposal accepted", acting_as=DEMOCRATIC, event=event, answer=text,
         answered_by=actor.person, answered_at=timezone.now())
    post(proposal, "proposal_answered", to=[proposal.proposer])


def invite(event, invited):
    """Let an event invite every Member where it is open to all, else exactly these: [(principal, body or "")]. Announced, it tells whoever
    is new to it, and whoever is invited no longer. Returns whether anything changed."""
    wanted = {post_principal(SEATS, name="Members of the council"): ""} if event.open_to_all else dict(invited)
    now = {row.principal: row for row in event.invitations.filter(until=None).select_related("principal")}
    gone, new = set(now) - set(wanted), set(wanted) - set(now)
    before = people_of(set(now)) if gone else {}
    for principal in gone:
        Invitation.objects.filter(pk=now[principal].pk).update(until=timezone.now())
    for principal in new:
        Invitation.objects.create(event=event, principal=principal, through=wanted[principal])
    if event.status in policy.COMING:
        for principal in gone:
            end_standings(event, capacity=policy.INVITED, principal=principal)
        seen(event)
        left = {pk: person for pk, person in before.items() if pk not in people_of(set(wanted))}
        post(event, "event_not_for_you", to=left.values(), key=str(event.sequence), anyway=True)
        free_places(event, left)
    return bool(gone or new)


def seen(event):
    """Everybody whom an announced event invites stands in it, and is told once; where it is open to all and not in
    confidence, officers see that it is."""
    principals = [row.principal for row in event.invitations.filter(until=None).select_related("principal")]
    for principal in principals:
        give_standing(event, principal, policy.INVITED, reason="is invited")
    officers = post_principal(STAFF, name="Officers of the council")
    if event.open_to_all and not event.in_confidence:
        give_standing(event, officers, policy.VIEWER, reason="it is open to all Members")
    else:
        end_standings(event, capacity=policy.VIEWER, principal=officers)
    show_to_proposers(event)
    post(event, "event_invited", to=people_of(principals).values())


def show_to_proposers(event):
    """Whoever proposed what is discussed at an event sees it once it is announced, invited or not: also where theirs went on in another."""
    if event.status not in policy.COMING:
        return
    found = list(event.proposals.values_list("pk", flat=True))
    while more := [pk for pk in Proposal.objects.filter(merged_into__in=found).values_list("pk", flat=True) if pk not in found]:
        found += more
    proposers = Proposal.objects.filter(pk__in=found).values("proposer")
    for own in Principal.objects.filter(kind=Principal.Kind.PERSON, person__in=proposers):
        give_standing(event, own, policy.VIEWER, reason="proposed what is discussed there")


def free_places(event, left):
    """Those who are invited no longer give their places back."""
    event.answers.filter(person__in=left).update(state=Answer.State.LEFT, access_needs="", diet="")
    give_visits_back(event, left)
    promote(event)


@transaction.atomic
def announce(event, *, actor):
    """Invite those whom the event is for: from now on they see it, and are told (RUG-MC). Raises CannotBe where it invites nobody."""
    require(actor, "announce", event)
    if not invited_people(event):
        raise CannotBe("invites nobody")
    move(event, Status.ANNOUNCED, actor=actor.person, verb="announced", acting_as=DEMOCRATIC, announced_at=timezone.now())
    seen(event)
    for officer in event.officers.filter(until=None).select_related("principal"):
        tell_officer(event, officer.principal)
    return event


@transaction.atomic
def change(event, *, actor, version, invited=None, **facts):
    """Change an event. version: of the event as its form was shown; Changed when somebody was first. invited: as `make_event` takes it, or
    None to leave it. What calendars show raises `sequence`, and once it is announced everybody is told. More room lets in who waits. Raises
    CannotBe("past") where its new hours are over."""
    require(actor, "change", event)
    if version != event.version:
        raise Changed(event)
    if facts.get("starts_at", event.starts_at) != event.starts_at:
        to_come(facts["starts_at"])
    other = {name for name in IN_CALENDARS if facts.get(name, getattr(event, name)) != getattr(event, name)}
    shown = bool(other) and event.status in policy.COMING
    sequence = event.sequence + 1 if shown else event.sequence
    move(event, event.status, actor=actor.person, verb="event changed", acting_as=DEMOCRATIC, detail=", ".join(sorted(facts)),
         sequence=sequence, moved=sequence if shown and other & set(MOVED) else event.moved, **facts)
    if invited is not None or "open_to_all" in facts:
        invite(event, invited or ())
    elif "in_confidence" in facts and event.status in policy.COMING:
        seen(event)
    if event.status in policy.COMING:
        if shown:
            post(event, "event_changed", **everybody(event))
        promote(event)
        gate.mind(event)
    return event


@transaction.atomic
def take_year(year, *, actor):
    """Record that a year of the programme was taken away as a table."""
    require(actor, "make", Event)
    record(None, "programme taken away", actor=actor.person, detail=str(year))


@transaction.atomic
def cancel(event, *, actor, text):
    """Cancel an event, with the reason, which whoever was invited reads. It stays to be read, and leaves their calendars."""
    require(actor, "cancel", event)
    was = event.status
    move(event, Status.CANCELLED, actor=actor.person, verb="cancelled", acting_as=DEMOCRATIC, why_cancelled=text,
         sequence=event.sequence + 1)
    if was in policy.COMING:
        post(event, "event_cancelled", **everybody(event))
    return event


@transaction.atomic
def hold(event, *, actor):
    """Say that an event took place: what follows from it can be written down."""
    require(actor, "hold", event)
    return move(event, Status.HELD, actor=actor.person, verb="took place", acting_as=DEMOCRATIC)


@transaction.atomic
def name_officer(event, *, actor, principal, decides):
    """Name an office that is there with what it knows, and whether it can decide on the matter (RUG-MC-OFFICERS). It is told once the event
    is announced. Named again, it is its power to decide that is said anew."""
    require(actor, "name_officer", event)
    officer, new = KeyOfficer.objects.get_or_create(event=event, principal=principal, until=None, defaults={"decides": decides})
    if not new:
        KeyOfficer.objects.filter(pk=officer.pk).update(decides=decides)
    give_standing(event, principal, policy.OFFICER, reason="is named as an officer of the event")
    record(event, "officer named", actor=actor.person, acting_as=DEMOCRATIC, detail=principal.name)
    if event.status in policy.COMING:
        tell_officer(event, principal)
    gate.mind(event)
    return officer


@transaction.atomic
def unname_officer(event, *, actor, officer):
    """An office is not needed there any more; it sees the event no longer."""
    require(actor, "name_officer", event)
    KeyOfficer.objects.filter(pk=officer.pk, until=None).update(until=timezone.now())
    end_standings(event, capacity=policy.OFFICER, principal=officer.principal)
    record(event, "officer no longer named", actor=actor.person, acting_as=DEMOCRATIC, detail=officer.principal.name)
    gate.mind(event)


def tell_officer(event, principal):
    """Whoever holds the office learns that they are named."""
    post(event, "event_officer", to=people_of([principal]).values())


@transaction.atomic
def add_papers(event, *, actor, papers):
    """Add background papers (checked uploads), and tell those who come. Returns them."""
    require(actor, "add_paper", event)
    kept = [keep(EventPaper, paper, matter_field={"event": event}, actor=actor.person) for paper in papers]
    if kept:
        tell_of_papers(event, actor, f"added {kept[0].pk}")
    return kept


def tell_of_papers(event, actor, key):
    """Its papers have changed: whoever is invited and has not declined, and its officers, are told, but who did it. key: of this change."""
    if event.status in policy.COMING:
        post(event, "event_papers", to=[one for one in everybody(event)["to"] if one.pk != actor.person_id], key=key)


@transaction.atomic
def withdraw_paper(paper, *, actor, text):
    """Hand a paper out no more. Its name, who withdrew it, when and why stay to be read."""
    require(actor, "withdraw_paper", paper.event)
    rows = EventPaper.objects.filter(pk=paper.pk, withdrawn_at=None)
    if not rows.update(withdrawn_at=timezone.now(), withdrawn_by=actor.person, why_withdrawn=text):
        raise Changed(paper.event)
    record(paper, "paper withdrawn", actor=actor.person)
    tell_of_papers(paper.event, actor, f"withdrawn {paper.pk}")
    gate.mind(paper.event)
