"""The council's own meetings, read from the iCalendar file of its calendar: what the programme must not clash with."""
import datetime

import icalendar
from django.db import transaction
from django.utils import timezone

from conversations.models import CouncilMeeting
from council_portal.access.decisions import require
from council_portal.audit.services import record
from council_portal.clock.days import at_london

MOST_BYTES = 5 * 1024 * 1024
MOST = 20_000  # entries of a file: a council has some 400 meetings a year


class CannotRead(Exception):
    """The file is none of a calendar; the first argument says what is wrong, in plain English."""


@transaction.atomic
def read_meetings(content, *, actor):
    """Take the meetings of an iCalendar file (bytes): new ones are added, known ones corrected, cancelled ones taken out.

    A meeting that is in no newer file stays. Returns {"new", "changed", "gone", "skipped"}, numbers; skipped: without a time, or recurring.
    Raises Forbidden, CannotRead.
    """
    require(actor, "import", CouncilMeeting)
    done = dict.fromkeys(("new", "changed", "gone", "skipped"), 0)
    for one in entries(content):
        done[take(one)] += 1
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


def take(one):
    """Take one entry. Returns the word of what was done."""
    try:
        starts_at, ends_at = instants(one)
    except (KeyError, ValueError, AttributeError):
        return "skipped"
    if "RRULE" in one or not str(one.get("UID", "")):
        return "skipped"
    key = f"{one['UID']} {one['RECURRENCE-ID'].dt}" if "RECURRENCE-ID" in one else str(one["UID"])
    if str(one.get("STATUS", "")).upper() == "CANCELLED":
        gone, _kinds = CouncilMeeting.objects.filter(key=key[:300]).delete()
        return "gone" if gone else "skipped"
    facts = {"title": str(one.get("SUMMARY", ""))[:300] or "–", "place": str(one.get("LOCATION", ""))[:300], "starts_at": starts_at,
             "ends_at": ends_at, "read_at": timezone.now()}
    _meeting, new = CouncilMeeting.objects.update_or_create(key=key[:300], defaults=facts)
    return "new" if new else "changed"


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


def instant(value):
    """A date or a time of a file as an instant."""
    if not isinstance(value, datetime.datetime):
        return at_london(value, datetime.time())
    return value if value.tzinfo else at_london(value.date(), value.time())

