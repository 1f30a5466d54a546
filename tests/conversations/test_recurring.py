"""Meetings of the council that recur: each day is one, changed and cancelled days as the file says, two years back and three ahead."""
import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations import meetings
from conversations.models import CouncilMeeting
from council_portal.access.decisions import Forbidden
from tests.casework.ground import browser, words
from tests.conversations.test_meetings import HEAD, read
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-MC")]
SUMMER = "DTSTART;TZID=Europe/London:20270701T180000"
WEEKLY = ["UID:cabinet", "SUMMARY:Cabinet", SUMMER, "DTEND;TZID=Europe/London:20270701T200000", "RRULE:FREQ=WEEKLY;COUNT=4"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2027, 6, 1, 9, tzinfo=datetime.UTC), tick=True):
        yield


def file(*entries):
    """A calendar of entries, each its lines."""
    body = "".join("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]) for lines in entries)
    return (HEAD + body + "END:VCALENDAR\r\n").encode()


def days():
    """When the meetings that are known begin, UTC."""
    return [f"{one.starts_at.astimezone(datetime.UTC):%m-%d %H:%M}" for one in CouncilMeeting.objects.order_by("starts_at")]


def a_day(of, *lines):
    """One changed day of the weekly one. of: its day, "20270708"."""
    return ["UID:cabinet", "SUMMARY:Cabinet", f"RECURRENCE-ID;TZID=Europe/London:{of}T180000", *lines]


def test_each_day_is_a_meeting_and_the_same_file_again_corrects_them(council):
    assert read(council, file(WEEKLY)) == {"new": 4}
    assert days() == ["07-01 17:00", "07-08 17:00", "07-15 17:00", "07-22 17:00"]
    assert all(one.ends_at - one.starts_at == datetime.timedelta(hours=2) for one in CouncilMeeting.objects.all())
    assert read(council, file(WEEKLY)) == {"changed": 4}


@pytest.mark.parametrize(("start", "rule", "found"), [
    ("DTSTART;TZID=Europe/London:20280320T180000", "FREQ=WEEKLY;COUNT=3", ["03-20 18:00", "03-27 17:00", "04-03 17:00"]),
    ("DTSTART;TZID=Europe/London:20271025T180000", "FREQ=WEEKLY;COUNT=2", ["10-25 17:00", "11-01 18:00"]),
    ("DTSTART:20271025T180000", "FREQ=WEEKLY;COUNT=2", ["10-25 17:00", "11-01 18:00"]),
    ("DTSTART:20271025T170000Z", "FREQ=WEEKLY;COUNT=2", ["10-25 17:00", "11-01 17:00"]),
    ("DTSTART;VALUE=DATE:20271025", "FREQ=WEEKLY;COUNT=2", ["10-24 23:00", "11-01 00:00"]),
    ("DTSTART;TZID=Europe/London:20271029T013000", "FREQ=DAILY;COUNT=4", ["10-29 00:30", "10-30 00:30", "10-31 00:30", "11-01 01:30"]),
    ("DTSTART;TZID=Europe/London:20270601T180000", "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270901T000000Z",
     ["06-01 17:00", "07-06 17:00", "08-03 17:00"])])
def test_the_hour_is_kept_across_both_changes_of_the_clocks(council, start, rule, found):
    """In UTC it is that hour of UTC; without a zone it is London's."""
    read(council, file(["UID:1", "SUMMARY:Planning", start, f"RRULE:{rule}"]))
    assert days() == found


def test_days_that_are_taken_out_moved_added_or_cancelled_are_as_the_file_says(council):
    out = "EXDATE;TZID=Europe/London:20270708T180000"
    moved = a_day("20270715", "DTSTART;TZID=Europe/London:20270716T100000", "DURATION:PT1H")
    cancelled = a_day("20270722", "DTSTART;TZID=Europe/London:20270722T180000", "STATUS:CANCELLED")
    extra = "RDATE;TZID=Europe/London:20270820T180000"
    assert read(council, file([*WEEKLY, out, extra], moved, cancelled)) == {"new": 3, "skipped": 1}
    assert days() == ["07-01 17:00", "07-16 09:00", "08-20 17:00"]


def test_what_a_newer_file_has_no_more_of_one_that_recurs_is_taken_out_and_the_others_stay(council):
    read(council, file(WEEKLY, ["UID:cabinet of youth", "SUMMARY:Youth", SUMMER], ["UID:other", "SUMMARY:Other", SUMMER]))
    assert read(council, file([*WEEKLY, "EXDATE;TZID=Europe/London:20270708T180000"])) == {"changed": 3, "gone": 1}
    assert read(council, file(a_day("20270715", SUMMER.replace("0701", "0716")))) == {"changed": 1}, "it says nothing of the rest"
    assert "07-16 17:00" in days()
    assert read(council, file([*WEEKLY, "STATUS:CANCELLED"])) == {"gone": 3, "skipped": 1}
    assert [one.title for one in CouncilMeeting.objects.order_by("title")] == ["Other", "Youth"]


def test_one_that_begins_to_recur_and_one_that_does_so_no_more_leave_nothing_behind(council):
    read(council, file(["UID:cabinet", "SUMMARY:Cabinet", SUMMER]))
    assert read(council, file(WEEKLY)) == {"new": 4, "gone": 1}
    assert read(council, file(["UID:cabinet", "SUMMARY:Cabinet", SUMMER])) == {"new": 1, "gone": 4}


def test_one_without_an_end_is_read_two_years_back_and_three_ahead(council):
    read(council, file(["UID:1", "SUMMARY:Cabinet", "DTSTART;TZID=Europe/London:20000101T180000", "RRULE:FREQ=MONTHLY"]))
    found = CouncilMeeting.objects.order_by("starts_at")
    assert (f"{found.first().starts_at:%Y-%m}", f"{found.last().starts_at:%Y-%m}", len(found)) == ("2025-06", "2030-06", 61)


def test_what_is_past_the_window_stays_when_the_file_comes_again(council):
    with time_machine.travel(datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)):
        read(council, file(["UID:1", "SUMMARY:Cabinet", "DTSTART;TZID=Europe/London:20240201T180000", "RRULE:FREQ=YEARLY"]))
    assert CouncilMeeting.objects.count() == 3
    assert read(council, file(["UID:1", "SUMMARY:Cabinet", "DTSTART;TZID=Europe/London:20240201T180000", "RRULE:FREQ=YEARLY"])) == {
        "new": 4, "changed": 1}
    assert CouncilMeeting.objects.count() == 7


@pytest.mark.parametrize("rule", ["FREQ=MINUTELY", "FREQ=SECONDLY;COUNT=5000000", "FREQ=DAILY;BYHOUR=9,10,11,12,13,14",
                                  "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,10,20,30,40,50", "FREQ=HOURLY;UNTIL=20300101T000000Z"])
def test_a_rule_that_yields_thousands_is_refused_and_nothing_is_lost(council, rule):
    read(council, file(WEEKLY))
    sent = file(["UID:2", "SUMMARY:New", SUMMER], ["UID:3", "SUMMARY:Bell", "DTSTART:20200101T090000Z", f"RRULE:{rule}"])
    page = browser(council.democratic).post("/programme/meetings/", {"file": SimpleUploadedFile("meetings.ics", sent)})
    assert "“Bell” recurs too often to be a meeting" in words(page)
    assert CouncilMeeting.objects.count() == 4


def test_several_that_recur_often_are_refused_together(council):
    many = [["UID:" + str(n), "SUMMARY:Desk", "DTSTART:20250101T090000Z", "RRULE:FREQ=DAILY"] for n in range(12)]
    with pytest.raises(meetings.CannotRead, match="too many"):
        meetings.read_meetings(file(*many), actor=fresh(council.democratic))
    assert not CouncilMeeting.objects.exists()


def test_a_file_that_takes_too_long_to_count_out_is_refused(council, monkeypatch):
    monkeypatch.setattr(meetings, "SECONDS", -1)
    page = browser(council.democratic).post("/programme/meetings/", {"file": SimpleUploadedFile("meetings.ics", file(WEEKLY))})
    assert "It takes too long to count out what recurs in this file." in words(page)
    assert not CouncilMeeting.objects.exists()


def test_reading_takes_the_same_statements_for_four_days_as_for_a_hundred(council):
    def counted(n):
        with CaptureQueriesContext(connection) as seen:
            read(council, file(["UID:" + str(n), "SUMMARY:Cabinet", SUMMER, f"RRULE:FREQ=WEEKLY;COUNT={n}"]))
        return len(seen)

    assert counted(4) == counted(100)


def test_only_democratic_services_read_them_in(council):
    with pytest.raises(Forbidden):
        meetings.read_meetings(file(WEEKLY), actor=fresh(council.member))
