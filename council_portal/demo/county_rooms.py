"""The programme, notices, briefings and requests to attend of the synthetic county, by the year: what a council has in so many of them.

Written in bulk and past the services, with the triggers in place, so that the copies on the standings are true. The first Member and the
first services have what fills each measured page, as among the cases (county_cases.py).
"""
import datetime
import random
import uuid

from django.db import connection
from django.utils import timezone

from conversations import policy
from conversations.attendance import policy as attending
from conversations.attendance.models import AttendanceRequest, AttendanceStanding
from conversations.attendance.models import Kind as Wish
from conversations.attendance.models import Status as Asked
from conversations.briefing.models import Briefing, Item, ItemService, ItemText, ItemWard, Reading
from conversations.briefing.texts import words_of_item
from conversations.models import Answer, Event, EventStanding, Invitation, KeyOfficer, Kind, Proposal, Status
from conversations.notices import policy as telling
from conversations.notices.models import Notice, NoticeOpening, NoticeStanding, NoticeTurn, NoticeWard, Occasion
from conversations.notices.models import Status as Issue
from council_portal.accounts.models import Appointment, GroupMembership, Principal
from council_portal.accounts.policy import SEATS, STAFF
from council_portal.demo import county_refusals
from council_portal.demo.county_cases import SENTENCES, reference_of
from council_portal.matters.models import Reference
from council_portal.protocol.services import route_under

EVENTS, BRIEFINGS, ITEMS, NOTICES, REQUESTS, PROPOSALS = 300, 50, 40, 500, 50, 60  # a year; items: a briefing
AHEAD, IN_A_FEED = 540, 600  # days of the programme to come; events of the time that a feed tells of
DAY = datetime.timedelta(days=1)
RARE = "kingfisher"  # a word of one item in two thousand; SENTENCES are in every twelfth
SUBJECTS = ["The bus to the hospital", "A new park", "Flood gates", "The library hours", "School places", "Road works", "Damp in flats",
            "Market day", "The cycle path", "Street trees"]


class Rooms:
    """Makes the rows of all rooms. county: of county.build; references of its cases end at `taken`."""

    def __init__(self, county, taken, years, seed):
        self.county, self.years, self.random = county, years, random.Random(f"rooms {seed}")
        self.now = timezone.now().replace(microsecond=0, second=0)
        self.references = iter(range(taken, taken + years * 1000))
        posts = {one.post: one for one in Principal.objects.filter(kind=Principal.Kind.POST, post__in=[SEATS, STAFF, "communications"])}
        self.seats, self.staff, self.communications = posts[SEATS].pk, posts[STAFF].pk, posts["communications"].pk
        self.ward_members = dict(Principal.objects.filter(kind=Principal.Kind.WARD).values_list("ward", "pk"))
        self.groups = dict(GroupMembership.objects.values_list("person", "group"))
        self.editor = Appointment.objects.filter(principal=self.communications).values_list("person", flat=True)[0]
        self.organiser = county.holders[county.democratic_services]

    def write(self):
        """All of them, inside the caller's transaction."""
        self.events()
        self.proposals()
        self.notices()
        self.briefings()
        self.requests()
        county_refusals.write(self)

    def uid(self):
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def text(self, sentences):
        return " ".join(self.random.choices(SENTENCES, k=sentences))

    def title(self):
        return f"{self.random.choice(SUBJECTS)}, road {self.random.randrange(1, 400)}"

    def matter(self):
        """What every matter has. Its reference is written first."""
        return {"uid": self.uid(), "reference": reference_of(next(self.references)), "protocol": self.county.version}

    def keep(self, matters):
        """Write matters with their references. Returns them."""
        model = type(matters[0])
        Reference.objects.bulk_create([Reference(text=one.reference) for one in matters], batch_size=5000)
        return model.objects.bulk_create(matters, batch_size=1000)

    def standing(self, model, principal, capacity, since, reason, **of):
        return model(principal_id=principal, capacity=capacity, since=since, reason=reason, **of)

    # --- the programme ------------------------------------------------------------------------------------------------------------

    def hours(self):
        """When the events begin, the latest first: as many as a feed shows in the time that it tells of, the others before that."""
        number = EVENTS * self.years
        near = min(IN_A_FEED, number)
        step, first = (AHEAD + 85) * DAY / near, self.now + AHEAD * DAY
        found = [first - n * step for n in range(near)]
        step = (self.years * 365 - AHEAD) * DAY / max(number - near, 1)
        return found + [found[-1] - (n + 1) * step for n in range(number - near)]

    def events(self):
        """Events with whom they invite, officers, and what was answered. Of seven, four are for all Members, two for wards, one a draft,
        cancelled or for a Member's office. The first Member's ward is among those invited to every second one."""
        rows = self.keep([self.event(number, at) for number, at in enumerate(self.hours())])
        standings, invited, officers, answers = [], [], [], []
        for number, event in enumerate(rows):
            standings += self.stand(number, event)
            to = self.guests(number)
            invited += [Invitation(event=event, principal_id=principal) for principal in to]
            posts = self.county.services[number % len(self.county.services)]
            officers.append(KeyOfficer(event=event, principal_id=posts.head, decides=True))
            if event.status != Status.DRAFT:
                answers += self.answers(event)
        EventStanding.objects.bulk_create(standings, batch_size=5000)
        Invitation.objects.bulk_create(invited, batch_size=5000)
        KeyOfficer.objects.bulk_create(officers, batch_size=5000)
        Answer.objects.bulk_create(answers, batch_size=5000)

    def event(self, number, at):
        """One event. What is past was held and followed up; in the future some are drafts, and one in fifty is cancelled."""
        coming = Status.CONFIRMED if number % 2 else Status.ANNOUNCED
        status = Status.CANCELLED if number % 50 == 7 else Status.DRAFT if number % 50 == 9 and at > self.now else (
            coming if at > self.now else Status.CLOSED)
        kind = Kind.OPEN_DAY if number % 150 == 149 else Kind.WORKSHOP if self.is_for_wards(number) else Kind.CONVERSATION
        begun = min(at, self.now) - 30 * DAY
        return Event(
            **self.matter(), raised_by_id=self.organiser, version=3, title=self.title(), about=self.text(4), starts_at=at,
            ends_at=at + datetime.timedelta(hours=2), place="Council Offices, Room 2", open_to_all=not self.is_for_wards(number), kind=kind,
            in_confidence=number % 40 == 3, status=status, is_open=status in Event.OPEN, made_at=begun, last_activity=begun,
            announced_at=None if status == Status.DRAFT else begun, why_cancelled="The hall is flooded." if number % 50 == 7 else "",
            no_papers="They are handed out there." if status == Status.CONFIRMED else "")

    def is_for_wards(self, number):
        return number % 7 in (2, 5)

    def guests(self, number):
        """The principals that it invites: all Members, or the Members of three wards, the first Member's among them."""
        if not self.is_for_wards(number):
            return [self.seats]
        wards = list(self.ward_members.values())
        return list(dict.fromkeys([self.county.seats[0].ward_members, wards[number % len(wards)], wards[number * 5 % len(wards)]]))

    def stand(self, number, event):
        """Its standings, as `announce` and `name_officer` would have given them."""
        posts, since = self.county.services[number % len(self.county.services)], event.made_at
        yield self.standing(EventStanding, self.county.democratic_services, policy.ORGANISER, since, "keeps the programme", event=event)
        yield self.standing(EventStanding, posts.head, policy.OFFICER, since, "is named as an officer of the event", event=event)
        if event.status == Status.DRAFT:
            return
        for principal in self.guests(number):
            yield self.standing(EventStanding, principal, policy.INVITED, since, "is invited", event=event)
        if event.open_to_all:
            yield self.standing(EventStanding, self.staff, policy.VIEWER, since, "it is open to all Members", event=event)

    def answers(self, event):
        """What fifteen Members said; the first Member comes where they said so."""
        seats = ([self.county.seats[0]] if event.pk % 3 == 0 else []) + self.random.sample(self.county.seats[1:], 14)
        for at, seat in enumerate(seats):
            state = Answer.State.NOT_COMING if at % 5 == 4 else Answer.State.COMING
            yield Answer(event=event, person_id=seat.person, state=state, at=event.made_at + DAY)

    def proposals(self):
        """What was proposed to be discussed, a third of it by the first Member."""
        rows = []
        for number in range(PROPOSALS * self.years):
            at = self.now - number * self.years * 365 * DAY / (PROPOSALS * self.years)
            waits = number < 40
            rows.append(Proposal(
                uid=self.uid(), proposer_id=self.county.seats[0 if number % 3 == 0 else number % 90].person, title=self.title(),
                text=self.text(3), made_at=at, last_activity=at, is_open=waits,
                status=Proposal.Status.WAITING if waits else Proposal.Status.DECLINED, answer="" if waits else "It was discussed in May."))
        Proposal.objects.bulk_create(rows, batch_size=5000)

    # --- ward notices -------------------------------------------------------------------------------------------------------------

    def notices(self):
        """Notices of three wards each, one in ten about the first Member's ward. The newest in a hundred are in confidence, or drafts."""
        number = NOTICES * self.years
        rows = self.keep([self.notice(at, self.now + 40 * DAY - at * (self.years * 365 * DAY / number)) for at in range(number)])
        wards, standings, openings, turns = [], [], [], []
        of_ward = {}
        for seat in self.county.seats:
            of_ward.setdefault(seat.ward, []).append(seat.person)
        for at, notice in enumerate(rows):
            affected = self.affected(at)
            wards += [NoticeWard(notice=notice, ward_id=ward) for ward in affected]
            standings += self.read_by(notice, affected)
            if notice.status != Issue.DRAFT:
                turns.append(NoticeTurn(notice=notice, kind=NoticeTurn.Kind.ISSUED, author_id=notice.raised_by_id, at=notice.issued_at,
                                        acting_as="Head of Service", publish_at=notice.publish_at))
                openings += [NoticeOpening(notice=notice, person_id=person, told_at=notice.issued_at) for ward in affected
                             for person in of_ward.get(ward, [])]
        NoticeWard.objects.bulk_create(wards, batch_size=5000)
        NoticeStanding.objects.bulk_create(standings, batch_size=5000)
        NoticeOpening.objects.bulk_create(openings, batch_size=5000)
        NoticeTurn.objects.bulk_create(turns, batch_size=5000)

    def affected(self, at):
        """The keys of the wards that a notice affects."""
        wards = self.county.wards
        found = [wards[at % len(wards)], wards[at * 7 % len(wards)], wards[at * 11 % len(wards)]]
        return list(dict.fromkeys([*([self.county.seats[0].ward] if at % 10 == 0 else []), *found]))[:3]

    def notice(self, at, publish_at):
        posts = self.county.services[at % len(self.county.services)]
        draft = at % 100 == 1
        issued = min(publish_at - 10 * DAY, self.now - DAY)
        return Notice(
            **self.matter(), raised_by_id=self.county.holders[posts.head], version=2, title=self.title(), summary=self.text(4),
            advantages=self.text(1), disadvantages=self.text(1), finance=self.text(1), office_id=posts.head, service_id=posts.service,
            occasion=list(Occasion)[at % len(Occasion)], publish_at=publish_at, status=Issue.DRAFT if draft else Issue.ISSUED,
            issued_at=None if draft else issued, made_at=issued, last_activity=issued)

    def read_by(self, notice, wards):
        """Its standings, as `write` and `issue` would have given them."""
        since = notice.made_at
        yield self.standing(NoticeStanding, notice.office_id, telling.ISSUER, since, "writes it", notice=notice)
        if notice.status == Issue.DRAFT:
            return
        for ward in wards:
            yield self.standing(NoticeStanding, self.ward_members[ward], telling.LOCAL, since, "it affects their ward", notice=notice)
        keeper = self.county.democratic_services
        yield self.standing(NoticeStanding, keeper, telling.KEEPER, since, "keeps the wards true", notice=notice)
        for principal in (self.seats, self.staff):
            yield self.standing(NoticeStanding, principal, telling.PUBLIC, notice.publish_at, "it is published", notice=notice)

    # --- the weekly briefing ------------------------------------------------------------------------------------------------------

    def briefings(self):
        """Briefings of a week each, all sent, each with its items; a few items that wait and that were left out."""
        today = timezone.localdate()
        rows = Briefing.objects.bulk_create(Briefing(
            uid=self.uid(), version=2, status=Briefing.Status.SENT, is_open=False, title=f"Briefing {number + 1}", intro=self.text(1),
            on=today - number * 7 * DAY, begun_by_id=self.editor, sent_by_id=self.editor, sent_at=self.now - number * 7 * DAY)
            for number in reversed(range(BRIEFINGS * self.years)))
        items = [self.item(briefing, place) for briefing in rows for place in range(1, ITEMS + 1)]
        items = Item.objects.bulk_create(items, batch_size=2000)
        ItemText.objects.bulk_create(
            [ItemText(item=one, on=one.briefing.on, words=words_of_item(one)) for one in items], batch_size=2000)
        waiting = [self.item(None, 0, status) for status in [Item.Status.WAITING] * 30 + [Item.Status.LEFT_OUT] * 30 * self.years]
        items += Item.objects.bulk_create(waiting, batch_size=2000)
        wards, services = self.county.wards, self.county.services
        ItemWard.objects.bulk_create(
            [ItemWard(item=one, ward_id=wards[one.pk // 2 % len(wards)]) for one in items if one.pk % 2], batch_size=5000)
        ItemService.objects.bulk_create(
            [ItemService(item=one, service_id=services[one.pk % len(services)].service) for one in items], batch_size=5000)
        Reading.objects.bulk_create(
            [Reading(briefing=one, person_id=seat.person) for one in rows for seat in self.county.seats[::2]], batch_size=5000)

    def item(self, briefing, place, status=Item.Status.TAKEN):
        """An item of this briefing, or one that is in none."""
        made = self.now if briefing is None else briefing.sent_at - 3 * DAY
        left_out = status == Item.Status.LEFT_OUT
        return Item(
            uid=self.uid(), version=1, status=status, is_open=not left_out, submitter_id=self.random.choice(self.county.officer_people),
            made_at=made, last_activity=made, title=self.title(), text=self.text(3) + (
                f" A {RARE} was seen." if place == 1 and briefing is not None and briefing.pk % 50 == 0 else ""),
            needs_you=place % 4 == 0, briefing=briefing, place=place, why_left_out="It came too late." if left_out else "")

    # --- requests that officers attend --------------------------------------------------------------------------------------------

    def requests(self):
        """Requests, half of them the first Member's, who asks the head of the first service for a briefing."""
        route = route_under(self.county.version, attending.BRIEFING, "member").as_json()
        number = REQUESTS * self.years
        rows = self.keep([self.request(at, self.now - at * (self.years * 365 * DAY / number), route) for at in range(number)])
        standings = []
        for at, request in enumerate(rows):
            seat, posts = self.asking(at)
            standings += [
                self.standing(AttendanceStanding, seat.office, attending.ASKER, request.asked_at, "asked for it", request=request),
                self.standing(AttendanceStanding, posts.head, attending.DECIDER, request.asked_at, "the protocol sends it here",
                              request=request)]
            if request.status == Asked.AGREED:
                standings.append(self.standing(
                    AttendanceStanding, posts.nominated, attending.NAMED, request.asked_at, "named to attend", request=request))
        AttendanceStanding.objects.bulk_create(standings, batch_size=5000)

    def asking(self, at):
        """Who asks, and the posts of the service that is asked."""
        return (self.county.seats[0 if at % 2 else at % 90], self.county.services[0 if at % 2 else at % len(self.county.services)])

    def request(self, at, asked, route):
        seat, posts = self.asking(at)
        decided = at > 20
        return AttendanceRequest(
            **self.matter(), raised_by_id=seat.person, version=1, side="member", kind=Wish.BRIEFING, title=self.title(), text=self.text(2),
            service_id=posts.service, starts_at=asked + 10 * DAY, ends_at=asked + 10 * DAY + datetime.timedelta(hours=1),
            place="Room 3", route=route, asked_at=asked, made_at=asked, last_activity=asked, may_be_told=False,
            status=Asked.AGREED if decided else Asked.ASKED, officer_id=posts.nominated if decided else None,
            slot_from=asked + 10 * DAY if decided else None, slot_until=asked + 11 * DAY if decided else None,
            decided_by_id=self.county.holders[posts.head] if decided else None, decided_as="Head of Service" if decided else "",
            decided_at=asked + DAY if decided else None, arrangements="An hour, with slides." if decided else "")


def write(county, taken, years, seed=0):
    """Write so many years of all rooms, inside the caller's transaction. taken: how many references the cases have."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is wrong is said here and at once
    Rooms(county, taken, years, seed).write()
