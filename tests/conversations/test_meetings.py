"""The council's own meetings, out of its iCalendar file: made with a library and by hand, whole and broken."""

import datetime

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conversations import meetings
from conversations.models import CouncilMeeting
from council_portal.access.decisions import Forbidden
from tests.casework.ground import browser, words
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-MC")]
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//By hand//EN\r\n"


def by_library(*entries):
    """A calendar as a program writes it. entries: {property: value}."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Another program//EN")
    calendar.add("version", "2.0")
    for one in entries:
        event = icalendar.Event()
        for name, value in one.items():
            event.add(name, value)
        calendar.add_component(event)
    return calendar.to_ical()


def by_hand(*lines):
    """A calendar of one entry as somebody types it."""
    return (HEAD + "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])).encode()


CABINET = {"uid": "cabinet-1@council.example", "summary": "Cabinet", "location": "Council Chamber",
           "dtstart": datetime.datetime(2027, 7, 1, 17, tzinfo=datetime.UTC),
           "dtend": datetime.datetime(2027, 7, 1, 19, tzinfo=datetime.UTC)}
TIMED = ["UID:1", "SUMMARY:Cabinet", "DTSTART:20270701T170000Z", "DTEND:20270701T190000Z"]


def read(council, content):
    """What was done with a file, numbers that are not 0."""
    return {word: n for word, n in meetings.read_meetings(content, actor=fresh(council.democratic)).items() if n}


def hours(**of):
    one = CouncilMeeting.objects.get(**of)
    return f"{one.starts_at:%Y-%m-%d %H:%M}", f"{one.ends_at:%Y-%m-%d %H:%M}"


def test_a_time_zone_that_nobody_knows_is_read_as_londons_and_said(council):
    lines = ["UID:1", "SUMMARY:Cabinet", "DTSTART;TZID=Council Time:20270701T180000", "DTEND;TZID=Council Time:20270701T200000"]
    assert read(council, by_hand(*lines)) == {"new": 1, "zones": 1}
    assert hours(title="Cabinet") == ("2027-07-01 17:00", "2027-07-01 19:00")

    known = [line.replace("Council Time", "Europe/Paris") for line in lines]
    assert read(council, by_hand(*known)) == {"changed": 1}
    assert hours(title="Cabinet") == ("2027-07-01 16:00", "2027-07-01 18:00")

    page = browser(council.democratic)
    sent = page.post("/programme/meetings/", {"file": SimpleUploadedFile("meetings.ics", by_hand(*lines))}, follow=True)
    assert "Read as London time, because their time zone is not known: 1." in words(sent)


def test_a_new_one_is_added_a_known_one_corrected_and_a_cancelled_one_taken_out(council):
    assert read(council, by_library(CABINET, CABINET | {"uid": "2", "summary": "Planning"})) == {"new": 2}
    moved = CABINET | {"location": "Library", "dtstart": CABINET["dtstart"] + datetime.timedelta(hours=1)}
    assert read(council, by_library(moved)) == {"changed": 1}
    assert CouncilMeeting.objects.get(title="Cabinet").place == "Library"
    assert CouncilMeeting.objects.filter(title="Planning").exists(), "one that is in no newer file stays"

    assert read(council, by_library(moved | {"status": "CANCELLED"})) == {"gone": 1}
    assert read(council, by_library(moved | {"status": "CANCELLED"})) == {"skipped": 1}

    assert [one.title for one in CouncilMeeting.objects.all()] == ["Planning"]


@pytest.mark.parametrize(("lines", "found"), [
    (["DTSTART:20270701T170000Z", "DTEND:20270701T190000Z"], ("2027-07-01 17:00", "2027-07-01 19:00")),
    (["DTSTART;TZID=Europe/London:20270701T180000", "DURATION:PT2H"], ("2027-07-01 17:00", "2027-07-01 19:00")),
    (["DTSTART:20270701T180000", "DTEND:20270701T190000"], ("2027-07-01 17:00", "2027-07-01 18:00")),
    (["DTSTART:20271201T180000Z"], ("2027-12-01 18:00", "2027-12-01 19:00")),
    (["DTSTART;VALUE=DATE:20270701"], ("2027-06-30 23:00", "2027-07-01 23:00")),
    (["DTSTART;VALUE=DATE:20271201", "DTEND;VALUE=DATE:20271203"], ("2027-12-01 00:00", "2027-12-03 00:00"))])
def test_hours_without_a_zone_are_londons_and_a_whole_day_is_a_day_there(council, lines, found):
    assert read(council, by_hand("UID:1", "SUMMARY:Cabinet", *lines)) == {"new": 1}
    assert hours(title="Cabinet") == found


@pytest.mark.parametrize("lines", [
    [*TIMED, "RRULE:FREQ=NEVER"], [*TIMED, "RRULE:FREQ=WEEKLY;INTERVAL=0"], [*TIMED, "RRULE:COUNT=2"], [*TIMED, "RRULE:rubbish"],
    [*TIMED, "RRULE:FREQ=WEEKLY;COUNT=-1"], [*TIMED, "RRULE:FREQ=WEEKLY", "EXDATE:never"],
    ["SUMMARY:No time", "UID:1"], [one for one in TIMED if not one.startswith("UID")],
    ["UID:1", "SUMMARY:Backwards", "DTSTART:20270701T190000Z", "DTEND:20270701T170000Z"],
    ["UID:1", "SUMMARY:No date", "DTSTART:yesterday"]])
def test_what_has_no_time_or_a_rule_that_nobody_can_read_is_counted_and_left_out(council, lines):
    assert read(council, by_hand(*lines)) == {"skipped": 1}
    assert not CouncilMeeting.objects.exists()


def test_two_days_of_one_that_recurs_are_two_meetings(council):
    days = [CABINET["dtstart"], CABINET["dtstart"] + datetime.timedelta(days=7)]
    file = by_library(*[CABINET | {"recurrence-id": day, "dtstart": day, "dtend": day + datetime.timedelta(hours=2)} for day in days])
    assert read(council, file) == {"new": 2}
    assert read(council, file) == {"changed": 2}


def test_long_words_and_none_are_taken(council):
    read(council, by_hand("UID:" + "u" * 400, "DTSTART:20270701T170000Z", "LOCATION:" + "l" * 400))
    one = CouncilMeeting.objects.get()
    assert (one.title, len(one.place), len(one.key)) == ("–", 300, 300)


@pytest.mark.parametrize(("content", "why"), [
    (b"", "empty"), (b"not a calendar", "no calendar"), (b"\x00\x01\xff\xfe", "no calendar"), (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
     "empty"), ((HEAD + "END:VCALENDAR\r\n").encode(), "empty"), (b"x" * (meetings.MOST_BYTES + 1), "too big"),
    (b"<html><body>Sign in</body></html>", "no calendar"), (b"PK\x03\x04 zip", "no calendar")])
def test_what_is_no_calendar_is_refused_and_changes_nothing(council, content, why):
    read(council, by_library(CABINET))
    with pytest.raises(meetings.CannotRead, match=why):
        meetings.read_meetings(content, actor=fresh(council.democratic))
    assert CouncilMeeting.objects.count() == 1


def test_more_entries_than_a_council_has_meetings_are_refused(council):
    entry = "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n"
    with pytest.raises(meetings.CannotRead, match="too many"):
        meetings.read_meetings((HEAD + entry * (meetings.MOST + 1) + "END:VCALENDAR\r\n").encode(), actor=fresh(council.democratic))


@pytest.mark.parametrize("who", ["member", "head", "technical"])
def test_only_democratic_services_read_them_in(council, who):
    with pytest.raises(Forbidden):
        meetings.read_meetings(by_library(CABINET), actor=fresh(council.accounts[who]))


class TestThePage:
    def send(self, council, content, name="meetings.ics"):
        return browser(council.democratic).post("/programme/meetings/", {"file": SimpleUploadedFile(name, content)}, follow=True)

    def test_it_says_what_was_done(self, council):
        said = words(self.send(council, by_library(CABINET, {"uid": "2"})))
        assert "New meetings: 1. Known already: 0. Cancelled: 0. Left out, because they have no time or cannot be read: 1." in said
        assert "Cabinet" in words(browser(council.member).get("/programme/2027/7/"))

    @pytest.mark.parametrize(("content", "says"), [
        (b"not a calendar", "This is no iCalendar file."), ((HEAD + "END:VCALENDAR\r\n").encode(), "There is no meeting in this file."),
        (b"x" * (meetings.MOST_BYTES + 1), "The file is larger than 5 MB.")])
    def test_it_says_what_is_wrong(self, council, content, says):
        assert says in words(self.send(council, content))
