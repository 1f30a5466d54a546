"""The council's own meetings, read from the iCalendar file of its calendar: what the programme must not clash with."""
import datetime
from time import monotonic

import icalendar
from django.db import transaction
from django.utils import timezone

from conversations import recurring
from conversations.models import CouncilMeeting
from council_portal.access.decisions import require
from council_portal.audit.services import record
from council_portal.clock.days import at_london

MOST_BYTES = 5 * 1024 * 1024
MOST = 20_000  # entries of a file, and meetings that it may yield: a council has some 400 a year
SECONDS = 15  # of counting out what recurs: a file that takes longer is refused
DAY_OF_KEY = len("2027-07-01T17:00Z")
BATCH = 500


class CannotRead(Exception):
    """The file is none of a calendar; the first argument says what is wrong, in plain English."""


@transaction.atomic
def read_meetings(content, *, actor):
    """Take the meetings of an iCalendar file (bytes): new ones are added, known ones corrected, cancelled ones taken out.

    A meeting that is in no newer file stays. Of one that recurs each day is a meeting, from two years back to three ahead; a day that the
    file has no more is taken out. Returns {"new", "changed", "gone", "skipped", "zones"}, numbers; skipped: without a time, or with a
    rule that nobody can read; zones: entries in a time zone that nobody knows, read as London's. Raises Forbidden, CannotRead; then
    nothing is changed.
    """
    require(actor, "import", CouncilMeeting)
    found = Found(recurring.window())
    for uid, series in by_uid(entries(content)).items():
        found.take(uid, series)
    done = put_down(found)
    record(actor.person, "council meetings read", actor=actor.person, detail=", ".join(f"{n} {word}" for word, n in done.items()))
    return done


def entries(content):
    """The entries of a file. Raises CannotRead."""
    if len(content) > MOST_BYTES:
        raise CannotRead("too big")
    try:
        found = [one for calendar in icalendar.Calendar.from_ical(content, multiple=True) for one in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError) as fault:
        raise CannotRead("no calendar") from fault
    if not found:
        raise CannotRead("empty")
    if len(found) > MOST:
        raise CannotRead("too many")
    return found


def by_uid(found):
    """{UID: its entries}, in the order of the file. What has no UID is under ""."""
    series = {}
    for one in found:
        series.setdefault(str(one.get("UID", "")), []).append(one)
    return series


class Found:
    """What a file says: `facts`, {key: columns} of the meetings; `cancelled`, keys; `whole`, the UIDs of which it says every day."""

    def __init__(self, window):
        self.window, self.until = window, monotonic() + SECONDS
        self.facts, self.cancelled, self.whole, self.skipped, self.zones = {}, set(), set(), 0, 0

    def take(self, uid, series):
        """Take the entries of one UID. Raises CannotRead."""
        if monotonic() > self.until:
            raise CannotRead("too slow")
        if not uid:
            self.skipped += len(series)
            return
        self.zones += sum(unknown_zone(one) for one in series)
        if any(recurring.recurs(one) for one in series):
            try:
                series = recurring.days_of(series, *self.window)
            except recurring.TooOften as fault:
                raise CannotRead("too often", fault.args[0]) from fault
            except recurring.BROKEN:
                self.skipped += 1
                return
            self.whole.add(uid)
        for one in series:
            self.take_one(uid, one)
        if len(self.facts) > MOST:
            raise CannotRead("too many")

    def take_one(self, uid, one):
        """Take one day of a meeting."""
        try:
            starts_at, ends_at = instants(one)
            key = f"{series_key(uid)}{instant(one['RECURRENCE-ID'].dt):%Y-%m-%dT%H:%MZ}" if "RECURRENCE-ID" in one else uid[:300]
        except recurring.BROKEN:
            self.skipped += 1
            return
        if "RECURRENCE-ID" not in one:
            self.whole.add(uid)
        self.facts.pop(key, None)
        self.cancelled.discard(key)
        if str(one.get("STATUS", "")).upper() == "CANCELLED":
            self.cancelled.add(key)
        else:
            self.facts[key] = {"title": str(one.get("SUMMARY", ""))[:300] or "–", "place": str(one.get("LOCATION", ""))[:300],
                               "starts_at": starts_at, "ends_at": ends_at}


def series_key(uid):
    """How the keys of the days of one UID begin."""
    return f"{uid[:300 - DAY_OF_KEY - 1]} "


def put_down(found):
    """Add, correct and take out. Returns what was done, as read_meetings does. Statements by the thousand meetings."""
    known = {one.key: one.starts_at for one in CouncilMeeting.objects.only("key", "starts_at")}
    begins, ends = found.window
    heads = {series_key(uid) for uid in found.whole} | {uid[:300] for uid in found.whole}
    no_more = {key for key, at in known.items() if key not in found.facts and begins <= at <= ends and (
        key in heads or key[:-DAY_OF_KEY] in heads)}
    gone = no_more | found.cancelled & known.keys()
    CouncilMeeting.objects.filter(key__in=gone).delete()
    rows = [CouncilMeeting(key=key, read_at=timezone.now(), **facts) for key, facts in found.facts.items()]
    CouncilMeeting.objects.bulk_create(rows, BATCH, update_conflicts=True, unique_fields=["key"],
                                       update_fields=["title", "place", "starts_at", "ends_at", "read_at"])
    changed = len(found.facts.keys() & known.keys())
    return {"new": len(rows) - changed, "changed": changed, "gone": len(gone),
            "skipped": found.skipped + len(found.cancelled - known.keys()), "zones": found.zones}


def instants(one):
    """(from, until) of an entry. A time without a zone is London's; a whole day is from 00:00 to 24:00 in London; without an end, an hour.
    """
    starts_at = instant(one["DTSTART"].dt)
    if "DTEND" in one:
        ends_at = instant(one["DTEND"].dt)
    elif "DURATION" in one:
        ends_at = starts_at + one["DURATION"].dt
    elif isinstance(one["DTSTART"].dt, datetime.datetime):
        ends_at = starts_at + datetime.timedelta(hours=1)
    else:
        ends_at = instant(one["DTSTART"].dt + datetime.timedelta(days=1))
    if ends_at < starts_at:
        raise ValueError("ends before it begins")
    return starts_at, ends_at


def unknown_zone(one):
    """Does this entry name a time zone that nobody knows? Its time stands there without one then."""
    began = one.get("DTSTART")
    return "TZID" in getattr(began, "params", ()) and isinstance(began.dt, datetime.datetime) and began.dt.tzinfo is None


def instant(value):
    """A date or a time of a file as an instant."""
    if not isinstance(value, datetime.datetime):
        return at_london(value, datetime.time())
    return value if value.tzinfo else at_london(value.date(), value.time())

