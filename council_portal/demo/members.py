"""The Members of the demo council: 42 in office with terms, groups, bodies and duties, two who left, and a lay member. All invented."""
import datetime
import random

from council_portal.accounts.models import GroupMembership, PoliticalGroup, PrivateContact, Ward
from council_portal.accounts.services import add_person, appoint, change_group, post_principal, seat
from council_portal.clock.days import start_of
from council_portal.demo.data import data
from council_portal.demo.days import DAY, annual_meeting, election, takes_office
from council_portal.protocol.words import POSTS
from profiles.models import Body, Duty, Member, PartyMembership, Seat, Term
from profiles.services.joining import co_opt
from profiles.services.leaving import Reason, end_term

YEARS_OF_A_TERM = 4
FIRST_PHONE = 400  # 01632 960400 and on: numbers that Ofcom keeps for drama
INVENTED = "(invented)"


class Members:
    """Makes them, and keeps who is who by name. may: the year of the last election in May (a number)."""

    def __init__(self, may, today):
        self.may, self.today, self.random = may, today, random.Random("members")
        self.told = data("council")
        self.wards = {row["name"]: Ward.objects.create(name=row["name"]) for row in self.told["ward"]}
        self.groups = {name: PoliticalGroup.objects.create(name=name) for name in self.told["groups"]}
        self.people, self.group_of, self.since, self.ward_of = {}, {}, {}, {}

    def make(self, services):
        """Everything, in the order in which one thing needs another. services: {name: Service}. Returns the people in office."""
        given = self.told["members"]
        for name, ward, group, ago, earlier in given["rows"]:
            self.sit(name, ward, group, self.may - ago, earlier)
        self.leave(*given["left"], began=takes_office(self.may - YEARS_OF_A_TERM), until=takes_office(self.may))
        self.leave(*given["resigned"], began=takes_office(self.may - 1), until=datetime.date(self.may - 1, 9, 14))
        self.publish()
        self.lead(services)
        self.sit_on_bodies()
        return [self.people[row[0]] for row in given["rows"]]

    def sit(self, name, ward, group, year, earlier):
        """A Member whose present term began in this year, after so many earlier ones."""
        years = [year - YEARS_OF_A_TERM * back for back in range(earlier, -1, -1)]
        began = takes_office(years[0])
        elected = f"Election of {election(years[0]):%-d %B %Y} {INVENTED}"
        if name == self.told["members"]["by_election"]:
            polled = self.by_election()
            began, elected = polled + 4 * DAY, f"By-election of {polled:%-d %B %Y} {INVENTED}"
        person = self.add(name, ward, group, began)
        seat(person, self.wards[ward], authority=elected, since=start_of(began))
        changed, before = self.told["members"]["changed_group"]
        if name == changed:
            change_group(person, self.groups[before], on=began)
            began_here = self.today - 365 * DAY
        else:
            began_here = began
        if group:
            change_group(person, self.groups[group], on=began_here)
            PartyMembership.objects.create(person=person, party=group, began_on=began_here)
        Term.objects.bulk_create(
            Term(person=person, ward=self.wards[ward], began_on=max(takes_office(y), began), ended_on=last_day(y)) for y in years)

    def by_election(self):
        """The first Thursday of November in the year before the last May."""
        first = datetime.date(self.may - 1, 11, 1)
        return first + DAY * ((3 - first.weekday()) % 7)

    def leave(self, name, ward, group, *, began, until):
        """A Member who has left: everything ended on a day, and none of it gone."""
        person = self.add(name, ward, group, began)
        seat(person, self.wards[ward], authority=f"Election {INVENTED}", since=start_of(began), until=start_of(until))
        GroupMembership.objects.create(person=person, group=self.groups[group], began_on=began, ended_on=until)
        PartyMembership.objects.create(person=person, party=group, began_on=began, ended_on=until)
        Term.objects.create(person=person, ward=self.wards[ward], began_on=began, ended_on=until - DAY)

    def add(self, name, ward, group, began):
        """The person, and what is asked of them by name further on."""
        self.people[name] = add_person(name, honorific="Councillor", email=address(name), is_demo=True)
        self.group_of[name], self.since[name], self.ward_of[name] = group, began, ward
        return self.people[name]

    def publish(self):
        """What Members publish of themselves. Most confirmed it in the last year, a few longer ago, two never."""
        told, rnd = self.told["backgrounds"], self.random
        places = {row["name"]: row["places"] for row in self.told["ward"]}
        rows = []
        for number, (name, person) in enumerate(self.people.items()):
            skills, interests, expertise = told["rows"][number % len(told["rows"])]
            confirmed = None if number in (8, 29) else self.today - rnd.randint(3, 330) * DAY - (number % 11 == 5) * 330 * DAY
            surgery = told["surgeries"][number % len(told["surgeries"])].format(place=rnd.choice(places[self.ward_of[name]]))
            rows.append(Member(
                person=person, surgeries=surgery, address="Members' room, Town Hall", phone=f"01632 960{FIRST_PHONE + number}",
                email=person.email, contact_hours=told["hours"][number % len(told["hours"])], skills=skills, interests=interests,
                expertise=expertise, in_no_group=not self.group_of[name], confirmed_on=confirmed,
                confirmed_by=person if confirmed else None))
        rows.append(self.lay_member())
        Member.objects.bulk_create(rows)
        PrivateContact.objects.create(person=self.people["Gwen Pritchard"], phone="07700 900141", phone_shown=True)
        PrivateContact.objects.create(person=self.people["Kofi Mensah"], phone="07700 900142", address="An invented address, Market ward")

    def lay_member(self):
        """Somebody who is no Member of the council and sits on one committee: in office by a post of their own. Returns the Member."""
        told = self.told["members"]["lay"]
        lay = add_person(told["name"], honorific=told["honorific"], email=address(told["name"]), is_demo=True)
        self.people[lay.name], self.since[lay.name] = lay, annual_meeting(self.may - 2)
        co_opt(lay, authority=f"Council, minute 21 {INVENTED}", since=start_of(self.since[lay.name]), actor=None)
        return Member(person=lay, kind=Member.Kind.LAY, email=lay.email, expertise="Chartered accountant",
                      contact_hours="By e-mail, answered within two days", confirmed_on=self.today - 60 * DAY, confirmed_by=lay)

    def lead(self, services):
        """Group Leaders, the Cabinet with the services of each portfolio, and everything else that a Member does."""
        for group, leader in self.told["groups"].items():
            principal = post_principal("group_leader", group=self.groups[group], name=f"Group Leader, {group}")
            appoint(self.people[leader], principal, authority=f"Group meeting {INVENTED}", since=start_of(self.begins(leader, 1)))
        for number, row in enumerate(self.told["cabinet"]):
            self.take_portfolio(row, services, is_leader=number == 0)
        for kind, rows in self.told["duties"].items():
            Duty.objects.bulk_create(
                Duty(person=self.people[name], kind=kind, title=title, began_on=self.begins(name, 2), authority=f"Minute {INVENTED}")
                for name, title in rows)

    def take_portfolio(self, row, services, *, is_leader):
        """A Cabinet post: the duty, and the protocol's posts that go with it."""
        person, began = self.people[row["name"]], self.begins(row["name"], 1)
        authority = f"Cabinet appointments, minute 9 {INVENTED}"
        duty = Duty.objects.create(person=person, kind=Duty.Kind.CABINET, title=row["title"], began_on=began, authority=authority)
        duty.services.set(services[name] for name in row["services"])
        posts = [post_principal("leader", name=POSTS["leader"])] if is_leader else []
        posts += [post_principal("portfolio_holder", service=services[name], name=f"Portfolio holder, {name}") for name in row["services"]]
        for principal in posts:
            appoint(person, principal, authority=authority, since=start_of(began))

    def begins(self, name, back=0):
        """The annual meeting at which this Member took something up: of the last May or up to `back` years before, once in office."""
        years = [self.may - year for year in range(back + 1) if annual_meeting(self.may - year) >= self.since[name]]
        return annual_meeting(self.random.choice(years)) if years else max(annual_meeting(self.may), self.since[name])

    def sit_on_bodies(self):
        """Council and Cabinet, and committees in which the groups sit as they are strong; and some seats of last year."""
        members = [row[0] for row in self.told["members"]["rows"]]
        cabinet = [row["name"] for row in self.told["cabinet"]]
        chairs = dict((title, name) for name, title in self.told["duties"]["responsibility"])
        self.fill_council(members, chairs["Chair of the Council"], chairs["Vice-Chair of the Council"])
        self.fill("Cabinet", "cabinet", "Takes the executive decisions that are not delegated to officers.", cabinet, *cabinet[:2])
        others = [name for name in members if name not in cabinet]
        self.random.shuffle(others)
        turn = 0
        for row in self.told["body"]:
            first = [row["chair"], row["vice_chair"]]
            rest = [name for name in others[turn:] + others[:turn] if name not in first][:row["seats"] - 2]
            turn = (turn + len(rest)) % len(others)
            body = self.fill(row["name"], row["kind"], row["remit"], [*first, *rest], *first)
            self.sat_before(body, [name for name in others if name not in [*first, *rest]][:2])
        lay = self.people[self.told["members"]["lay"]["name"]]
        Seat.objects.create(person=lay, body=Body.objects.get(name="Audit and Governance Committee"), began_on=self.since[lay.name],
                            authority=f"Council, minute 21 {INVENTED}")
        council = Body.objects.get(name="Council")
        for name, _ward, _group in (self.told["members"]["left"], self.told["members"]["resigned"]):
            gone = GroupMembership.objects.get(person=self.people[name])
            Seat.objects.create(person=gone.person, body=council, began_on=gone.began_on, ended_on=gone.ended_on, authority="Election")

    def fill_council(self, members, chair, vice_chair):
        """The council itself: everybody from their own first day in office, and who chairs it from the last annual meeting."""
        remit = "All Members: the budget, the policy framework, and who leads the council."
        body, chosen = Body.objects.create(name="Council", kind="council", remit=remit), annual_meeting(self.may)
        roles, authority = {chair: Seat.Role.CHAIR, vice_chair: Seat.Role.VICE_CHAIR}, f"Annual meeting, minute 1 {INVENTED}"
        Seat.objects.bulk_create(
            Seat(person=self.people[who], body=body, began_on=self.since[who], ended_on=chosen if who in roles else None,
                 authority=f"Election {INVENTED}") for who in members)
        Seat.objects.bulk_create(
            Seat(person=self.people[who], body=body, role=role, began_on=chosen, authority=authority) for who, role in roles.items())

    def fill(self, name, kind, remit, sitting, chair, vice_chair):
        """A body and who sits on it today."""
        body = Body.objects.create(name=name, kind=kind, remit=remit)
        roles = {chair: Seat.Role.CHAIR, vice_chair: Seat.Role.VICE_CHAIR}
        Seat.objects.bulk_create(
            Seat(person=self.people[who], body=body, role=roles.get(who, Seat.Role.MEMBER), began_on=self.begins(who, 2),
                 authority=f"Annual meeting, minute 8 {INVENTED}") for who in sitting)
        return body

    def sat_before(self, body, names):
        """Members who sat there until the last annual meeting."""
        until = annual_meeting(self.may)
        Seat.objects.bulk_create(
            Seat(person=self.people[name], body=body, began_on=annual_meeting(self.may - 1), ended_on=until,
                 authority=f"Annual meeting, minute 8 {INVENTED}") for name in names if self.since[name] <= annual_meeting(self.may - 1))

    def announce(self, *, actor):
        """A Member has announced a resignation: the term ends in 45 days, and with it everything else. actor: of Democratic Services."""
        member = Member.objects.get(person=self.people[self.told["members"]["resigns"]])
        end_term(member, last_day=self.today + 45 * DAY, reason=Reason.RESIGNATION, actor=actor)


def last_day(year):
    """The last day of a term that began in this year's May."""
    return takes_office(year + YEARS_OF_A_TERM) - DAY


def address(name):
    """An address in the domain kept for examples."""
    return f"{name.lower().replace(' ', '.')}@council.example"
