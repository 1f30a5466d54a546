"""What other people's calendars read: an invitation, its change, its cancellation, a person's feed (RFC 5545, RFC 5546; RUG-CAL).

SECURITY: it leaves the portal. Of what is in confidence it says "Council appointment" and the hours, and nothing of what it is about.
"""
import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.models import Event, Status
from conversations.when import in_words
from council_portal.clock.days import LONDON

INVITES = ("event_invited", "event_changed", "event_confirmed", "event_unconfirmed", "event_place", "event_officer")
CANCELS = ("event_cancelled", "event_not_for_you")
# What the file does that goes with a message of this kind, said in the message.
PUTS_IN = gettext_lazy("The enclosed calendar file puts it in your calendar.")
UPDATES = gettext_lazy("The enclosed calendar file updates the entry in your calendar.")
TAKES_OUT = gettext_lazy("The enclosed calendar file takes it out of your calendar.")
SAYS = {"event_invited": PUTS_IN, "event_officer": PUTS_IN, **dict.fromkeys(CANCELS, TAKES_OUT)}
READ_AND_ANSWER = gettext_lazy("Read more, and say whether you come, in the council portal: %(link)s")
READ = gettext_lazy("Read more in the council portal: %(link)s")  # of what an app above puts in, which asks for no answer
STATUS = {Status.ANNOUNCED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}
OF_AN_EVENT = ("uid", "reference", "title", "status", "starts_at", "ends_at", "place", "link", "in_confidence", "sequence", "last_activity")
LAST_SUNDAY_OF_1996 = {3: 31, 10: 27}
# kind, name, month, the hour on the wall clock before the change, hours from UTC before and after it.
CHANGES = [(icalendar.TimezoneDaylight, "BST", 3, 1, 0, 1), (icalendar.TimezoneStandard, "GMT", 10, 2, 1, 0)]


def invitation(event, person):
    """For the outbox: one event as an invitation, which a change replaces and a cancellation takes away: [(text, content type)]."""
    return [enclosure("REQUEST", entry(event, person))]


def cancellation(event, person):
    """For the outbox: it is gone from this person's calendar. Of what they may no longer read, only that it is no more."""
    one = entry(event, person, plain=event.in_confidence or event.status != Status.CANCELLED)
    one["STATUS"] = icalendar.vText("CANCELLED")
    if event.status != Status.CANCELLED:  # the page is not theirs to read any more
        del one["URL"]
        one["DESCRIPTION"] = icalendar.vText(_("You are no longer invited to it: %(when)s.") % {
            "when": in_words(event.starts_at, event.ends_at)})
    return [enclosure("CANCEL", one)]


def enclosure(method, one):
    """A whole calendar of one entry, and its content type."""
    calendar = begun(method)
    calendar.add_component(one)
    return calendar.to_ical().decode(), f"text/calendar; method={method}"


def begun(method):
    """An empty calendar with the clock changes of London in it."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Council Portal//Programme//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(london())
    return calendar


def london():
    """The time zone as RFC 5545 wants it beside the entries: the rule that has held since 1996, the last Sundays of March and October
    at 01:00 UTC. (The library's own list of single changes is read wrongly by other parsers: they stop at the first of them.)"""
    zone = icalendar.Timezone()
    zone.add("tzid", "Europe/London")
    for kind, name, month, wall, before, after in CHANGES:
        rule = kind()
        rule.add("dtstart", datetime.datetime(1996, month, LAST_SUNDAY_OF_1996[month], wall))  # noqa: DTZ001 -- a wall clock's, by RFC 5545
        rule.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        rule.add("tzname", name)
        rule.add("tzoffsetfrom", datetime.timedelta(hours=before))
        rule.add("tzoffsetto", datetime.timedelta(hours=after))
        zone.add_component(rule)
    return zone


def entry(event, person=None, *, plain=None):
    """One event. person: who is invited, None in a feed. plain: without what it is about; as the event says when left out."""
    plain, link = event.in_confidence if plain is None else plain, settings.PORTAL_ORIGIN.rstrip("/") + event.get_absolute_url()
    one = icalendar.Event()
    one.add("uid", f"{event.uid}@{urlsplit(settings.PORTAL_ORIGIN).hostname}")
    one.add("sequence", event.sequence)
    one.add("dtstamp", event.last_activity)
    one.add("last-modified", event.last_activity)
    one.add("dtstart", event.starts_at.astimezone(LONDON))
    one.add("dtend", event.ends_at.astimezone(LONDON))
    one.add("summary", _("Council appointment") if plain else event.title)
    one.add("status", STATUS.get(event.status, "CONFIRMED"))
    one.add("url", link)
    join = _("Join online: %(link)s") % {"link": event.link} if event.link and not plain else ""
    more = (READ_AND_ANSWER if isinstance(event, Event) else READ) % {"link": link}
    one.add("description", f"{join}\n{more}" if join else more)
    if not plain:  # calendars make a button of a link that stands where it takes place
        one.add("location", ", ".join(part for part in (event.place, event.link) if part))
    if plain:
        one.add("class", "PRIVATE")
    one["organizer"] = organiser()  # RFC 5546 wants it in what is published too
    if person is not None:
        one.add("attendee", attendee(person), encode=0)
    return one


def organiser():
    """Democratic Services, at the address that the portal sends from."""
    found = icalendar.vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    found.params["cn"] = icalendar.vText(_("Democratic Services, %(council)s") % {"council": settings.COUNCIL_NAME})
    return found


def attendee(person):
    """Who is invited. They answer in the portal, where places are counted: no answer by mail is asked for."""
    found = icalendar.vCalAddress(f"mailto:{person.email}")
    found.params.update({"cn": icalendar.vText(person.full_name), "role": icalendar.vText("REQ-PARTICIPANT"),
                         "partstat": icalendar.vText("NEEDS-ACTION"), "rsvp": icalendar.vText("FALSE")})
    return found


def feed(events):
    """A calendar of these events, in the order in which they come, as bytes."""
    calendar = begun("PUBLISH")
    calendar.add("x-wr-calname", _("Council programme"))
    calendar.add("refresh-interval;value=duration", "PT1H", encode=0)
    for event in events:
        calendar.add_component(entry(event))
    return calendar.to_ical()
