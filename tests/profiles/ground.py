"""What the walks over every page find in the profiles rooms: made once, for the tables of addresses and for the browser. All invented."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from council_portal.accounts.models import Service, Ward
from council_portal.accounts.services import BEGINNING, add_person, keep_private_contact, record_absence, seat
from profiles import services
from profiles.models import Body, Duty, Member, Seat, Term
from profiles.services.leaving import propose_leaving
from tests import factories

SEATED = ("member", "other_member", "group_leader", "portfolio_holder")
DAY = datetime.date(2026, 5, 20)
MINUTE = "Invented minute 7"


def profile(user, **columns):
    """The profile of a Member with an account. columns: of Member."""
    return Member.objects.create(person=user.person, **columns)


def keeper(made):
    """The person of Democratic Services, with what they hold read anew."""
    return factories.fresh(made.democratic).person


def council():
    """The small council of the factories with a profile of each Member and two bodies. `.keeper`: a person of Democratic Services."""
    made = factories.council()
    made.profiles = SimpleNamespace(**{name: profile(made.accounts[name]) for name in ("member", "other_member", "colleague")})
    made.keeper = keeper(made)
    made.cabinet = services.add_body(name="Cabinet", kind=Body.Kind.CABINET, remit="Decides.", actor=made.keeper)
    made.planning = services.add_body(name="Planning Committee", kind=Body.Kind.COMMITTEE, remit="", actor=made.keeper)
    return made


def furnish(made):
    """Fill the profiles pages of the council of the matrices (tests/matrix/people.py). Returns the places of addresses, by name."""
    by = factories.fresh(made.users["democratic_services"]).person
    own, other, leader, cabinet = (profile(made.users[role]) for role in SEATED)
    describe(own)
    keep_private_contact(own.person, phone="01632 960 777", address="1 Invented Row\nMill Hill", phone_shown=True, address_shown=True,
                         actor=own.person)
    committee = services.add_body(name="Planning Committee", kind=Body.Kind.COMMITTEE, actor=by, remit="Decides applications for planning.")
    empty = services.add_body(name="Flood Working Party", kind=Body.Kind.WORKING_PARTY, actor=by, remit="")
    place = services.take_seat_on(own.person, committee, role=Seat.Role.MEMBER, began_on=DAY, authority=MINUTE, actor=by)
    services.take_seat_on(other.person, committee, role=Seat.Role.CHAIR, began_on=None, authority=MINUTE, actor=by)
    left = services.take_seat_on(leader.person, committee, role=Seat.Role.SUBSTITUTE, began_on=DAY, authority=MINUTE, actor=by)
    services.leave_seat(left, on=DAY + datetime.timedelta(days=40), actor=by)
    duty = services.begin_duty(own.person, kind=Duty.Kind.RESPONSIBILITY, title="Armed Forces Champion", began_on=DAY, authority=MINUTE,
                               actor=by)
    services.begin_duty(cabinet.person, kind=Duty.Kind.CABINET, title="Portfolio Holder for Environment", began_on=DAY, authority=MINUTE,
                        services=Service.objects.filter(name="Highways"), actor=by)
    Term.objects.create(person=own.person, ward=Ward.objects.get(name="Mill Hill"), began_on=DAY)
    now = timezone.now()
    record_absence(other.person, since=now, until=now + datetime.timedelta(days=20), stand_in=own.person, actor=by)
    return {"profile_own": own.uid, "profile_other": other.uid, "profile_former": former(by).uid, "profile_coopted": coopted(by).uid,
            "profile_ward": Ward.objects.get(name="Mill Hill").uid, "profile_body": committee.uid, "profile_empty_body": empty.uid,
            "profile_seat": place.uid, "profile_duty": duty.uid, "profile_leaving": propose_leaving(cabinet.person).uid}


def describe(member):
    """Fill every column of a profile."""
    Member.objects.filter(pk=member.pk).update(
        email="aisha.rahman.member.for.mill.hill@democratic-services.council.example", phone="01632 960 011", mobile="07700 900 011",
        address="Town Hall\nHigh Street", postcode="ZZ1 1ZZ",
        contact_hours="Weekdays, 6pm to 8pm", surgeries="First Saturday, 10am, Mill Hill Library",
        skills="Sign language\nAccounts", interests="Cycling", expertise="Housing law", key_posts=["Vice-chair of the twinning committee"],
        confirmed_on=DAY, confirmed_by=member.person)


def former(by):
    """Somebody who left office, with a history."""
    person = add_person("Walter Quill", honorific="Councillor", email=factories.address("Walter Quill"), is_demo=True)
    seat(person, Ward.objects.get(name="Mill Hill"), authority="Invented", since=BEGINNING)
    member = Member.objects.create(person=person)
    services.end_term(member, last_day=datetime.date(2026, 5, 7), reason="election", actor=by)
    return member


def coopted(by):
    """A co-opted Member, who has no ward."""
    return services.take_office(kind=Member.Kind.CO_OPTED, name="Beatrix Lund", honorific="", began_on=DAY, authority=MINUTE,
                                email=factories.address("Beatrix Lund"), actor=by)
