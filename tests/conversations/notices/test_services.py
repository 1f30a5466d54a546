"""Written, issued, opened by themselves; moved, withdrawn, their papers: what happens to a ward notice and who is told."""

import datetime
import uuid

import pytest
from django.http import Http404

from conversations.notices import services
from conversations.notices.models import Notice, NoticePaper
from conversations.notices.services import CannotBe
from council_portal.access.decisions import Forbidden, can
from council_portal.access.holdings import open_work
from council_portal.accounts.models import Principal
from council_portal.accounts.services import add_person, appoint, end_appointment, leave_office, office_of, record_absence, seat
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from council_portal.outbox.services import deliver
from council_portal.protocol.services import version_of
from tests import factories
from tests.conversations.notices.ground import TOLD, accepted, again, draft, hour, issued, paper, who_says
from tests.conversations.notices.ground import office_of as post_of
from tests.factories import fresh
from tests.outbox.server import serving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = datetime.timedelta(days=1)
EVERYBODY = ["member", "other_member", "colleague", "head", "other_head", "clo", "chief", "democratic", "technical"]


def seen_by(council, notice):
    """Who of the council may see it."""
    return {who for who in council.accounts if can(fresh(council.accounts[who]), "view", notice)}


def told(kind="notice_for_ward"):
    """The names of those who were told so."""
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


@pytest.mark.requirement("SEC-4.4")
def test_a_draft_is_seen_by_the_office_that_writes_it_and_nobody_is_told(council):
    made = draft(council.head, wards=[council.wards.mill_hill], service=council.services.street_scene)

    assert (made.status, seen_by(council, made), told()) == ("draft", {"head"}, [])


@pytest.mark.requirement("EXD-10.1")
def test_issued_it_is_seen_by_the_ward_the_office_and_democratic_services_alone(council):
    made = issued(council)

    assert seen_by(council, made) == {"head", "member", "colleague", "democratic"}


@pytest.mark.requirement("EXD-10.4")
def test_it_opens_by_itself_to_every_member_and_officer_at_its_hour_and_not_a_moment_before(council, clock):
    made = issued(council)

    clock.move_to(hour(17) - datetime.timedelta(microseconds=1))
    before = seen_by(council, made)
    clock.move_to(hour(17))

    assert before == {"head", "member", "colleague", "democratic"}
    assert seen_by(council, made) == set(council.accounts)
    assert set(Notice.objects.page(fresh(council.other_member), "-publish_at")) == {made}


@pytest.mark.requirement("EXD-10.1")
def test_every_member_of_the_ward_is_told_at_once_the_one_who_is_away_too_and_no_stand_in(council):
    record_absence(council.colleague.person, since=TOLD - DAY, until=TOLD + 30 * DAY, stand_in=council.other_member.person)

    made = issued(council)

    assert told() == ["Aisha Rahman", "Tomasz Wolny"]
    assert {opening.told_at for opening in made.openings.all()} == {TOLD}
    assert not can(fresh(council.other_member), "view", made)


@pytest.mark.requirement("EXD-10.4")
def test_fewer_days_than_the_protocol_asks_for_are_refused_without_a_reason_and_a_name(council):
    made = draft(council.head, wards=[council.wards.mill_hill], service=council.services.street_scene, publish_at=hour(16))

    ruth = who_says(made, council.head)
    for given in ({}, {"short_reason": "Why."}, {"short_by": ruth}):
        with pytest.raises(CannotBe, match="short"):
            services.issue(made, actor=fresh(council.head), **given)
    services.issue(made, actor=fresh(council.head), short_reason="The lease ends.", short_by=ruth)

    assert (made.status, made.short_reason, made.short_named, told()) == (
        "issued", "The lease ends.", "Ruth Abara, Monitoring officer", ["Aisha Rahman", "Tomasz Wolny"])


def test_a_reason_that_is_not_needed_is_not_kept(council):
    made = issued(council, short=True)

    assert (made.short_reason, made.short_named) == ("", "")


def test_a_notice_is_not_issued_once_its_hour_has_gone_by(council, clock):
    made = draft(council.head, wards=[council.wards.mill_hill], service=council.services.street_scene)
    clock.move_to(hour(17))

    with pytest.raises(CannotBe, match="past"):
        services.issue(made, actor=fresh(council.head), short_reason="Why.", short_by=who_says(made, council.head))


@pytest.mark.requirement("SEC-4.4")
def test_under_a_protocol_without_days_a_notice_may_be_issued_an_hour_before(council):
    factories.adopt("section-c", on=TOLD.date())
    made = draft(council.head, wards=[council.wards.mill_hill], service=council.services.street_scene, publish_at=TOLD + DAY / 24)

    services.issue(made, actor=fresh(council.head))

    assert (made.status, version_of(made.protocol_id).name) == ("issued", "section-c")


@pytest.mark.requirement("EXD-10.3")
@pytest.mark.parametrize("left", ["summary", "advantages", "disadvantages", "finance"])
def test_a_draft_that_holds_less_than_the_protocol_in_force_asks_for_is_not_issued(council, left):
    made = draft(council.head, wards=[council.wards.mill_hill], service=council.services.street_scene, **{left: ""})

    with pytest.raises(CannotBe, match="contents"):
        services.issue(made, actor=fresh(council.head))
    assert (again(made).status, told()) == ("draft", [])


@pytest.mark.requirement("EXD-10.6")
def test_a_notice_on_all_wards_reaches_the_members_of_all(council):
    issued(council, wards=[], all_wards=True)

    assert told() == ["Aisha Rahman", "Gwen Pritchard", "Tomasz Wolny"]


def test_a_ward_that_ended_is_not_among_all(council):
    council.wards.castle.ended_on = datetime.date(2027, 1, 1)
    council.wards.castle.save()

    issued(council, wards=[], all_wards=True)

    assert told() == ["Aisha Rahman", "Tomasz Wolny"]


def test_democratic_services_are_told_of_a_ward_without_a_member_and_of_no_other(council):
    issued(council)
    assert told("notice_no_member") == []

    issued(council, wards=[council.wards.mill_hill, factories.ward("Fenside")])

    assert told("notice_no_member") == ["Ines Duarte"]


def test_a_member_who_loses_office_sees_it_no_more_and_the_mail_is_not_sent(council):
    made = issued(council)
    message = Message.objects.get(kind="notice_for_ward", to=council.member.person)

    leave_office(council.member.person)

    assert not can(fresh(council.member), "view", made)
    assert (deliver(message), Message.objects.get(pk=message.pk).why_not) == ("cancelled", "no longer entitled")


def test_a_member_who_leaves_the_ward_and_stays_in_office_sees_it_from_its_hour_only(council, clock):
    made = accepted(issued(council), council.member)
    for row in council.member.person.appointments.filter(principal__kind="ward"):
        end_appointment(row)

    before = can(fresh(council.member), "view", made)
    clock.move_to(hour(17))

    assert (before, can(fresh(council.member), "view", made)) == (False, True)


def test_a_member_elected_later_sees_it_from_then_on(council):
    made = issued(council)

    seat(council.other_member.person, council.wards.mill_hill, authority="Invented")

    assert can(fresh(council.other_member), "view", made)


def test_an_assistant_of_a_member_sees_nothing_before_the_hour_nor_after(council, clock):
    made = issued(council)
    assistant = factories.account(add_person("Nia Okoro", email="nia@council.example"))
    appoint(assistant.person, office_of(council.member.person), authority="Invented")

    before = can(fresh(assistant), "view", made)
    clock.move_to(hour(18))

    assert (before, can(fresh(assistant), "view", made)) == (False, False)


def test_a_member_makes_no_notice_and_nobody_in_the_name_of_an_office_that_they_do_not_hold(council):
    of = {"wards": [council.wards.mill_hill], "service": council.services.street_scene}

    with pytest.raises(Forbidden):
        draft(council.member, office=post_of(council.head), **of)
    with pytest.raises(ValueError, match="office"):
        draft(council.head, office=post_of(council.chief), **of)
    with pytest.raises(ValueError, match="office"):
        draft(council.head, office=Principal.objects.get(post="officers"), **of)


def test_the_same_form_sent_twice_makes_one_notice(council):
    given = {"wards": [council.wards.mill_hill], "service": council.services.street_scene, "key": uuid.uuid4()}

    first, second = draft(council.head, **given), draft(council.head, **given)

    assert (first.pk, Notice.objects.count()) == (second.pk, 1)


def test_a_draft_is_changed_and_what_was_issued_is_not(council):
    made = draft(council.head, wards=[council.wards.mill_hill], service=council.services.street_scene)

    services.rewrite(made, actor=fresh(council.head), wards=[council.wards.castle], title="Another title")
    services.issue(made, actor=fresh(council.head))

    assert (again(made).title, told()) == ("Another title", ["Gwen Pritchard"])
    with pytest.raises(Forbidden):
        services.rewrite(made, actor=fresh(council.head), wards=[], title="Too late")


def test_two_who_issue_at_once_tell_the_members_once(council):
    made = draft(council.head, wards=[council.wards.mill_hill], service=council.services.street_scene)
    seen_by_the_other = again(made)
    services.issue(made, actor=fresh(council.head))

    with pytest.raises((Changed, Forbidden)):
        services.issue(seen_by_the_other, actor=fresh(council.head))
    assert told() == ["Aisha Rahman", "Tomasz Wolny"]


# --- the hour moves ------------------------------------------------------------------------------------------------------------


def move(council, notice, at, **changes):
    return services.move_hour(again(notice), actor=fresh(council.head), **{"publish_at": at, "text": "Cabinet meets later."} | changes)


@pytest.mark.parametrize("days", [[20], [18, 17, 18], [20, 19, 20, 19]])
def test_the_hour_moves_later_and_what_opens_moves_with_it(council, clock, days):
    made = issued(council)
    for number in days:
        move(council, made, hour(number))

    clock.move_to(hour(days[-1]) - datetime.timedelta(seconds=1))
    before = can(fresh(council.other_member), "view", made)
    clock.move_to(hour(days[-1]))

    assert (before, can(fresh(council.other_member), "view", made)) == (False, True)
    assert len(told("notice_moved")) == 2 * len(days)


def test_the_hour_moves_earlier_as_far_as_the_days_from_the_telling_allow(council, clock):
    made = issued(council, publish_at=hour(25))
    clock.move_to(TOLD + 4 * DAY)

    with pytest.raises(CannotBe, match="short"):
        move(council, made, hour(16))
    move(council, made, hour(17))  # seven days from the telling, three from now

    assert (again(made).publish_at, again(made).short_reason) == (hour(17), "")


def test_an_earlier_hour_with_a_reason_says_why_and_a_later_one_takes_that_back(council):
    made = issued(council)
    move(council, made, hour(12), short_reason="It is in the newspaper.", short_by=who_says(made, council.head))
    short = again(made).short_reason, again(made).short_named

    move(council, made, hour(19))

    assert (short, again(made).short_reason) == (("It is in the newspaper.", "Ruth Abara, Monitoring officer"), "")
    assert [turn.text for turn in made.turns.filter(kind="moved")] == ["Cabinet meets later."] * 2


@pytest.mark.parametrize(("at", "why"), [(hour(17), "same"), (TOLD, "past"), (TOLD - DAY, "past")])
def test_the_hour_does_not_move_to_where_it_is_or_into_the_past(council, at, why):
    made = issued(council)

    with pytest.raises(CannotBe, match=why):
        move(council, made, at)


def test_what_has_been_published_is_not_moved_or_withdrawn(council, clock):
    made = issued(council)
    clock.move_to(hour(17))

    with pytest.raises(Forbidden):
        move(council, made, hour(20))
    with pytest.raises(Forbidden):
        services.withdraw(again(made), actor=fresh(council.head), text="A mistake.")
    assert can(fresh(council.other_member), "view", made)


def test_an_hour_across_the_clock_change_is_counted_by_london_dates(council, clock):
    """Issued in winter time, published in summer time: seven days between the dates, and one hour less between the instants."""
    clock.move_to(datetime.datetime(2027, 3, 21, 23, 30, tzinfo=datetime.UTC))

    made = issued(council, publish_at=hour(28, datetime.time(0, 30)))

    assert (made.publish_at - made.issued_at, made.short_reason) == (datetime.timedelta(days=6, hours=1), "")


def test_late_in_the_evening_of_summer_time_it_is_the_next_day_in_london(council, clock):
    clock.move_to(datetime.datetime(2027, 4, 1, 23, 30, tzinfo=datetime.UTC))  # 2 April, 00:30 in London

    with pytest.raises(CannotBe, match="short"):
        issued(council, publish_at=hour(datetime.date(2027, 4, 8)))


# --- withdrawn -----------------------------------------------------------------------------------------------------------------


def test_a_withdrawn_notice_never_opens_and_whoever_was_told_is_told_again(council, clock):
    made = issued(council)

    services.withdraw(again(made), actor=fresh(council.head), text="The lease goes on.")
    clock.move_to(hour(30))

    assert told("notice_withdrawn") == ["Aisha Rahman", "Tomasz Wolny"]
    assert seen_by(council, made) == {"head", "member", "colleague", "democratic"}
    assert not again(made).is_public


def test_a_withdrawn_draft_was_seen_by_nobody_and_nobody_is_told(council):
    made = draft(council.head, wards=[council.wards.mill_hill], service=council.services.street_scene)

    services.withdraw(made, actor=fresh(council.head), text="Not needed.")

    assert (seen_by(council, made), Message.objects.count()) == ({"head"}, 0)


# --- papers --------------------------------------------------------------------------------------------------------------------


def test_papers_before_the_hour_are_for_who_has_accepted_and_for_everybody_after_it(council, clock):
    made = issued(council, papers=[paper()])
    [one] = NoticePaper.objects.all()

    def had_by():
        return {who for who in EVERYBODY if NoticePaper.objects.permitted(fresh(council.accounts[who])).filter(pk=one.pk).exists()}

    nobody = had_by()
    accepted(made, council.member)
    in_confidence = had_by()
    clock.move_to(hour(17))

    assert (nobody, in_confidence, had_by()) == ({"head", "democratic"}, {"head", "democratic", "member"}, set(EVERYBODY))


def test_a_paper_withdrawn_after_publication_stays_named_and_can_be_had_by_nobody(council, clock):
    made = issued(council, papers=[paper()])
    clock.move_to(hour(18))
    [one] = NoticePaper.objects.all()

    services.withdraw_paper(one, actor=fresh(council.head), text="It named a tenant.")

    one.refresh_from_db()
    assert (one.withdrawn_why, one.withdrawn_by, one.withdrawn_at) == ("It named a tenant.", council.head.person, hour(18))
    assert not NoticePaper.objects.permitted(fresh(council.head)).exists()
    assert told("notice_papers") == ["Aisha Rahman", "Tomasz Wolny"]
    with pytest.raises(Changed):
        services.withdraw_paper(one, actor=fresh(council.head), text="Again.")
    assert made.turns.filter(kind="unpaper").count() == 1


def test_a_paper_that_is_added_is_told_and_restricted_until_the_hour_only(council, clock):
    made = issued(council)
    services.add_papers(made, actor=fresh(council.head), papers=services.store([paper()]))
    clock.move_to(hour(18))
    services.add_papers(again(made), actor=fresh(council.head), papers=services.store([paper("minutes.pdf")]))

    kept = dict(made.papers.values_list("name", "restricted"))
    assert kept == {"plan of the car park.pdf": True, "minutes.pdf": False}
    assert len(told("notice_papers")) == 4


# --- the record, and whoever leaves ----------------------------------------------------------------------------------------------


def test_the_record_names_what_was_done_under_which_clause_and_nothing_of_what_it_says(council):
    made = issued(council, papers=[paper()])
    move(council, made, hour(19))
    services.withdraw(again(made), actor=fresh(council.head), text="The lease goes on.")

    rows = list(Event.objects.filter(object_uid=made.uid).order_by("pk").values_list("verb", "clause"))
    said = " ".join(" ".join(map(str, row)) for row in Event.objects.values_list("verb", "detail", "acting_as", "reference"))

    assert rows == [("notice written", ""), ("notice issued", "10.1"), ("hour of publication moved", "10.4"), ("notice withdrawn", "10.4")]
    assert "lease" not in said
    assert "Castle Street" not in said


def test_whoever_leaves_has_open_work_as_long_as_a_notice_of_theirs_is_not_published(council, clock):
    issued(council)
    mine = fresh(council.head).principals

    before = [pair for pair in open_work(mine) if "notices" in pair[0]]
    clock.move_to(hour(17))

    assert before == [("Ward notices that are not published yet", 1)]
    assert [pair for pair in open_work(mine) if "notices" in pair[0]] == []


def test_what_one_may_not_see_is_not_there_for_any_verb(council):
    made = issued(council)

    for verb, given in ((services.withdraw, {"text": "x"}), (services.add_papers, {"papers": []}), (services.issue, {})):
        with pytest.raises(Http404):
            verb(again(made), actor=fresh(council.other_member), **given)


def test_a_mail_server_that_hangs_leaves_the_notice_issued_and_the_member_is_told_once_it_answers(council, settings):
    """tests/outbox tells what a server that hangs or answers twice does to every message; this is a notice's."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    made = issued(council, title="Quincunx")
    message = Message.objects.get(kind="notice_for_ward", to=council.member.person)
    with serving() as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 0.5
        box.answer = "hang"
        first = deliver(message)
        box.answer = ""
        message.refresh_from_db()
        second = deliver(message)

    assert (again(made).status, first, second) == ("issued", "queued", "sent")
    [envelope] = box.envelopes
    assert envelope.rcpt_tos == [council.member.person.email]
    assert b"Quincunx" not in envelope.content
