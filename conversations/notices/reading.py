"""Reading in confidence: accepting it, opening, and the evidence of both (SEC-4.4, EXD-10.2, EXD-10.4)."""
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from conversations.notices import policy
from conversations.notices.models import Notice, NoticeOpening
from conversations.notices.services import members_of
from conversations.notices.timing import confidence_clause
from council_portal.access.decisions import require
from council_portal.accounts.models import Person
from council_portal.accounts.policy import SEATS
from council_portal.audit.models import Event
from council_portal.audit.services import record
from council_portal.outbox.models import Message
from council_portal.outbox.services import told


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
    NoticeOpening.objects.filter(notice=notice, person=actor.person_id, opened_at=None).update(opened_at=timezone.now())


def waiting_for(user, size):
    """The notices in confidence of this Member's wards whose confidence they have not accepted, the first to be published first.

    One statement; none for who is no Member.
    """
    if SEATS not in user.posts:
        return []
    accepted = NoticeOpening.objects.filter(person=user.person_id, accepted_at__isnull=False).values("notice")
    where = policy.NOTICE["accept"].standing_q() & Q(status=policy.ISSUED) & ~Q(notice__in=accepted)
    shown = Notice.objects.select_related("service").only(
        "uid", "reference", "status", "publish_at", "occasion", "last_activity", "service__name")
    return list(shown.page(user, "publish_at", where=where, size=size, in_one=True))


@dataclass(frozen=True)
class Evidence:
    """How far one Member of the wards is. wards: names of those that they sit for today, [] for who has left them.

    since: when they began to sit for the first of them. message: what they were told by, or None. Instants, or None.
    """

    person: Person
    wards: list
    since: datetime | None
    told_at: datetime | None
    message: Message | None
    accepted_at: datetime | None
    opened_at: datetime | None


def evidence(notice):
    """One Evidence for each Member who was told, who accepted, or who sits for its wards today, by name. Three statements."""
    known = {opening.person: opening for opening in notice.openings.select_related("person")}
    seats = members_of(notice.wards.all())
    people = sorted({*known, *seats}, key=lambda person: (person.name, person.pk))
    messages = told(notice, "notice_for_ward", people)
    found = []
    for person in people:
        opening, sat = known.get(person), seats.get(person, [])
        found.append(Evidence(
            person, [name for name, _since in sat], min((since for _name, since in sat), default=None),
            opening and opening.told_at, messages.get(person.pk), opening and opening.accepted_at, opening and opening.opened_at))
    return found


def taken_by(paper):
    """How many people have taken this paper, as it is or as a stamped copy: read from the record."""
    rows = Event.objects.filter(object_uid=paper.uid, verb__in=["paper opened", "stamped copy opened"])
    return rows.values("actor_uid").distinct().count()
