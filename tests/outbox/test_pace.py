"""What reaches a Member at once, daily or weekly: by a real mail server, one message with what waited, and never what is lost to them."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from casework import asking
from casework import services as casework
from council_portal.access.decisions import Forbidden
from council_portal.access.services import end_standings
from council_portal.accounts.services import leave_office
from council_portal.outbox.digests import choose, gather, waiting
from council_portal.outbox.enclosures import MAKERS, WORDS
from council_portal.outbox.kinds import SENTENCES
from council_portal.outbox.management.commands.run_due import once
from council_portal.outbox.models import Message, Preference
from council_portal.outbox.pace import SUBJECT_OF, SUBJECTS, next_morning, waits
from council_portal.outbox.services import ATTEMPTS, claim, deliver, given_up
from tests import factories
from tests.casework.ground import browser, words
from tests.outbox.server import serving
from tests.outbox.test_delivery import read

pytestmark = pytest.mark.django_db
Status, Pace = Message.Status, Preference.Pace
LONDON = timezone.get_default_timezone()


@pytest.fixture
def box(settings):
    with serving() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 0.5
        yield found


@pytest.fixture
def council(db):
    return factories.council()


def of(user, **columns):
    return Message.objects.filter(to=user.person, **columns)


def letters(box, user):
    return [read(one).get_content() for one in box.envelopes if one.rcpt_tos == [user.person.email]]


def test_every_kind_that_may_wait_is_a_kind_of_its_own_mail_and_stands_once():
    listed = [kind for subject in SUBJECTS.values() for kind in subject.kinds]

    assert sorted(listed) == sorted(SUBJECT_OF)
    assert set(listed) <= set(SENTENCES)
    assert not set(listed) & (set(MAKERS) | set(WORDS))  # a calendar, and the briefing, need a message of their own


@pytest.mark.parametrize("kind", ["case_question", "case_asked", "notice_for_ward", "notice_moved", "event_invited", "event_cancelled",
                                  "case_for_you", "case_yours", "attendance_decided"])
def test_what_a_clock_runs_on_never_waits(kind):
    assert kind not in SUBJECT_OF


def test_a_member_who_chose_nothing_is_told_at_once(council):
    factories.log(council)

    assert of(council.member).get().status == Status.QUEUED


def test_what_waited_comes_in_one_message_with_sentences_and_links_and_no_word_of_the_matter(box, council):
    choose({"cases": Pace.DAILY}, actor=council.member)
    cases = [factories.log(council, title=f"quincunx {n}", text="quincunx") for n in range(2)]
    for one in cases:
        casework.update(one, actor=factories.fresh(council.head), text="quincunx")
        casework.update(one, actor=factories.fresh(council.head), text="quincunx again")
    assert {one.status for one in of(council.member)} == {Status.HELD}
    once()
    assert letters(box, council.member) == []

    with time_machine.travel(next_morning(timezone.now()), tick=False):
        once()
        once()

    [text] = letters(box, council.member)
    assert "quincunx" not in text
    assert [text.count(case.get_absolute_url()) for case in cases] == [2, 2]  # logged, and updates once
    assert "Your cases" in text
    assert "/messages/" in text
    assert set(of(council.member).values_list("status", flat=True)) == {Status.SENT}


def test_a_question_and_what_officers_are_told_come_at_once_whatever_was_chosen(council):
    choose(dict.fromkeys(SUBJECTS, Pace.WEEKLY), actor=council.member)
    case = factories.log(council)
    asking.ask(case, actor=factories.fresh(council.head), text="Which street?")

    assert of(council.member, kind="case_question").get().status == Status.QUEUED
    assert of(council.head).first().status == Status.QUEUED


# A Thursday in winter and one in summer; what is asked for after seven waits for the day after, on a Monday before seven for that day.
@pytest.mark.parametrize(("now", "daily", "weekly"), [
    ("2026-11-26 06:59", "2026-11-26 07:00", "2026-11-30 07:00"), ("2026-11-26 07:00", "2026-11-27 07:00", "2026-11-30 07:00"),
    ("2026-11-30 06:30", "2026-11-30 07:00", "2026-11-30 07:00"), ("2026-11-30 07:30", "2026-12-01 07:00", "2026-12-07 07:00"),
    ("2026-03-28 12:00", "2026-03-29 07:00", "2026-03-30 07:00"), ("2026-10-24 12:00", "2026-10-25 07:00", "2026-10-26 07:00")])
def test_it_is_seven_in_london_before_and_after_the_clocks_change(now, daily, weekly):
    at = datetime.datetime.fromisoformat(now).replace(tzinfo=LONDON)
    found = [next_morning(at), next_morning(at, monday=True)]

    assert [timezone.localtime(one).strftime("%Y-%m-%d %H:%M") for one in found] == [daily, weekly]


def test_an_answer_waits_for_the_next_morning_at_most_because_days_run_on_it(council):
    choose({"cases": Pace.WEEKLY}, actor=council.member)
    with time_machine.travel(datetime.datetime(2026, 11, 26, 12, tzinfo=LONDON), tick=False):
        case = factories.log(council)
        casework.answer(case, actor=factories.fresh(council.head), text="Thursday.")

    logged, answered = of(council.member, kind="case_logged").get(), of(council.member, kind="case_answered").get()
    assert [timezone.localtime(one.next_try_at).day for one in (logged, answered)] == [30, 27]


def test_what_is_theirs_no_longer_is_left_out_and_nothing_is_sent_when_nothing_is_left(box, council):
    choose({"cases": Pace.DAILY}, actor=council.member)
    kept, lost = factories.log(council), factories.log(council)
    end_standings(lost, capacity="raiser")

    with time_machine.travel(next_morning(timezone.now()), tick=False):
        once()

    [text] = letters(box, council.member)
    assert kept.get_absolute_url() in text
    assert lost.get_absolute_url() not in text
    assert of(council.member, about_uid=lost.uid).get().why_not == "no longer entitled"

    again = factories.log(council)
    end_standings(again, capacity="raiser")
    with time_machine.travel(next_morning(timezone.now()), tick=False):
        once()
    assert len(letters(box, council.member)) == 1
    assert set(of(council.member, about_uid=again.uid).values_list("status", flat=True)) == {Status.CANCELLED}


def test_a_message_that_is_refused_is_tried_again_whole_and_given_up_whole(box, council):
    choose({"cases": Pace.DAILY}, actor=council.member)
    factories.log(council)
    later = next_morning(timezone.now())
    assert gather(now=later) == 1
    assert gather(now=later) == 0
    box.answer = "451 later"

    for attempt in range(ATTEMPTS):
        when = later + datetime.timedelta(days=attempt + 1)
        [digest] = [one for one in claim(limit=99, now=when) if one.kind == "digest"]
        assert of(council.member, kind="case_logged").get().status == Status.HELD
        deliver(digest, now=when)

    assert {one.status for one in of(council.member)} == {Status.FAILED}


def test_a_quicker_choice_brings_what_waits_sooner_and_a_slower_one_puts_nothing_off(council):
    choose({"cases": Pace.WEEKLY}, actor=council.member)
    with time_machine.travel(datetime.datetime(2026, 11, 24, 12, tzinfo=LONDON), tick=False):
        factories.log(council)
        choose({"cases": Pace.DAILY}, actor=council.member)
        assert timezone.localtime(waiting(council.member.person)[1]).day == 25
        choose({"cases": Pace.WEEKLY}, actor=council.member)
        assert timezone.localtime(waiting(council.member.person)[1]).day == 25
        choose({"cases": Pace.AT_ONCE}, actor=council.member)
        assert gather() == 1


def test_the_choice_of_somebody_who_left_counts_for_nothing(council):
    choose({"cases": Pace.WEEKLY}, actor=council.member)
    person = council.member.person
    leave_office(person)
    assert waits("case_update", [person], now=timezone.now()) == {}


def test_officers_choose_nothing_and_the_technical_administrator_hears_of_what_waits_too_long(council):
    with pytest.raises(Forbidden):
        choose({"cases": Pace.DAILY}, actor=council.head)
    assert browser(council.head).get("/messages/").status_code == 403

    choose({"cases": Pace.DAILY}, actor=council.member)
    factories.log(council)
    with time_machine.travel(next_morning(timezone.now()) + datetime.timedelta(hours=2), tick=False):
        assert given_up()[1] >= 1


def test_the_page_saves_each_choice_and_says_what_waits(council):
    client = browser(council.member)
    assert "Nothing waits now." in client.get("/messages/").content.decode()

    answer = client.post("/messages/", {"cases": "daily", "wards": "weekly", "programme": "at_once", "attendance": "hourly"})
    assert answer.status_code == 200
    assert not Preference.objects.exists()
    assert answer.context["form"]["wards"].value() == "weekly"

    client.post("/messages/", {"cases": "daily", "wards": "weekly", "programme": "at_once", "attendance": "at_once"})
    factories.log(council)
    assert dict(Preference.objects.values_list("subject", "pace")) == {"cases": "daily", "wards": "weekly"}
    assert "1 message waits now" in client.get("/messages/").content.decode()


@pytest.mark.requirement("RUG-BRIEF")
def test_the_page_says_which_messages_hold_more_than_that_there_is_something(council):
    said = words(browser(council.member).get("/messages/"))

    assert "nothing of what it is about: so do all about cases, ward notices and reports." in said
    assert "The weekly briefing comes with its whole text" in said
    assert "come with an entry for your calendar, which names the event and its place" in said
    assert set(WORDS) == {"briefing"}, "what a message of another kind holds is to be said on that page"
