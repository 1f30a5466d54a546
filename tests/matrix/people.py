"""The council of the matrices: everybody of roles.csv, four people on the edge of having access, and a case in every state."""

import datetime
import uuid
from types import SimpleNamespace

from django.utils import timezone

from casework import asking, clocks, involved, news, questions, services
from casework.models import Case
from council_portal.access.services import exclude
from council_portal.accounts.models import Appointment, PoliticalGroup, Principal, Service, User, Ward
from council_portal.accounts.services import (
    add_person,
    appoint,
    change_group,
    employ,
    leave_office,
    open_account,
    post_principal,
    record_absence,
    seat,
)
from council_portal.demo.roles import roles
from council_portal.protocol.words import POSTS
from tests import factories

STATES = ["unrouted", "with_centre", "with_officer", "overdue", "escalated", "silent", "with_member", "shared", "answered", "closed",
          "asked", "replied", "settled"]  # the last three of a question that officers ask outside any case
EXTRA = ["ex_member", "closed_account", "stand_in", "excluded"]
RAISERS = ["member", "ex_member", "closed_account"]
LONG_AGO = factories.LONG_AGO
DIRECTORATES = {"Place": ["Street Scene", "Highways", "Planning"], "People": ["Housing", "Leisure and Libraries"]}
TITLES = {**POSTS, "technical_administrator": "Technical administrator"}


def build(protocol="section-c", states=STATES):
    """Fill an empty database. With no states there are no cases, and nobody is on the edge yet.

    Returns .users {actor: User} and .cases {raiser: {state: Case}}.

    Cases in the state "unrouted" are raised before the council has an officer who could take them; that is how they come about.
    """
    factories.adopt(protocol)
    places = make_services()
    rows = {row["role"]: row for row in roles()}
    early = [role for role in rows if rows[role]["ward"]] + ["democratic_services"]
    users = {role: user_of(make_person(rows[role], places)) for role in early}
    users |= {name: former(name.replace("_", " ").title()) for name in ("ex_member", "closed_account")}
    cases = {raiser: {"unrouted": raise_case(users[raiser], "unrouted")} if "unrouted" in states else {} for raiser in RAISERS}
    users |= {role: user_of(make_person(rows[role], places)) for role in rows if role not in early}
    users |= {"stand_in": officer("Ivo Marek"), "excluded": officer("Lena Quist")}
    for raiser in RAISERS:
        cases[raiser] |= {state: bring_to(state, users[raiser], users) for state in states if state != "unrouted"}
    if states:
        on_the_edge(users, cases)
    return SimpleNamespace(users={name: factories.fresh(user) for name, user in users.items()}, cases=cases)


def make_services():
    """Directorates and their services, by name."""
    made = {}
    for directorate, parts in DIRECTORATES.items():
        made[directorate] = Service.objects.create(name=directorate)
        for part in parts:
            made[part] = Service.objects.create(name=part, part_of=made[directorate])
    return made


def make_person(row, services):
    """One invented person with their office and an account. row: of roles.csv."""
    person = add_person(row["name"], honorific="Councillor" if row["ward"] else "", email=row["email"], is_demo=True)
    began = datetime.datetime(2026, 5, 8, 12, tzinfo=datetime.UTC)
    if row["ward"]:
        ward, _made = Ward.objects.get_or_create(name=row["ward"])
        seat(person, ward, authority="Election of 7 May 2026 (invented)", since=began)
        group, _made = PoliticalGroup.objects.get_or_create(name=row["group"])
        change_group(person, group, on=began.date())
    else:
        group = None
        employ(person, authority="HR record (invented)", since=began)
    if row["post"]:
        service = services.get(row["service"])
        of = group if row["post"] == "group_leader" else service
        name = f"{TITLES[row['post']][:1].upper()}{TITLES[row['post']][1:]}" + (f", {of.name}" if of else "")
        principal = post_principal(row["post"], service=service, group=group if row["post"] == "group_leader" else None, name=name)
        appoint(person, principal, authority="HR record (invented)", since=began)
    open_account(person, email=row["email"])
    return person


def user_of(person):
    return User.objects.select_related("person").get(person=person)


def former(name):
    """A Member like any other, for now."""
    person = add_person(name, honorific="Councillor", email=factories.address(name), is_demo=True)
    seat(person, Ward.objects.get(name="Mill Hill"), authority="Invented", since=LONG_AGO)
    return open_account(person, email=person.email)


def officer(name):
    """An officer in no post of a service."""
    person = add_person(name, email=factories.address(name), is_demo=True)
    employ(person, authority="Invented", since=LONG_AGO)
    return open_account(person, email=person.email)


def on_the_edge(users, cases):
    """A term that ended yesterday, a closed account, a stand-in of the Head of Service, and a deputy who is kept out of each case."""
    now, day = timezone.now(), datetime.timedelta(days=1)
    head = users["head_of_service"].person
    post = Principal.objects.get(post="head_of_service", service__name="Street Scene")
    record_absence(head, since=now - day, until=now + 30 * day, stand_in=users["stand_in"].person)
    appoint(users["excluded"].person, post, authority="Invented", since=LONG_AGO, role=Appointment.Role.DEPUTY)
    own = Principal.objects.get(kind="person", person=users["excluded"].person)
    for by_state in cases.values():
        for case in by_state.values():
            exclude(case, own, reason="a declared connection")
    leave_office(users["ex_member"].person, at=now - day)
    User.objects.filter(pk=users["closed_account"].pk).update(is_active=False)


def raise_case(raiser, state, **changes):
    """A case of this Member about Street Scene in their ward."""
    given = {"title": f"Case {state}", "text": f"What happened in {state}.", "key": uuid.uuid4(),
             "ward": Ward.objects.get(name="Mill Hill"), "service": Service.objects.get(name="Street Scene")}
    return services.log_case(actor=factories.fresh(raiser), **given | changes)


def bring_to(state, raiser, users):
    """A case in this state, by the doors that cases go through."""
    if state in ("asked", "replied", "settled"):
        return question(state, raiser, users)
    case = raise_case(raiser, state, **({"matter": "service_request"} if state == "with_centre" else {}))
    if state in ("overdue", "escalated", "silent"):
        date_back(case, days=9)
    if state in ("escalated", "silent"):
        services.escalate(case, actor=factories.fresh(raiser))
    if state == "silent":  # whom it was taken further to does not answer either
        fall_silent(case)
    if state == "with_member":
        asking.ask(case, actor=factories.fresh(users["head_of_service"]), text="Which alley is it?")
    if state == "shared":
        share(case, raiser, users)
    if state in ("answered", "closed"):
        services.answer(case, actor=factories.fresh(users["head_of_service"]), text="The crew comes on Thursday.")
    if state == "closed":
        services.close(case, actor=factories.fresh(raiser))
    return case


def involved_one(users):
    """The Member says that they are openly involved in the matters of Street Scene."""
    return involved.involve(actor=factories.fresh(users["member"]), key=uuid.uuid4(), service=Service.objects.get(name="Street Scene"),
                            ward=None, why="I sit on the flood forum.")


def told(users):
    """The Head of Street Scene tells whoever is involved in it how it stands."""
    return news.tell(actor=factories.fresh(users["head_of_service"]), key=uuid.uuid4(), service=Service.objects.get(name="Street Scene"),
                     ward=None, title="Gullies in the north", text="They are cleared.\nThe south follows in May.")


def question(state, member, users):
    """A question of the Head of Service to this Member: asked, replied to, or settled."""
    head = factories.fresh(users["head_of_service"])
    case = questions.ask_member(
        actor=head, key=uuid.uuid4(), title=f"Question {state}", text="Who asked for the lights?", member=member.person,
        office=Principal.objects.get(post="head_of_service", service__name="Street Scene"))
    if state in ("replied", "settled"):
        asking.reply(case, actor=factories.fresh(member), text="The residents.")
    if state == "settled":
        questions.settle(case, actor=head, text="Thank you.")
    return case


def share(case, raiser, users):
    """Another Member joins the correspondence, and the Head of another service is asked to contribute."""
    office = Principal.objects.get(kind="office", person=users["other_member"].person)
    asking.join(case, actor=factories.fresh(raiser), principal=office, text="It is on the border of her ward.")
    head = Principal.objects.get(post="head_of_service", service__name="Housing")
    asking.want(case, actor=factories.fresh(users["head_of_service"]), principal=head, text="Are the bins yours?",
                due_on=timezone.localdate() + datetime.timedelta(days=5))


def fall_silent(case):
    """As if the time of whom a case was taken further to had gone by yesterday."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    case.clocks.filter(kind="answer", stopped_at=None).update(due_on=yesterday)
    Case.objects.filter(pk=case.pk).update(next_on=yesterday)
    case.refresh_from_db()


def date_back(case, *, days):
    """As if the case had been received so many days ago, its clock with it."""
    received = timezone.now() - datetime.timedelta(days=days)
    for clock in case.clocks.all():
        clock.started_at = received
        clocks.wind(clock)
    Case.objects.filter(pk=case.pk).update(received=received, **clocks.dates(case, case.status))
    case.refresh_from_db()
