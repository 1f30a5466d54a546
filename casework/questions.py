"""Officers ask a Member, outside any case, and settle it (RUG-4-OFFICERS). docs/decisions/officers-ask.md says why it is a case."""
from django.db import transaction
from django.utils import timezone

from casework import clocks, policy
from casework.models import Case, CaseEntry, Status
from casework.routing import first_step
from casework.services import form_key
from casework.turns import CannotBe, keep_papers, part_with_contributors, say
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import give_standing
from council_portal.accounts.models import Appointment, Person, Principal
from council_portal.accounts.services import office_of
from council_portal.audit.services import record
from council_portal.matters.apart import kept_apart, not_avoided
from council_portal.matters.services import move, once, take_reference
from council_portal.outbox.services import post
from council_portal.protocol.services import in_force as protocol_in_force
from council_portal.protocol.services import route_under

Kind = CaseEntry.Kind


def members_today():
    """The people who are Members of the council at this moment."""
    seats = Appointment.objects.filter(in_force(), principal__post="all_members")
    return Person.objects.filter(pk__in=seats.values("person")).order_by("name", "pk")


def offices_of(user):
    """The posts that take cases and that this reader holds today, as deputy or stand-in too."""
    return Principal.objects.filter(pk__in=user.principals, post__in=policy.TAKERS).select_related("service").order_by("name", "pk")


def ask_member(*, actor, key, title, text, member, office, service=None, papers=()):
    """Ask a Member something that belongs to no case. Their time begins, as with a question within a case (SEC-3.4); they are told.

    actor: the User of an officer. key: the UUID of the form; sent twice it asks once. member: a Person. office: the principal in whose
    name it is asked. service: of which service it is, where the office is of the whole council. papers: checked uploads. Returns the case.

    Raises Forbidden for who takes no cases, CannotBe for somebody who is no Member today, for an office that is not the actor's and where
    no service is named, protocol.services.NothingInForce when no protocol is adopted.
    """
    require(actor, "ask_member", Case)
    service = office.service or service

    def make():
        if office not in offices_of(actor):
            raise CannotBe("not your office")
        if member == actor.person or not members_today().filter(pk=member.pk).exists():
            raise CannotBe("no Member")
        if service is None:
            raise CannotBe("no service")
        version, received = protocol_in_force(), timezone.now()
        route = route_under(version, policy.QUESTION, "officer")
        step = first_step(route)
        clause, time = (step.clause or "") if step else "", clocks.time_of(clocks.Kind.MEMBER, at=received, step=step)
        case = Case.objects.create(
            reference=take_reference(), raised_by=member, asked_by=actor.person, protocol=version, matter=policy.QUESTION, title=title,
            text=text, service=service, route=route.as_json(), clause=clause, status=Status.WITH_MEMBER, sent_to=office,
            owner=actor.person, received=received, next_on=clocks.count(time, received).on)
        give_standing(case, office_of(member), policy.RAISER, clause=clause, reason="asked by officers")
        give_standing(case, office, policy.HANDLER, clause=clause, reason="asks it")
        clocks.start(case, clocks.Kind.MEMBER, time, received)
        entry = say(case, Kind.ASKED, actor.person, policy.HANDLER, text=text, clause=time.clause)
        keep_papers(case, entry, papers, actor)
        record(case, "asked of a Member", actor=actor.person, acting_as=entry.acting_as, clause=clause)
        post(case, "case_asked", to=[member])
        if kept_apart({(member.pk, actor.person_id)}):  # the question is whoever asks it: nobody else is chosen, and nothing refused
            not_avoided(case, (member.pk, actor.person_id))
        return case

    return once(form_key(key, title, text, member.uid, office.uid), actor.person, Case, make)


@transaction.atomic
def settle(case, *, actor, text):
    """The office that asks needs no more: the question is closed, with a word to the Member, who is told. text: thanks, or what follows."""
    require(actor, "settle", case)
    entry = say(case, Kind.SETTLED, actor.person, policy.HANDLER, text=text)
    clocks.stop(case, at=entry.at)
    move(case, Status.CLOSED, actor=actor.person, verb="settled", acting_as=entry.acting_as, **clocks.dates(case, Status.CLOSED))
    post(case, "case_question_settled", to=[case.raised_by], key=str(entry.uid))
    part_with_contributors(case)
    return entry
