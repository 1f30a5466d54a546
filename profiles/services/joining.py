"""Somebody becomes a Member: elected for a ward, or co-opted or appointed as a lay member without one."""
import uuid

from django.db import transaction

from council_portal.access.decisions import require
from council_portal.accounts.policy import CO_OPTED
from council_portal.accounts.services import add_person, appoint, change_group, hold_address, post_principal, seat
from council_portal.audit.services import record
from council_portal.clock.days import start_of
from council_portal.matters.services import once
from profiles.models import Member
from profiles.services.groups import change_party


@transaction.atomic
def take_office(*, kind, began_on, authority, actor, person=None, name="", honorific="", email="", ward=None, group=None, party="",
                in_no_group=False, key=None):
    """Make somebody a Member from a day, who returns (`person`) or is new (name, honorific, email). Returns the Member.

    An elected Member gets a seat on the council and in the ward, and an office of their own, to which their cases belong.
    in_no_group: they are known to be in no political group; without that, and without a group, nothing is known of one.
    key: the UUID of the form; sent twice it makes one Member. Raises accounts.services.AddressTaken for somebody new.
    """
    require(actor, "change", Member)

    def make():
        if person is None:
            hold_address(email)
        who = person or add_person(name, honorific=honorific, email=email, actor=actor)
        known = {"in_no_group": True} if in_no_group else {}
        member, _made = Member.objects.update_or_create(person=who, defaults={"kind": kind, **known})
        since = start_of(began_on)
        if kind == Member.Kind.ELECTED:
            seat(who, ward, authority=authority, since=since, actor=actor)
        else:
            co_opt(who, authority=authority, since=since, actor=actor)
        if group:
            change_group(who, group, on=began_on, actor=actor)
        if party:
            change_party(who, party, on=began_on, actor=actor)
        record(who, "took office", actor=actor, detail=f"{began_on}, {kind}")
        return member

    return once(key or uuid.uuid4(), actor, Member, make)


def co_opt(person, *, authority, since, actor):
    """Make this person a co-opted or lay member (SEC-1.9) from an instant.

    SECURITY: by a post that no rule names, so they read what everybody in office reads and do nothing: no seat on the council, so no
    case is theirs to raise, no ward, and no office of a Member, so that whoever returns to the council so does not have back the sight
    of the cases that they once raised.
    """
    appoint(person, post_principal(CO_OPTED, name="Co-opted and lay members"), authority=authority, since=since, actor=actor)
