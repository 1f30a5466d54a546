"""Who says that fewer days before publication are lawful, that they are told so, and that they can say that they did not (EXD-10.4)."""
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from conversations.notices import policy
from conversations.notices.models import Notice, NoticeTurn
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import give_standing
from council_portal.accounts.holders import holders, holders_of
from council_portal.accounts.models import Appointment, Principal
from council_portal.audit.services import record
from council_portal.matters.services import Changed
from council_portal.outbox.services import post

Kind = NoticeTurn.Kind


def who_may(notice, actor):
    """The appointments of those who may be named for this notice by this actor, by name: officers whose post decides (`policy.SAY_LAWFUL`),
    of the whole council or for the service of the notice and those above it; never who writes it, nor who issues it or moves its hour, nor
    who only stands in. A statement for each service above, and one."""
    of = [notice.service_id]
    above = notice.service.part_of
    while above is not None:
        of, above = [*of, above.pk], above.part_of
    held = Appointment.objects.filter(in_force(), Q(principal__service=None) | Q(principal__service__in=of),
                                      principal__kind=Principal.Kind.POST, principal__post__in=policy.SAY_LAWFUL)
    rows = held.exclude(role=Appointment.Role.STAND_IN).exclude(person__in=[actor.person_id, notice.raised_by_id])
    return list(rows.select_related("person", "principal").order_by("person__name", "principal__name"))


def named(appointment):
    """The name and the post of one of these, in words."""
    return f"{appointment.person.full_name}, {appointment.principal.name}"


def tell(notice, turn, person):
    """Let whoever was named read the notice, and tell them that they were. turn: that names them."""
    NoticeTurn.objects.filter(pk=turn.pk).update(short_by=person)
    own = Principal.objects.get(kind=Principal.Kind.PERSON, person=person)
    give_standing(notice, own, policy.NAMED, reason="is named as having said that fewer days are lawful")
    post(notice, "notice_named", to=[person], key=str(turn.pk))


def denied(turn, turns):
    """The turn by which whoever this one names says that they did not say so; None where there is none. turns: of the notice, in order."""
    own = (one for one in turns if one.kind == Kind.DENIED and one.author_id == turn.short_by_id)
    return next((one for one in own if (one.at, one.pk) > (turn.at, turn.pk)), None)


def to_deny(turns, person):
    """The last turn that names this person (a key), to which they have not answered that they did not say so; None where there is none."""
    return next((one for one in reversed(turns) if one.short_by_id == person and not denied(one, turns)), None)


@transaction.atomic
def deny(notice, *, actor, text=""):
    """Whoever was named says that they did not say that fewer days are lawful: it stands on the notice, and the office that issues it and
    Democratic Services are told. It changes nothing of the hour. text: in their words. Raises Changed where they said so already."""
    require(actor, "deny", notice)
    Notice.objects.select_for_update().get(pk=notice.pk)
    turn = to_deny(list(notice.turns.all()), actor.person_id)
    if turn is None:
        raise Changed(notice)
    made = NoticeTurn.objects.create(notice=notice, kind=Kind.DENIED, author=actor.person, acting_as=turn.short_named, text=text)
    record(notice, "naming as lawful denied", actor=actor.person)
    told = [one.person for one in [*holders("democratic_services"), *holders_of(notice.office)]]
    post(notice, "notice_denied", to=[person for person in told if person != actor.person], key=str(made.pk))
    Notice.objects.filter(pk=notice.pk).update(last_activity=timezone.now())
    return notice
