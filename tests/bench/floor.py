from email.utils import parseaddr
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import get_template

from casework.models import Case
from conversations import calendars, feeds
from council_portal.clock.days import LONDON

FEEDS = {}  # of each token the events as plain values, read once


def bare(request):
    """The least that a page can be: session, account, one indexed statement, 25 rows of six cells in one plain Django template.

    No base template, no context processor, no form, no access: whoever is signed in sees the latest rows by key. It passes the same
    middleware as every page. What a page of ours costs beside this is what we added.
    """
    rows = Case.objects.order_by("-pk").defer("route", "text", "due_working")[:25]
    return HttpResponse(get_template("bare.html").render({"email": request.user.email, "rows": rows}))


@login_not_required
def library(request, token):
    """The feed of this token as the iCalendar library alone writes it: from values that are there already, no database, no access."""
    if token not in FEEDS:
        FEEDS[token] = [values(event) for event in feeds.events_of(feeds.reader_of(token))]
    calendar = icalendar.Calendar()
    for name, value in (("prodid", "-//Council Portal//Programme//EN"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add_component(calendars.london())
    calendar.add("x-wr-calname", "Council programme")
    calendar.add("refresh-interval;value=duration", "PT1H", encode=0)
    for event in FEEDS[token]:
        one = icalendar.Event()
        for name, value in event:
            one.add(name, value)
        one["organizer"] = organiser()
        calendar.add_component(one)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def organiser():
    """Democratic Services, as the portal names them."""
    found = icalendar.vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    found.params["cn"] = icalendar.vText(f"Democratic Services, {settings.COUNCIL_NAME}")
    return found


def values(event):
    """The properties of one event of a feed, as Python values."""
    link = settings.PORTAL_ORIGIN + event.get_absolute_url()
    secret = event.in_confidence
    found = [
        ("uid", f"{event.uid}@{urlsplit(settings.PORTAL_ORIGIN).hostname}"), ("sequence", event.sequence), ("dtstamp", event.last_activity),
        ("last-modified", event.last_activity), ("dtstart", event.starts_at.astimezone(LONDON)),
        ("dtend", event.ends_at.astimezone(LONDON)), ("summary", "Council appointment" if secret else event.title),
        ("status", calendars.STATUS.get(event.status, "CONFIRMED")), ("url", link),
        ("description", f"Read more, and say whether you come, in the council portal: {link}")]
    return found + ([("class", "PRIVATE")] if secret else [("location", event.place or event.link)])
