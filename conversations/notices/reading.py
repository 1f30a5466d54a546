"""Reading in confidence: accepting it, opening, and the evidence of both (SEC-4.4, EXD-10.2, EXD-10.4)."""
import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from conversations.notices import policy
from conversations.notices.models import Notice, NoticeOpening, NoticeTurn
from conversations.notices.services import members_of
from conversations.notices.timing import confidence_clause
from council_portal.access.decisions import require
from council_portal.accounts.models import Person
from council_portal.accounts.policy import SEATS
from council_portal.audit.models import Event
from council_portal.audit.services import record
from council_portal.outbox.models import Message
from council_portal.outbox.services import told_each

WEEK = datetime.timedelta(days=7)
READ = 50
ISSUED = ("notice_for_ward", "")  # kind and key of the message by which Members are told when it is issued


@transaction.atomic
def accept(notice, *, actor):
    """A Member of the ward accepts the confidence (EXD-10.4). A second time changes nothing."""
    require(actor, "accept", notice)
    now = timezone.now()
    opening, _made = NoticeOpening.objects.get_or_create(notice=notice, person=actor.person)
    if NoticeOpening.objects.filter(pk=opening.pk, accepted_at=None).update(accepted_at=now):
        record(notice, "confidence accepted", actor=actor.person, clause=confidence_clause(notice.protocol))
    return notice


@transaction.atomic
def note_opened(notice, *, actor, acting_as):
    """Record that somebody read it, and in which office; of a Member who was told, when they did so first."""
    record(notice, "opened", actor=actor.person, acting_as=acting_as)
    if SEATS in actor.posts:
        NoticeOpening.objects.filter(notice=notice, person=actor.person_id, opened_at=None).update(opened_at=timezone.now())


def waiting_for(user, size):
    """The first of the notices in confidence of this Member's wards whose confidence they have not accepted: of `shown_to`."""
    return [one for one in shown_to(user) if not one.is_public][:size]


def shown_to(user):
    """What home tells a Member: the notices in confidence of their wards whose confidence they have not accepted, and those that opened to
    everybody in the last week; the first to be published first.

    One statement a request, kept on the reader, as `held` is; none for who is no Member.
    """
    known = user.person.__dict__
    if "_notices_shown" not in known:
        known["_notices_shown"] = asked_for(user) if SEATS in user.posts else []
    return known["_notices_shown"]


def asked_for(user):
    """Those notices. More in confidence than READ crowd out what has opened: the latest to be published come first in it."""
    now = timezone.now()
    accepted = NoticeOpening.objects.filter(person=user.person_id, accepted_at__isnull=False).values("notice")
    waiting = policy.NOTICE["accept"].standing_q() & Q(status=policy.ISSUED) & ~Q(notice__in=accepted)
    opened = Q(capacity=policy.PUBLIC, status=policy.ISSUED, publish_at__range=(now - WEEK, now))
    shown = Notice.objects.select_related("service").only(
        "uid", "reference", "status", "title", "publish_at", "occasion", "last_activity", "service__name")
    return list(reversed(shown.page(user, "-publish_at", where=waiting | opened, size=READ, in_one=True)))


@dataclass(frozen=True)
class Move:
    """A move of the hour, as one Member was told of it. turn: the NoticeTurn. message: by which they were told, or None."""

    turn: NoticeTurn
    message: Message | None


@dataclass(frozen=True)
class Evidence:
    """How far one Member of the wards is. wards: names of those that they sit for today, [] for who has left them.

    since: when they began to sit for the first of them. message: what they were told by when it was issued, or None. moves: each move of
    the hour, in order. Instants, or None.
    """

    person: Person
    wards: list
    since: datetime.datetime | None
    told_at: datetime.datetime | None
    message: Message | None
    moves: list
    accepted_at: datetime.datetime | None
    opened_at: datetime.datetime | None


def evidence(notice, wards, turns):
    """One Evidence for each Member who was told, who accepted, or who sits for its wards (a list) today, by name. Three statements.

    turns: what was done with the notice, in order.
    """
    known = {opening.person: opening for opening in notice.openings.select_related("person")}
    seats, moved = members_of(wards), [turn for turn in turns if turn.kind == NoticeTurn.Kind.MOVED]
    people = sorted({*known, *seats}, key=lambda person: (person.name, person.pk))
    messages = told_each(notice, [ISSUED, *(("notice_moved", str(turn.pk)) for turn in moved)], people)
    found = []
    for person in people:
        opening, sat = known.get(person), seats.get(person, [])
        found.append(Evidence(
            person, [name for name, _since in sat], min((since for _name, since in sat), default=None),
            opening and opening.told_at, messages.get((*ISSUED, person.pk)),
            [Move(turn, messages.get(("notice_moved", str(turn.pk), person.pk))) for turn in moved],
            opening and opening.accepted_at, opening and opening.opened_at))
    return found


def taken_by(paper):
    """How many people have taken this paper, as it is or as a stamped copy: read from the record."""
    rows = Event.objects.filter(object_uid=paper.uid, verb__in=["paper opened", "stamped copy opened"])
    return rows.values("actor_uid").distinct().count()
