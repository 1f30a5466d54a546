"""The demo council: fourteen wards, 42 Members, twelve services, 90 officers and 300 cases. All invented, and the same at every build."""
import datetime
from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from casework.counts import count, quarters
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person, Principal, User, Ward
from council_portal.accounts.policy import CO_OPTED
from council_portal.accounts.services import appoint, group_of, open_account, post_principal
from council_portal.demo import attending, briefing, concerns, keeping, notices, officers, programme, signing
from council_portal.demo.cases import Cases, mail_nothing
from council_portal.demo.data import data
from council_portal.demo.days import Hours, annual_meeting, last_may
from council_portal.demo.members import Members
from council_portal.demo.places import take_places
from council_portal.demo.plans import EARLY, DullPlanner, Planner
from council_portal.demo.portraits import give_portraits
from council_portal.demo.roles import roles
from council_portal.protocol.load import read
from council_portal.protocol.services import adopt

PORTRAITS = (30, 10)  # of Members, of officers: some people have none
CABINET_WORDS = ("cabinet", "executive", "portfolio")


@transaction.atomic
def build(protocol="model", members=()):
    """Fill an empty database. protocol: the preset to adopt. members: people who are Members already (imported): then nothing is made
    up about any of them but dull cases, and the invented officers are made all the same."""
    hours, today = Hours(), timezone.localdate()
    may = last_may(today)
    signing.adopt_earlier(protocol, annual_meeting(may - 6))
    adopt(read(protocol)[0], protocol, annual_meeting(may - 3), data("council")["minute"])
    services = officers.make_services()
    if members:
        build_around(members, services, hours)
    else:
        build_council(may, services, hours)
    officers.describe(services, today)
    mail_nothing()
    for quarter in quarters():
        count(quarter)


def build_council(may, services, hours):
    """Everybody invented. What came in while the Chief Executive was away is logged before there is one."""
    made = Members(may, hours.today)
    members = made.make(services)
    take_places()
    officers.take_democratic_services()
    open_accounts()
    plans, cases = Planner(hours, services, seats_of(members), first_card()).draw(), Cases(hours)
    cases.log_early([plan for plan in plans if plan.became in EARLY])
    officers.take_officers(hours.today)
    open_accounts()
    officers.record_past_absences("chief_executive")
    keeping.set_times(services)
    keeping.write_lines(services, hours.today)
    cases.write(plans)
    keeping.promise_answers(services)
    officers.record_absences()
    keeping.say_who_is_involved(services, hours.today)
    keeping.tell_the_involved(services, hours)
    keeping.make_reports(services, Ward.objects.filter(principal__appointments__in=first_card().appointments.filter(in_force())))
    programme.plan(hours.today)
    briefing.brief(hours.today)
    notices.issue_notices(services, hours.today)
    attending.ask_for_officers(services["Street Scene"], hours.today)
    officers.announce(hours.today)
    signing.sign_all(first_card(), hours.today)
    concerns.raise_concerns()
    made.announce(actor=User.objects.get(email="democratic-services@council.example"))
    give_portraits([*members[: PORTRAITS[0]], *Person.objects.filter(officer__isnull=False).order_by("officer__staff_id")[: PORTRAITS[1]]])


def build_around(members, services, hours):
    """Real Members of a feed. SECURITY: only dull cases are made up about them: no photograph, group, duty, skill or seat.

    What came in while nobody above the vacant Head was there is logged before there are officers.
    """
    lend_roles(members)
    officers.take_democratic_services()
    open_accounts()
    plans, cases = DullPlanner(hours, services, seats_of(members), first_card()).draw(), Cases(hours)
    cases.log_early([plan for plan in plans if plan.became in EARLY])
    officers.take_officers(hours.today)
    open_accounts()
    officers.record_past_absences("chief_executive", "chief_officer")
    keeping.set_times(services)
    keeping.write_lines(services, hours.today)
    cases.write(plans)
    keeping.promise_answers(services)
    officers.record_absences()
    officers.announce(hours.today)


def first_card():
    """The Member whom the first card of the sign-in page signs in as."""
    return Person.objects.get(user__email=roles()[0]["email"])


def open_accounts():
    """An account without a password for every invented person in office who has none: for the people of roles.csv the card's."""
    cards = {row["name"]: row["email"] for row in roles()}
    for person in Person.objects.filter(is_demo=True, user=None, appointments__in=Appointment.objects.filter(
            in_force(), principal__post__in=["all_members", "officers", CO_OPTED])).distinct().order_by("pk"):
        open_account(person, email=cards.get(person.name, person.email))


def seats_of(members):
    """{ward: [(person, in office since, a date)]} of the wards that these Members sit for, in order. A Member without one: any ward."""
    rows = Appointment.objects.filter(in_force(), principal__kind=Principal.Kind.WARD, person__in=members)
    found = defaultdict(list)
    for row in rows.select_related("person", "principal__ward").order_by("principal__ward__name", "person__name"):
        found[row.principal.ward].append((row.person, timezone.localdate(row.since)))
    if not found:
        found[Ward.objects.order_by("name").first() or Ward.objects.create(name="The whole area")] = [
            (person, datetime.date.min) for person in members]
    return dict(found)


def lend_roles(members):
    """Let the Members' cards of roles.csv sign in as imported Members: one with a ward, one of another ward, one who leads a group.

    They are real people, so nothing marks them as invented; a feed without groups leaves the Group Leader's card out, and one that
    names nobody of a Cabinet the portfolio holder's. Nobody is given a portfolio: the card shows what the feed says.
    """
    first = next((person for person in members if wards_of(person)), members[0])
    other = next((p for p in members if p != first and not wards_of(p) & wards_of(first)), None) or next(
        (p for p in members if p != first), None)
    leader = next((p for p in members if p not in (first, other) and group_of(p)), None)
    holder = next((p for p in members if p not in (first, other, leader) and in_cabinet(p)), None)
    for role, person in {"member": first, "other_member": other, "group_leader": leader, "portfolio_holder": holder}.items():
        if person:
            open_account(person, email=f"{role.replace('_', '-')}@council.example")
    if leader:
        group = group_of(leader)
        post = post_principal("group_leader", group=group, name=f"Group Leader, {group.name}")
        appoint(leader, post, authority="Invented for the demo")


def in_cabinet(person):
    """Does the feed name a post in a cabinet or an executive?"""
    return any(word in post.lower() for post in person.member.key_posts for word in CABINET_WORDS)


def wards_of(person):
    """The wards that this person sits for today."""
    return set(Ward.objects.filter(principal__appointments__in=person.appointments.filter(in_force())))
