"""A Member of the ward asks the authority that the protocol names to agree to disclosure, and what it answers (EXD-10.4)."""
from django.db import transaction
from django.utils import timezone

from casework.routing import first_step
from casework.services import form_key
from casework.turns import acting_as
from conversations.notices import policy
from conversations.notices.models import Disclosure, NoticeOpening
from conversations.notices.services import CannotBe
from council_portal.access.decisions import Forbidden, require
from council_portal.access.services import give_standing
from council_portal.accounts.holders import holders_of
from council_portal.accounts.models import Principal
from council_portal.audit.services import record
from council_portal.matters.services import Changed, once
from council_portal.outbox.services import post
from council_portal.protocol.services import place, route_under


def route_of(notice):
    """Where the protocol under which it was issued sends such a question."""
    return route_under(notice.protocol, "embargo_release", "member")


def placed(notice, asker):
    """Who is asked: a Placement, or None where the protocol lets it go nowhere or nobody holds the post nor one above it."""
    route = route_of(notice)
    step = first_step(route) if route.rule == "allowed" else None
    if step is None:
        return None
    [found] = place(step, "embargo_release", service=notice.service, excluding=[asker])[:1]
    return found if found.principal else None


def has_accepted(notice, person):
    """Has this person accepted the confidence?"""
    return NoticeOpening.objects.filter(notice=notice, person=person, accepted_at__isnull=False).exists()


def ask(notice, *, actor, key, to_whom, text):
    """Ask for agreement to disclose to somebody, for a reason. The authority reads the notice from now on.

    key: the UUID of the form; sent twice it asks once. Raises CannotBe: "not accepted" of who has not accepted the confidence, "nobody"
    where there is nobody to ask.
    """
    require(actor, "ask_disclosure", notice)
    if not has_accepted(notice, actor.person):
        raise CannotBe("not accepted")

    def make():
        found = placed(notice, actor.person)
        if found is None:
            raise CannotBe("nobody")
        step = first_step(route_of(notice))
        clause = "" if found.passed else step.clause or ""
        give_standing(notice, found.principal, policy.AUTHORITY, clause=clause, reason="a Member asks it to agree to disclosure")
        asked = Disclosure.objects.create(notice=notice, asked_by=actor.person, asked_as=member_for(actor), to_whom=to_whom, why=text,
                                          principal=found.principal, clause=clause)
        record(notice, "agreement to disclosure asked", actor=actor.person, acting_as=asked.asked_as, clause=clause)
        post(notice, "notice_asks_you", to=[holder.person for holder in found.holders], key=str(asked.uid))
        post(notice, "notice_asked", to=[holder.person for holder in holders_of(notice.office)], key=str(asked.uid))
        return asked

    return once(form_key(key, notice.uid, to_whom, text), actor.person, Disclosure, make)


def member_for(actor):
    """The wards that this Member sits for, in words."""
    wards = Principal.objects.filter(pk__in=actor.principals, kind=Principal.Kind.WARD).values_list("ward__name", flat=True)
    return f"Member for {', '.join(wards)}" if wards else "Member"


@transaction.atomic
def answer(disclosure, *, actor, agreed, text):
    """Agree to what was asked, or do not, with words: the Member is told. Nobody else may see more for it.

    Raises Forbidden for who does not act for the authority that was asked, Changed when it was answered meanwhile.
    """
    notice = disclosure.notice
    require(actor, "answer_disclosure", notice)
    if disclosure.principal_id not in actor.principals:
        raise Forbidden(policy.NOTICE["answer_disclosure"], disclosure)
    rows = Disclosure.objects.filter(pk=disclosure.pk, agreed=None)
    office = acting_as(notice, actor.person, policy.AUTHORITY)
    if not rows.update(agreed=agreed, answer=text, answered_by=actor.person, answered_as=office, answered_at=timezone.now()):
        raise Changed(notice)
    record(notice, "agreed to disclosure" if agreed else "did not agree to disclosure", actor=actor.person, acting_as=office,
           clause=disclosure.clause)
    told = [disclosure.asked_by, *(holder.person for holder in holders_of(notice.office))]
    post(notice, "notice_answered", to=[person for person in told if person != actor.person], key=str(disclosure.uid))
    disclosure.refresh_from_db()
    return disclosure


def open_for(notice, user):
    """What this reader's offices were asked about it and have not answered. One statement."""
    return list(Disclosure.objects.filter(notice=notice, principal__in=user.principals, agreed=None))


