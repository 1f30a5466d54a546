"""The demo council: what is in it, counted; that all of it is invented; and that the portal goes on working with it."""

import datetime
import re
from collections import Counter
from itertools import pairwise

import pytest
from django.core import mail
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import clocks
from casework import services as casework
from casework.models import (
    Case,
    CaseClock,
    CaseEntry,
    CasePaper,
    CaseStanding,
    Contribution,
    InvolvedNews,
    Involvement,
    Outcome,
    ServiceCount,
    ServiceTime,
    StandardLine,
    Status,
)
from complaints import reviewing
from complaints.reading import in_hand
from complaints.signing import services as signing
from conversations.briefing.models import Briefing, Item
from conversations.briefing.services import unread
from conversations.models import Answer, Booking, Event, Remark
from conversations.notices.models import Notice
from conversations.notices.reading import waiting_for
from conversations.papers import is_late
from council_portal.access.models import in_force
from council_portal.accounts.holders import holders_of
from council_portal.accounts.models import Absence, Appointment, GroupMembership, Person, PoliticalGroup, Principal, Service, User, Ward
from council_portal.accounts.services import group_of
from council_portal.clock.due import Due
from council_portal.demo.briefing import mail_two
from council_portal.demo.council import build
from council_portal.demo.data import data
from council_portal.demo.days import election, last_may, takes_office
from council_portal.demo.officers import PATH
from council_portal.demo.plans import is_landmark
from council_portal.demo.roles import cards, roles
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from council_portal.people.models import Photo, Place
from council_portal.people.places import find_wards
from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.services import in_force as protocol_in_force
from directory.faults import Faults
from directory.finder import find
from directory.models import Officer, ServiceEntry
from directory.officers_csv import read_officers
from profiles.models import Body, Duty, Member, Seat, in_office, true_on
from tests.casework.ground import browser, kept, undone, words
from tests.demo.ground import digest, held

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    """The demo council under the model protocol, built for this module. Gives the digest of an earlier build, which was taken back."""
    with kept(django_db_blocker):
        with undone():
            build()
            first = digest()
        build()
        yield first


# --- who and what there is -----------------------------------------------------------------------------------------------------


def test_wards_members_services_officers_and_cases_are_as_many_as_they_should_be(council):
    assert (Ward.objects.count(), held("all_members"), held("officers"), Case.objects.count()) == (14, 42, 90, 300)
    assert (Service.objects.filter(part_of=None).count(), Service.objects.exclude(part_of=None).count()) == (4, 12)
    assert [(one.name, one.version) for one in ProtocolVersion.objects.all()] == [("model", "1"), ("model", "0.9")]


def test_most_have_signed_the_protocol_and_the_first_member_has_not(council):
    lines = signing.register(protocol_in_force())
    signed = [line for line in lines if line.signature]

    assert len(lines) > 42
    assert len(lines) / 2 < len(signed) < len(lines)
    assert next(line for line in lines if line.person.user.email == "member@council.example").signature is None


def test_three_members_sit_for_each_ward(council):
    sitting = Appointment.objects.filter(in_force(), principal__kind=Principal.Kind.WARD)

    assert set(Counter(sitting.values_list("principal__ward__name", flat=True)).values()) == {3}


def test_each_ward_has_streets_and_postcodes_and_none_is_an_address_in_life(council):
    kinds = Counter(Place.objects.values_list("ward__name", "kind"))

    assert [ward for ward in Ward.objects.values_list("name", flat=True) if min(kinds[ward, "street"], kinds[ward, "postcode"]) < 4] == []
    assert {text[:2] for text in Place.objects.filter(kind="postcode").values_list("text", flat=True)} == {"QX"}
    assert find_wards("12a Mill Ln").ward.name == "Mill Hill"
    assert [ward.name for ward in find_wards("Turnpike Road").wards] == ["Beacon Hill", "Northgate"]


def test_members_are_in_three_groups_and_two_in_none(council):
    people = Person.objects.filter(appointments__in=Appointment.objects.filter(in_force(), principal__post="all_members"))
    groups = Counter(str(group_of(person)) for person in people)

    assert groups == {"Harbour Alliance": 19, "Town and Country": 14, "Independent Residents": 7, "None": 2}
    assert (PoliticalGroup.objects.count(), held("group_leader")) == (3, 3)


def test_bodies_have_their_seats_and_each_a_chair_and_a_vice_chair(council):
    today = Seat.objects.filter(true_on(timezone.localdate()))

    assert dict(today.values_list("body__name").annotate(many=Count("pk")).order_by("body__name")) == {
        "Council": 42, "Cabinet": 8, "Planning Committee": 11, "Licensing Committee": 10, "People Overview and Scrutiny Committee": 11,
        "Place Overview and Scrutiny Committee": 11, "Audit and Governance Committee": 8, "Standards Committee": 6,
        "Town Centre Task and Finish Group": 6,
    }  # fmt: skip
    chairs = today.exclude(role="member").order_by("role")
    leading = {body.name: list(chairs.filter(body=body).values_list("role", flat=True)) for body in Body.objects.all()}
    assert set(map(tuple, leading.values())) == {("chair", "vice_chair")}


def test_each_seat_on_the_council_began_on_the_first_day_in_office_and_every_other_seat_later(council):
    offices = Appointment.objects.filter(principal__post__in=["all_members", "co_opted_members"])
    began = {row.person_id: timezone.localdate(row.since) for row in offices}
    first = {}
    for seat in Seat.objects.filter(body__name="Council").order_by("-began_on"):
        first[seat.person] = seat.began_on

    assert len(first) == 44
    assert {person.name: day for person, day in first.items() if began[person.pk] != day} == {}
    assert [str(seat) for seat in Seat.objects.exclude(body__name="Council") if seat.began_on < began[seat.person_id]] == []


def test_the_lay_member_is_in_office_by_a_post_of_her_own_and_sits_on_one_committee(council):
    lay = Member.objects.get(kind="lay")

    assert (lay.person.honorific, lay.person.name, lay.person.email) == ("Dr", "Patience Ellery", "patience.ellery@council.example")
    assert list(Member.objects.filter(in_office(), kind="lay")) == [lay]
    assert [seat.body.name for seat in Seat.objects.filter(person=lay.person, ended_on=None)] == ["Audit and Governance Committee"]
    assert (held("co_opted_members"), held("all_members", person=lay.person)) == (1, 0)
    assert User.objects.filter(person=lay.person).count() == 1


def test_what_is_next_has_something_to_show(council):
    today, now = timezone.localdate(), timezone.now()
    [absence] = Absence.objects.filter(since__gt=now)
    ends = Appointment.objects.filter(principal__post="all_members", until__gt=now, until__lt=now + datetime.timedelta(days=60))
    begins = Appointment.objects.filter(since__gt=now, role="holder")
    client = browser(User.objects.get(email="democratic-services@council.example"))

    home = words(client.get(reverse("home")))

    assert (absence.person.name, absence.stand_in.name) == ("Yvonne Hughes", "Rashid Thorley")
    assert absence.since < now + datetime.timedelta(days=7)
    assert [(row.person.name, timezone.localdate(row.until)) for row in ends] == [("Colin Durrant", today + datetime.timedelta(days=46))]
    assert [(row.person.name, str(row.principal), timezone.localdate(row.since).day) for row in begins] == [
        ("Oliver Vickers", "Head of Service, Libraries and Leisure", 1)]
    assert [text for text in ("Terms that end soon", "Absences that begin in the next 7 days", "Colin Durrant", "Yvonne Hughes")
            if text not in home] == []


def test_nobody_of_the_cabinet_scrutinises_it(council):
    cabinet = Seat.objects.filter(body__name="Cabinet").values("person")

    assert Seat.objects.filter(true_on(timezone.localdate()), body__kind="scrutiny", person__in=cabinet).count() == 0


def test_every_service_is_in_one_portfolio_and_its_holder_holds_the_post(council):
    portfolios = Duty.objects.filter(kind="cabinet")
    given = {service.name: duty.person for duty in portfolios for service in duty.services.all()}
    rows = Appointment.objects.filter(in_force(), principal__post="portfolio_holder")
    appointed = {row.principal.service.name: row.person for row in rows}

    assert portfolios.count() == 8
    assert sorted(given) == sorted(Service.objects.exclude(part_of=None).values_list("name", flat=True))
    assert appointed == given


def test_members_do_other_things_beside(council):
    assert dict(Duty.objects.values_list("kind").annotate(many=Count("pk")).order_by("kind")) == {
        "cabinet": 8, "county": 1, "other": 4, "outside": 8, "parish": 6, "responsibility": 8}


def test_the_history_of_a_year_is_there(council):
    may = last_may(timezone.localdate())
    day = timezone.localdate(Person.objects.get(name="Arthur Penhale").appointments.get(principal__post="all_members").until)
    began = {name: timezone.localdate(Person.objects.get(name=name).appointments.get(principal__post="all_members").since)
             for name in ("Kofi Mensah", "Moira Stacey")}
    groups = GroupMembership.objects.filter(person__name="Yasmin Sadiq").order_by("began_on")

    assert day == began["Kofi Mensah"] == takes_office(may)
    assert (election(may).weekday(), (began["Moira Stacey"] - datetime.timedelta(days=4)).weekday()) == (3, 3)  # Thursdays
    assert [row.group.name for row in groups] == ["Harbour Alliance", "Town and Country"]
    assert groups[0].ended_on == groups[1].began_on == timezone.localdate() - datetime.timedelta(days=365)
    assert held("all_members", person__name__in=["Arthur Penhale", "Geoffrey Haskins"]) == 0


def test_every_service_says_what_it_does_and_has_two_liaison_officers_at_least(council):
    entries = {entry.service.name: len(entry.deals_with) for entry in ServiceEntry.objects.all() if entry.about and entry.how_to_request}
    liaison = {service.name: held("clo", principal__service=service, role="holder") for service in Service.objects.exclude(part_of=None)}

    assert {name for name, words in entries.items() if not 10 <= words <= 20} == set()
    assert len(entries) == len(liaison) == 12
    assert set(liaison.values()) == {2, 3}


def test_one_post_is_vacant_and_its_whole_service_and_two_liaison_officers_are_away(council):
    posts = Principal.objects.filter(kind=Principal.Kind.POST).exclude(post="contact_centre")  # it works outside the portal
    away = Absence.objects.filter(in_force()).values_list("person__name", "stand_in__name")

    libraries = Service.objects.get(name="Libraries and Leisure")

    assert [str(post) for post in posts.exclude(service=libraries) if not holders_of(post)] == []
    assert held("head_of_service", principal__service=libraries) == 0
    assert sorted(away, key=str) == [
        ("Ed Novak", "Hugh Lovell"), ("Mina Farouk", None), ("Naomi Norris", None), ("Oliver Vickers", None), ("Trevor Denton", None)]


@pytest.mark.requirement("RUG-4-POINTS")
def test_the_directory_is_kept_and_lacks_one_point_of_contact_today(council):
    found = Faults(User.objects.get(email="democratic-services@council.example"))

    faults = {part["slug"]: [line["text"] for line in part["lines"]] for part in found.sections() if part["lines"]}

    assert faults == {
        "away": ["Libraries and Leisure"],
        "stale-officers": ["Gareth Norris", "Gordon Islam", "Lucy Lyle", "Ottilie Zaman", "Winston Gower"]}
    assert list(Officer.objects.filter(confirmed_on=None).values_list("person__name", flat=True)) == ["Ottilie Zaman"]


def test_officers_are_those_of_the_list_and_the_list_is_sound(council):
    listed = read_officers(PATH.read_bytes())

    assert sorted(row.name for row in listed.rows) == sorted(Officer.objects.values_list("person__name", flat=True))
    assert (len(listed.rows), listed.notes) == (90, ())
    assert Officer.objects.filter(unlisted_since=None).count() == 90


def test_everybody_of_the_cards_is_there_with_their_post_and_signs_in(council):
    for row in roles():
        person = Person.objects.get(user__email=row["email"])
        posts = person.appointments.filter(in_force(), principal__post=row["post"], principal__service__name=row["service"] or None)
        client = Client()

        with undone():
            answer = client.post(reverse("demo:sign_in", args=[row["role"]]))
            home = client.get(answer.url)

        assert person.name == row["name"]
        assert posts.count() == (1 if row["post"] and row["post"] != "group_leader" else posts.count())
        assert (answer.status_code, home.status_code) == (302, 200), row["role"]


@pytest.mark.requirement("CMP-CONFLICT")
def test_the_card_of_the_deputy_walks_the_second_look_at_what_the_monitoring_officer_decided(council):
    deputy, decided_by = (User.objects.get(person__name=name) for name in ("Petra Pascoe", "Ruth Abara"))
    [waiting] = in_hand(deputy)
    there, other = Client(), Client()

    with undone():
        shown = there.get(reverse("account_login")).context["demo_cards"]
        there.post(reverse("demo:sign_in", args=["deputy_monitoring_officer"]))
        other.post(reverse("demo:sign_in", args=["monitoring_officer"]))
        home = there.get("/")
        page, form = (there.get(waiting.get_absolute_url() + act) for act in ("", "again/"))
        reviewing.review(waiting, actor=deputy, upheld=True, text="The reasons bear it.", to_subject="It stands.")
        own = other.get(waiting.get_absolute_url())

        assert [one["name"] for one in shown if one["role"] == "Deputy Monitoring Officer"] == ["Petra Pascoe"]
        assert waiting.reference in home.content.decode()
        assert (page.status_code, form.status_code) == (200, 200)
        assert (own.status_code, other.get(waiting.get_absolute_url() + "again/").status_code) == (200, 403)
        assert "The reasons bear it." not in own.content.decode(), "whoever decided keeps their own words in sight, and no other"
        assert waiting not in in_hand(decided_by)
        assert waiting.status == "closed"


def test_what_a_card_says_fits_whoever_it_is_lent_to():
    said = [word for row in cards() for word in re.findall(r"\w+", f"{row['label']} {row['description']}".lower())]

    assert [word for word in said if word in {"he", "him", "his", "she", "her", "hers"}] == []


def test_members_of_the_cards_sit_for_their_wards_in_their_groups(council):
    for row in roles():
        if row["ward"]:
            person = Person.objects.get(name=row["name"])
            wards = Ward.objects.filter(principal__appointments__in=person.appointments.filter(in_force()))

            assert ([ward.name for ward in wards], group_of(person).name) == ([row["ward"]], row["group"])


# --- that it is invented -------------------------------------------------------------------------------------------------------


def test_everybody_is_invented_and_marked_so(council):
    assert Person.objects.filter(is_demo=False).count() == 0
    assert Person.objects.count() == 42 + 2 + 1 + 90  # in office, left, lay, officers


def test_no_address_leaves_the_domain_for_examples_and_every_number_is_kept_for_drama(council):
    addresses = [*Person.objects.values_list("email", flat=True), *User.objects.values_list("email", flat=True),
                 *Member.objects.values_list("email", flat=True)]
    numbers = [*Member.objects.values_list("phone", flat=True), *Officer.objects.values_list("phone", flat=True)]

    assert {address.partition("@")[2] for address in addresses} == {"council.example"}
    assert [number for number in numbers if number and not re.fullmatch(r"01632 960\d{3}", number)] == []


def test_forty_people_have_a_drawing_that_says_so(council):
    photos = Photo.objects.select_related("person")

    assert [photo.alt for photo in photos] == [f"Drawn portrait of {photo.person.name}, invented for the demo" for photo in photos]
    assert (photos.count(), photos.filter(person__member__isnull=False).count()) == (40, 30)


# --- cases ---------------------------------------------------------------------------------------------------------------------


def test_cases_are_in_every_state_as_many_as_planned(council):
    by_status = dict(Case.objects.values_list("status").annotate(many=Count("pk")).order_by("status"))

    assert by_status == {
        "answered": 12, "closed": 237, "escalated": 5, "unrouted": 4, "with_centre": 5, "with_member": 3, "with_officer": 34}
    assert Case.objects.overdue().count() == 8
    assert Case.objects.filter(status="with_officer", times_back__gt=0, due_on__gte=timezone.localdate()).count() == 4
    assert (Case.objects.filter(urgent=True).count(), Case.objects.exclude(departure="").count()) == (14, 5)
    assert CaseEntry.objects.filter(kind="placed").count() == 2
    assert len({case.title.partition(",")[0] for case in Case.objects.filter(status="unrouted")}) == 4


def test_ward_notices_are_in_confidence_published_and_too_short_with_a_reason_and_say_that_they_are_invented(council):
    notices = list(Notice.objects.order_by("-publish_at"))

    assert [(one.is_public, bool(one.short_reason)) for one in notices] == [(False, False), (False, True), (True, False), (True, False)]
    assert all("(invented)" in one.title for one in notices)
    waiting = waiting_for(User.objects.get(email="member@council.example"), 10)
    assert waiting == [notices[1], notices[0]]


def test_threads_are_one_to_eight_turns_long(council):
    lengths = Counter(Case.objects.annotate(turns=Count("entries")).values_list("turns", flat=True))

    assert sorted(lengths) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_no_two_cases_have_one_title_and_no_two_neighbours_one_matter(council):
    titles = list(Case.objects.order_by("received").values_list("title", flat=True))
    begun = [title.split()[:3] for title in titles]

    assert len(set(titles)) == 300
    assert [pair for pair in pairwise(begun) if pair[0] == pair[1]] == []
    assert len({tuple(one) for one in begun}) >= 40


def test_every_full_month_has_as_many_cases_as_the_others_and_no_ward_or_member_has_many_more(council):
    today = timezone.localdate()
    months = Counter(f"{timezone.localtime(case.received):%Y-%m}" for case in Case.objects.all())
    current = months.pop(f"{today:%Y-%m}", 0)
    months.pop(min(months))  # it began before the two years did
    wards = Counter(Case.objects.values_list("ward__name", flat=True))
    members = Counter(Case.objects.values_list("raised_by__user__email", flat=True))
    star = members.pop("member@council.example")

    assert {month: many for month, many in months.items() if not 8 <= many <= 18} == {}
    assert current <= 40  # what waits for somebody came in lately
    assert (len(wards), [ward for ward, many in wards.items() if many > 36]) == (14, [])
    assert (len(members), [one for one, many in members.items() if many > 12]) == (41, [])
    assert 9 <= star <= 14


def test_days_that_a_turn_speaks_of_follow_from_its_own_day(council):
    for case in Case.objects.prefetch_related("entries"):
        moments = [timezone.localdate(entry.at) for entry in case.entries.all()]
        for before, at, entry in zip(moments, moments[1:], list(case.entries.all())[1:], strict=False):
            between = {f"{before + datetime.timedelta(days=day):%A}" for day in range(1, (at - before).days)}
            spoken = {f"{day}day" for day in re.findall(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", entry.text)}

            assert (spoken - between, "{" in entry.text) == (set(), False), entry.text


def test_no_text_names_a_day_or_a_season_itself():
    told = data("cases")
    texts = [text for one in [*told["matter"], *told["strategy"]] for text in one.values() if isinstance(text, str)]

    named = re.compile(r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|"
                       r"November|December|spring|summer|autumn|winter)", re.I)

    assert [text for text in texts if named.search(text)] == []


def test_a_turn_that_speaks_of_a_file_has_one_and_a_file_is_spoken_of(council):
    said = set(CaseEntry.objects.filter(text__contains="attached").values_list("pk", flat=True))
    at_first = {case.pk for case in Case.objects.filter(text__contains="attached")}
    papers = CasePaper.objects.select_related("entry")

    assert said == {paper.entry_id for paper in papers if paper.entry.kind == "answer"}
    assert at_first == {paper.case_id for paper in papers if paper.entry.kind == "logged"}
    assert len(said) + len(at_first) == 30
    assert len(set(papers.values_list("name", flat=True))) == 30


def test_only_what_is_about_water_power_heating_or_danger_is_urgent(council):
    begun = tuple(one["title"].split("{")[0] for one in data("cases")["matter"] if one.get("urgent"))

    assert len(begun) == 9
    assert [case.title for case in Case.objects.filter(urgent=True) if not case.title.startswith(begun)] == []
    assert [case.title for case in Case.objects.overdue() if case.title.startswith(begun) and not case.times_back] == []
    assert [case.title for case in Case.objects.filter(status="escalated") if case.title.startswith(begun)] == []


def test_what_is_said_on_site_is_said_of_what_can_be_looked_at(council):
    told = data("cases")["closings"]
    site = set(told["site"]["members"] + told["site"]["officers"] + told["site"]["closed"])
    only = site - set(told["desk"]["members"] + told["desk"]["officers"] + told["desk"]["closed"])

    services = set(CaseEntry.objects.filter(text__in=only).values_list("case__service__name", flat=True))

    assert services <= set(told["on_site"])
    assert len(services) >= 4


def test_what_happens_in_a_home_happens_in_a_street(council):
    begun = tuple(one["title"].split("{")[0] for one in data("cases")["matter"] if one.get("homes"))
    landmarks = tuple(place for ward in data("council")["ward"] for place in ward["places"] if is_landmark(place))

    titles = [case.title for case in Case.objects.all() if case.title.startswith(begun)]

    assert len(titles) > 50
    assert [title for title in titles if title.endswith(landmarks)] == []


def test_turns_follow_one_another_in_working_hours_and_none_is_to_come(council):
    for case in Case.objects.prefetch_related("entries"):
        moments = [entry.at for entry in case.entries.all()]

        assert moments == sorted(moments)
        assert (moments[0], moments[-1]) == (case.received, case.last_activity)
        assert moments[-1] <= timezone.now()
        assert {timezone.localtime(at).hour for at in moments} <= set(range(9, 17))
        assert {timezone.localtime(at).weekday() for at in moments} <= set(range(5))


def test_cases_reach_back_two_years_and_their_clocks_are_the_protocols(council):
    received = timezone.localdate(Case.objects.earliest("received").received)

    assert 650 < (timezone.localdate() - received).days < 735
    for case in Case.objects.exclude(due_on=None):
        assert Due.from_json(case.due_working).on == case.due_on
    assert CaseStanding.objects.filter(since__gt=timezone.now()).count() == 0


def test_thirty_cases_have_a_paper_that_can_be_read(council):
    papers = CasePaper.objects.select_related("case__raised_by__user", "entry")

    assert (papers.count(), papers.values("case").distinct().count()) == (30, 30)
    assert {paper.content_type for paper in papers} == {"application/pdf", "image/png", "text/plain"}
    assert all(paper.added_at == paper.entry.at for paper in papers)
    with undone():
        assert [browser(paper.case.raised_by.user).get(paper.get_absolute_url()).status_code for paper in papers[:3]] == [200] * 3


def test_every_member_who_raised_something_was_in_office_then(council):
    for case in Case.objects.select_related("raised_by"):
        held_then = case.raised_by.appointments.filter(principal__post="all_members", since__lte=case.received)

        assert held_then.count() == 1, case.title


def test_nothing_is_mailed_that_was_told_while_building(council):
    with undone():
        run_due()

        assert mail.outbox == []
    assert set(Message.objects.values_list("status", flat=True)) == {"cancelled"}


@pytest.mark.requirement("RUG-BRIEF")
def test_the_last_briefing_can_be_mailed_to_two_members_the_one_of_its_ward_reading_that_first(council):
    with undone():
        mail_two()
        run_due()

        letters = {letter.to[0]: letter.body for letter in mail.outbox}
    first = {to: next(line for line in body.splitlines() if line.startswith(("YOUR WARDS", "ALL WARDS"))) for to, body in letters.items()}
    assert first == {
        "aisha.rahman@council.example": "YOUR WARDS: FOR INFORMATION", "gwen.pritchard@council.example": "ALL WARDS: NEEDS YOU"}
    assert "Street cleaning in Mill Hill" in letters["gwen.pritchard@council.example"]


def test_the_portal_goes_on_with_the_cases(council):
    waiting = Case.objects.filter(status="with_officer").exclude(service__name="Libraries and Leisure")  # everybody is away there
    overdue, fresh = waiting.overdue().first(), waiting.filter(due_on__gte=timezone.localdate()).first()
    with undone():
        officer = User.objects.get(person=casework.handlers(fresh)[0])

        casework.escalate(overdue, actor=overdue.raised_by.user)
        casework.answer(fresh, actor=officer, text="Done.")

        assert (overdue.status, fresh.status) == ("escalated", "answered")
        assert browser(overdue.raised_by.user).get(overdue.get_absolute_url()).status_code == 200


def test_the_first_card_has_something_of_everything_with_the_head_of_service_of_the_cards(council):
    head = Principal.objects.get(post="head_of_service", service__name="Street Scene")
    own = Case.objects.filter(raised_by__user__email="member@council.example", service=head.service, is_open=True)

    assert set(own.values_list("status", flat=True)) == {"with_officer", "escalated", "answered", "with_member", "with_centre"}
    assert own.overdue().filter(sent_to=head).count() >= 3


def test_every_page_of_a_case_opens_for_whoever_raised_it(council):
    cases = [Case.objects.filter(status=status).first() for status in Status]

    with undone():
        assert [browser(case.raised_by.user).get(case.get_absolute_url()).status_code for case in cases] == [200] * 7


def test_the_whole_case_loop_is_there(council):
    kinds = Counter(CaseEntry.objects.values_list("kind", flat=True))
    today, waiting = timezone.localdate(), Contribution.objects.filter(given=None)
    going = CaseClock.objects.filter(stopped_at=None)

    assert {kind: kinds[kind] for kind in ("asked", "replied", "more_time", "agreed", "declined", "wanted", "contributed", "handed_over",
                                           "joined", "reference", "turned")} == {
        "asked": 4, "replied": 1, "more_time": 4, "agreed": 1, "declined": 1, "wanted": 3, "contributed": 1, "handed_over": 2,
        "joined": 1, "reference": 4, "turned": 1}
    assert (going.filter(kind="member").count(), going.filter(kind="member", due_on__lt=today).count()) == (3, 1)
    assert (going.exclude(more_days=None).count(), going.exclude(extensions=[]).count()) == (2, 1)
    assert (waiting.count(), waiting.filter(due_on__lt=today).count()) == (2, 1)
    assert set(CaseEntry.objects.filter(kind="answer").values_list("outcome", flat=True)) == set(Outcome.values)
    assert sorted(Case.objects.filter(status="with_centre").values_list("crm_reference", flat=True))[:3] != ["", "", ""]
    assert Case.objects.filter(status="with_centre", crm_reference="").count() == 2
    assert going.filter(kind="acknowledge").exists()
    assert CaseEntry.objects.filter(kind="acknowledged").count() >= 3


def test_pauses_and_next_dates_are_those_of_the_days_on_which_things_happened(council):
    for case in Case.objects.filter(is_open=True).prefetch_related("clocks", "entries"):
        asked = [str(timezone.localdate(entry.at)) for entry in case.entries.all() if entry.kind == "asked"]
        answer = clocks.running(case).get("answer")

        assert answer is None or [first for first, _last in answer.pauses] == asked, case.title
        if case.status in ("with_officer", "with_member", "with_centre", "escalated"):
            assert case.next_on == clocks.next_on(case.status, clocks.running(case)), case.title


def test_two_services_promise_times_and_every_service_has_a_line_of_its_own(council):
    assert set(ServiceTime.objects.values_list("service__name", flat=True)) == {"Street Scene", "Housing"}
    assert set(StandardLine.objects.exclude(service=None).values_list("service__name", flat=True)) == set(
        Service.objects.exclude(part_of=None).values_list("name", flat=True))
    assert StandardLine.objects.filter(service=None).count() == 2


def test_two_briefings_were_sent_and_one_is_being_edited_and_all_are_marked_as_invented(council):
    today = timezone.localdate()
    briefings = list(Briefing.objects.order_by("on"))
    items = Counter(Item.objects.values_list("status", flat=True))

    assert [(one.status, one.items.count(), one.on.weekday()) for one in briefings] == [("sent", 3, 4), ("sent", 5, 4), ("draft", 2, 4)]
    assert briefings[1].on < today <= briefings[2].on
    assert [one.title for one in briefings if "invented for the demonstration" not in one.intro] == []
    assert items == {"taken": 10, "waiting": 2, "left_out": 1}
    assert Item.objects.exclude(as_submitted=None).count() == 1
    assert all(timezone.localdate(at) < today for at in Item.objects.values_list("made_at", flat=True))
    assert unread(User.objects.get(email="member@council.example")) == 1


def test_a_workshop_was_held_with_consent_given_to_one_and_refused_to_another_and_a_case_made_of_one(council):
    event = Event.objects.get(kind="workshop", status="held")
    said, case = list(event.remarks.all()), Remark.objects.get(event=event, case__isnull=False).case

    assert {one.consent for one in said} == {"given", "refused", "unasked"}
    assert (event.residents, event.presences.count()) == (23, 2)
    assert case.raised_by.user.email == "member@council.example"
    assert "Raised from what was said at the council’s programme: Ward workshop, on" in case.entries.order_by("at").first().text
    assert case.received > event.ends_at
    assert Counter(one.done_at is None for one in event.follow_ups.all()) == {True: 1, False: 1}
    assert all(one.progress.exists() for one in event.follow_ups.all())


def test_one_open_day_was_held_and_said_what_of_and_the_next_is_booked(council):
    past, coming = Event.objects.filter(kind="open_day").order_by("starts_at")

    assert (past.status, past.feedback.count(), past.feedback.filter(named=False).count()) == ("held", 3, 1)
    assert past.starts_at < timezone.now() < coming.starts_at
    assert all(past.starts_at <= one.starts_at < one.ends_at <= past.ends_at for one in past.visits.all())
    assert (coming.stands.count(), coming.visits.count(), Booking.objects.filter(event=coming).count()) == (3, 2, 4)


def test_late_papers_are_marked_of_what_is_past_and_of_what_is_to_come_and_a_full_event_has_one_who_waits(council):
    late = {event.status for event in Event.objects.filter(kind="conversation") for paper in event.papers.all() if is_late(paper, event)}
    full = Event.objects.get(room_for=2)

    assert late == {"held", "confirmed"}
    assert Counter(full.answers.values_list("state", flat=True)) == {"coming": 2, "waiting": 1}
    assert Answer.objects.get(event=full, state="waiting").person.user.email == "member@council.example"


def test_what_was_said_at_a_conversation_has_something_open_and_something_done(council):
    event = Event.objects.get(kind="conversation", status="held")

    assert Counter(one.done_at is None for one in event.follow_ups.all()) == {True: 1, False: 1}


def test_three_members_are_openly_involved_and_all_three_are_invented(council):
    found = Involvement.objects.order_by("service__name", "pk").values_list("service__name", "ward__name", "person__is_demo")

    assert list(found) == [("Highways", "Mill Hill", True), ("Street Scene", None, True), ("Street Scene", None, True)]
    assert CaseClock.objects.filter(source="service").exists()


def test_the_involved_were_told_three_times_after_they_had_said_so(council):
    found = InvolvedNews.objects.order_by("sent_at").annotate(many=Count("told")).values_list("service__name", "ward__name", "many")

    assert list(found) == [("Street Scene", None, 2), ("Highways", "Mill Hill", 1), ("Street Scene", None, 2)]
    for one in InvolvedNews.objects.all():
        since = Involvement.objects.filter(service=one.service).values_list("since", flat=True)
        assert max(since) < one.sent_at < timezone.now(), one.title


def test_cases_are_spread_over_officers_who_hold_the_office_that_has_them(council):
    owned = Case.objects.filter(is_open=True).exclude(owner=None).select_related("sent_to", "owner")
    strangers = [case.title for case in owned if case.owner not in [holder.person for holder in holders_of(case.sent_to)]]

    assert len({case.owner_id for case in owned}) >= 12
    assert [title for title in strangers if not Case.objects.filter(title=title, service__name="Libraries and Leisure")] == []


def test_both_clocks_are_counted_for_eight_quarters(council):
    assert ServiceCount.objects.values("quarter").distinct().count() == 8
    assert sum(row.figures["officers"]["in_time"] for row in ServiceCount.objects.all()) > 100


# --- the issue finder in it ----------------------------------------------------------------------------------------------------

PHRASES = {
    "bins": "Street Scene", "potholes": "Highways", "noise next door": "Environmental Health", "nosie next door": "Environmental Health",
    "rubish not colected": "Street Scene", "flytipping in the lane": "Street Scene", "street ligt out": "Highways", "pot hole": "Highways",
    "blocked drain": "Highways", "speeding cars": "Highways", "my neighbour is building without permission": "Planning",
    "planning aplication": "Planning", "damp in council flat": "Housing", "homeless": "Housing",
    "council tax bill": "Benefits and Council Tax", "grass not cut": "Parks and Open Spaces", "rats": "Environmental Health",
    "food hygeine": "Environmental Health", "care for my mum": "Adult Social Care", "school place": "Children's Services",
    "taxi licence": "Licensing and Trading Standards", "leisure center": "Libraries and Leisure", "graff": "Street Scene",
    "electoral roll": "Customer and Democratic Services"}


@pytest.mark.requirement("RUG-DIR")
@pytest.mark.parametrize(("said", "service"), PHRASES.items())
def test_the_finder_leads_from_what_a_resident_says_to_the_service(council, said, service):
    found = find(User.objects.get(email="member@council.example"), said)

    assert found[0].service.name == service


# --- again, and on other days --------------------------------------------------------------------------------------------------


def test_a_second_build_gives_the_same_council(council):
    assert digest() == council
