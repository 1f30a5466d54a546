"""Reading in confidence: what is shown before it is accepted and after, the evidence, and the days before publication by each protocol."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q

from conversations.notices import reading
from conversations.notices.models import Notice, NoticeOpening
from conversations.notices.timing import HELD, Lead, confidence_clause, contents, hour_of, lead, told_clause
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.models import Principal
from council_portal.accounts.services import appoint, leave_office, office_of, seat
from council_portal.audit.models import Event
from council_portal.clock.days import odd_hour
from council_portal.outbox.models import Message
from council_portal.protocol.services import adopt
from tests import factories
from tests.conversations.notices.ground import TOLD, accepted, draft, hour, issued
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = datetime.timedelta(days=1)


def readable_by(council, notice):
    """Who of the council may read what stands in it, of those who may view it."""
    users = {who: fresh(user) for who, user in council.accounts.items()}
    return {who for who, user in users.items() if can(user, "view", notice) and (
        Notice.objects.with_readable(user).get(pk=notice.pk).readable)}


@pytest.mark.requirement("EXD-10.4")
def test_a_member_of_the_ward_reads_it_once_they_have_accepted_and_their_colleague_does_not(council):
    made = accepted(issued(council), council.member)

    assert readable_by(council, made) == {"head", "democratic", "member"}


def test_after_the_hour_everybody_in_office_reads_it_and_nobody_has_to_accept(council, clock):
    made = issued(council)
    clock.move_to(hour(17))

    assert readable_by(council, made) == set(council.accounts)
    with pytest.raises(Forbidden):
        reading.accept(made, actor=fresh(council.member))


def test_accepting_is_recorded_once_with_its_clause(council, clock):
    made = accepted(issued(council), council.member)
    clock.move_to(TOLD + DAY)
    accepted(made, council.member)

    assert NoticeOpening.objects.get(notice=made, person=council.member.person).accepted_at == TOLD
    assert list(Event.objects.filter(verb="confidence accepted").values_list("clause", flat=True)) == ["10.4"]


@pytest.mark.parametrize("who", ["head", "democratic"])
def test_only_members_of_the_ward_accept(council, who):
    made = issued(council)

    with pytest.raises(Forbidden):
        reading.accept(made, actor=fresh(council.accounts[who]))


def test_who_accepted_as_a_member_and_left_office_reads_nothing(council):
    made = accepted(issued(council), council.member)
    leave_office(council.member.person)

    assert "member" not in readable_by(council, made)


@pytest.mark.requirement("EXD-10.2")
def test_the_evidence_names_each_member_with_when_they_were_told_accepted_and_opened(council, clock):
    made = accepted(issued(council), council.member)
    clock.move_to(TOLD + DAY)
    reading.note_opened(made, actor=fresh(council.member), acting_as="")
    Message.objects.filter(to=council.colleague.person).update(status="failed")

    rows = [(one.person.name, one.wards, one.told_at, one.message.status, one.accepted_at, one.opened_at)
            for one in reading.evidence(made, made.wards.all(), made.turns.all())]

    assert rows == [("Aisha Rahman", ["Mill Hill"], TOLD, "queued", TOLD, TOLD + DAY),
                    ("Tomasz Wolny", ["Mill Hill"], TOLD, "failed", None, None)]


def test_the_evidence_keeps_who_has_left_and_says_that_whoever_came_later_was_not_told(council, clock):
    made = issued(council)
    clock.move_to(TOLD + DAY)
    leave_office(council.member.person)
    seat(council.other_member.person, council.wards.mill_hill, authority="Invented")

    rows = {one.person.name: (one.wards, one.told_at, one.since) for one in reading.evidence(made, made.wards.all(), made.turns.all())}

    assert rows["Aisha Rahman"] == ([], TOLD, None)
    assert rows["Gwen Pritchard"] == (["Mill Hill"], None, TOLD + DAY)


def test_only_the_issuing_office_and_democratic_services_see_the_evidence(council, clock):
    made = issued(council)
    clock.move_to(hour(17))

    assert {who for who in council.accounts if can(fresh(council.accounts[who]), "evidence", made)} == {"head", "democratic"}


def test_what_waits_for_a_member_is_what_they_have_not_accepted_the_first_to_be_published_first(council, clock):
    later, sooner = issued(council, publish_at=hour(20)), issued(council)
    done = accepted(issued(council, publish_at=hour(19)), council.member)
    issued(council, wards=[council.wards.castle])
    draft(council.head, wards=[council.wards.mill_hill], service=council.services.street_scene)

    waiting = reading.waiting_for(fresh(council.member), 10)
    clock.move_to(hour(17))

    assert (waiting, done in waiting) == ([sooner, later], False)
    assert reading.waiting_for(fresh(council.member), 10) == [later]
    assert reading.waiting_for(fresh(council.head), 10) == []


def test_an_assistant_accepts_nothing_in_the_place_of_the_member(council):
    made = issued(council)
    appoint(council.other_member.person, office_of(council.member.person), authority="Invented")

    assert not can(fresh(council.other_member), "accept", made)


def test_pages_of_notices_are_the_permitted_ones_for_everybody(council, clock):
    issued(council)
    issued(council, wards=[council.wards.castle], publish_at=hour(20))
    issued(council, "democratic", wards=[], all_wards=True, publish_at=hour(25))
    draft(council.chief, wards=[council.wards.castle], service=council.services.street_scene)

    for at in (TOLD, hour(17), hour(26)):
        clock.move_to(at)
        for user in council.accounts.values():
            for order in Notice.ORDERINGS:
                reader = fresh(user)
                paged = [one.pk for one in Notice.objects.page(reader, order, where=Q(is_open=True))]
                assert paged == list(Notice.objects.permitted(reader).order_by(order, tie(order)).values_list("pk", flat=True))


def tie(order):
    return "-pk" if order.startswith("-") else "pk"


# --- the days, by each protocol --------------------------------------------------------------------------------------------------

BY_PRESET = {
    # preset: (days and clause, clause of telling, clause of confidence, fields that it asks for)
    "executive-directors": (Lead(7, "10.4"), "10.1", "10.4", {"summary", "advantages", "disadvantages", "finance"}),
    "model": (Lead(7, "5.4"), "5.1", "5.4", {"summary", "advantages", "disadvantages", "finance"}),
    "section-c": (Lead(None, "4.4"), "4.4", "", {"summary"}),
    "rugby": (Lead(None, ""), "4", "", {"summary"}),
    "south-ribble": (Lead(None, ""), "", "", {"summary"}),
}


@pytest.mark.requirement("SEC-4.4")
@pytest.mark.parametrize("preset", BY_PRESET)
def test_days_confidence_and_contents_are_those_of_the_protocol(preset):
    version = factories.adopt(preset)

    assert (lead(version), told_clause(version), confidence_clause(version), contents(version).fields) == BY_PRESET[preset]


@pytest.mark.requirement("NNC-WARD")
def test_before_publication_is_said_with_its_clause_where_no_number_is():
    version = factories.adopt("north-northamptonshire")

    assert lead(version).days is None
    assert lead(version).clause.startswith("Members’ Access to Documents")


def test_what_a_protocol_asks_for_and_no_field_holds_is_named():
    text, _source = factories.read("executive-directors")
    other = text.replace('"financial implications"', '"effects on parking"')

    asked = contents(adopt(other, "invented", datetime.date(2026, 1, 1), "Minute 2"))

    assert (asked.fields, asked.others) == ({"summary", "advantages", "disadvantages"}, ("effects on parking",))
    assert "effects on parking" not in HELD


@pytest.mark.parametrize(("told", "published", "short"), [
    (10, 17, False), (10, 16, True), (11, 17, True), (10, 10, True), (1, 31, False)])
def test_days_are_counted_between_dates(told, published, short):
    assert Lead(7, "10.4").is_short(hour(told, datetime.time(23, 59)), hour(published, datetime.time(0))) is short


@pytest.mark.parametrize(("day", "wall", "odd"), [
    (datetime.date(2027, 3, 28), datetime.time(0, 59), ""), (datetime.date(2027, 3, 28), datetime.time(1), "skipped"),
    (datetime.date(2027, 3, 28), datetime.time(1, 59), "skipped"), (datetime.date(2027, 3, 28), datetime.time(2), ""),
    (datetime.date(2027, 10, 31), datetime.time(0, 59), ""), (datetime.date(2027, 10, 31), datetime.time(1), "repeated"),
    (datetime.date(2027, 10, 31), datetime.time(1, 59), "repeated"), (datetime.date(2027, 10, 31), datetime.time(2), "")])
def test_an_hour_that_the_clock_change_skips_or_repeats_is_refused_in_words(day, wall, odd):
    assert odd_hour(day, wall) == odd
    if not odd:
        assert hour_of(day, wall).utcoffset() == datetime.timedelta(0)
        return
    with pytest.raises(ValidationError) as refused:
        hour_of(day, wall)
    assert refused.value.code == odd
    assert "Choose 02:00 or later" in refused.value.message


def test_the_posts_of_everybody_are_those_that_members_and_officers_hold(council):
    made = issued(council)

    public = set(made.standings.filter(capacity="public").values_list("principal__post", flat=True))

    assert public == {"all_members", "officers"}
    assert Principal.objects.filter(post__in=public).count() == 2
