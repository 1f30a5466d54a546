"""The programme: as a list, a month and a year."""
import calendar
import datetime

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conversations.clashes import day_off, of_year
from conversations.filters import EventFilter
from conversations.models import CouncilMeeting, Event, Kind, Proposal, Status
from conversations.open_days import spans_without
from conversations.views.table import lines_html, table_rows
from conversations.when import in_words
from council_portal.access.decisions import can
from council_portal.access.views import GuardedList
from council_portal.clock.days import london_date, start_of
from council_portal.design.dates import day, month
from directory.views.whole import WholePage

COLOURS = {Status.DRAFT: "grey", Status.ANNOUNCED: "yellow", Status.CONFIRMED: "green", Status.HELD: "blue", Status.CLOSED: "grey",
           Status.CANCELLED: "red"}
STATUS, KIND = dict(Status.choices), dict(Kind.choices)
MOST = 600  # events of a year that are shown; a council has some 300
IN_CALENDAR = ("uid", "title", "starts_at", "status")
YEARS = range(2000, 2100)


class EventList(GuardedList):
    """The events that the reader is invited to, named in, or organises: still to come unless asked otherwise."""

    model, filterset, template_name, buttons = Event, EventFilter, "conversations/list.html", False
    only = ("uid", "reference", "title", "kind", "status", "starts_at", "ends_at", "place")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, query = self.request.user, self.request.GET.copy()
        query["after"] = context.pop("older") or ""
        pages = {"after": query.urlencode() if query["after"] else ""}
        rows = [row_of(one) for one in context["rows"]]
        columns = {"when": _("When"), "place": _("Where"), "": _("Status")}
        return {**context, "pages": pages, "rows": rows, "table": table_rows(rows, columns, note="kind"),
                "may_make": can(user, "make", Event),
                "may_propose": can(user, "propose", Proposal), "places": places(user),
                "missing": missing() if can(user, "make", Event) else []}


def places(user):
    """What else there is of the programme for this reader: [{"url", "text"}]. In no office: nothing."""
    today, found = timezone.localdate(), []
    if can(user, "view", CouncilMeeting):
        found += [(reverse("conversations:year", args=[today.year]), _("The year at a glance")),
                  (reverse("conversations:month", args=[today.year, today.month]), _("This month"))]
    if can(user, "propose", Proposal):
        found += [(reverse("conversations:proposals"), _("Proposals")), (reverse("attendance:list"), _("Requests that officers attend"))]
    found += [(reverse("conversations:calendar"), _("Your calendar feed"))] if can(user, "feed", Event) else []
    found += [(reverse("conversations:meetings"), _("Read in the council’s meetings"))] if can(user, "import", CouncilMeeting) else []
    return [{"url": url, "text": text} for url, text in found]


def missing():
    """For whoever keeps the programme: the spans of time without an open day, as sentences. One statement."""
    return [_("No open day is planned from %(first)s to %(last)s. Plan one: the portal’s own rule has one in that time.") % {
        "first": day(first), "last": day(last)} for first, last in spans_without()]


def row_of(event):
    """An event as lists show it."""
    return {"url": event.get_absolute_url(), "title": event.title, "reference": event.reference, "kind": str(KIND[event.kind]),
            "when": in_words(event.starts_at, event.ends_at), "place": event.place or _("Online"),
            "status_text": str(STATUS[event.status]), "status_colour": COLOURS[event.status]}


class Span(WholePage):
    """Events and meetings of a span of days, with the days that are no working days: two statements."""

    model = CouncilMeeting

    def between(self, first, last):
        """{day: its lines as HTML} from the first of these London dates to the last, both counted."""
        since, until, user = start_of(first), start_of(last + datetime.timedelta(days=1)), self.request.user
        events = Event.objects.permitted(user).filter(starts_at__gte=since, starts_at__lt=until).only(*IN_CALENDAR).order_by(
            "starts_at", "pk")[:MOST]
        meetings = CouncilMeeting.objects.permitted(user).filter(starts_at__gte=since, starts_at__lt=until)[:MOST]
        lines = [line(one, url=one.get_absolute_url(), status=one.status) for one in events] + [line(one) for one in meetings]
        found = {}
        for one in sorted(lines, key=lambda one: one["at"]):
            found.setdefault(london_date(one["at"]), []).append(one)
        return {on: lines_html(of_day) for on, of_day in found.items()}


def line(row, url="", status=""):
    """An event or a meeting in a calendar."""
    off = status == Status.CANCELLED
    return {"at": row.starts_at, "time": f"{timezone.localtime(row.starts_at):%H:%M}", "title": row.title, "url": url,
            "note": str(STATUS[status]) if status in (Status.DRAFT, Status.CANCELLED) else "" if url else _("Council meeting"), "off": off}


class YearPage(Span):
    """A year at a glance: a column of days for each month, only those on which something is."""

    template_name = "conversations/year.html"

    def get_context_data(self, year, **kwargs):
        if year not in YEARS:
            raise Http404
        lines, off = self.between(datetime.date(year, 1, 1), datetime.date(year, 12, 31)), of_year(self.request.user, year)
        months = [{"name": month(year, number, get_language()), "url": reverse("conversations:month", args=[year, number]),
                   "days": [dict(text=day(on), lines=lines.get(on, ""), off=off.get(on, "")) for on in sorted({*lines, *off})
                            if on.month == number]} for number in range(1, 13)]
        return super().get_context_data(heading=_("Programme for %(year)s") % {"year": year}, months=months, year=year,
                                        before=beside(year - 1), after=beside(year + 1), **kwargs)


def beside(year):
    """The year before or after: its address and its number."""
    return {"url": reverse("conversations:year", args=[year]), "text": str(year)} if year in YEARS else None


class MonthPage(Span):
    """One month, in weeks from Monday; on a phone the days on which something is."""

    template_name = "conversations/month.html"

    def get_context_data(self, year, month, **kwargs):
        if year not in YEARS or month not in range(1, 13):
            raise Http404
        weeks = calendar.Calendar().monthdatescalendar(year, month)
        lines, today = self.between(weeks[0][0], weeks[-1][-1]), timezone.localdate()
        shown = [[{"text": day(on), "number": on.day, "outside": on.month != month, "today": on == today, "lines": lines.get(on, ""),
                   "off": day_off(on) if on.weekday() < 5 else ""} for on in week] for week in weeks]
        rows = [{"days": days, "empty": not any(something(one) for one in days)} for days in shown]
        return super().get_context_data(heading=month_name(year, month), weeks=rows, year_url=beside(year),
                                        nothing=all(week["empty"] for week in rows),
                                        weekdays=[date_format(on, "D") for on in weeks[0]],
                                        before=other(year, month, -1), after=other(year, month, 1), **kwargs)


def something(day):
    """Is there anything on this day of the month that is shown?"""
    return not day["outside"] and bool(day["lines"] or day["off"])


def month_name(year, number):
    """December 2026."""
    return month(year, number, get_language())


def other(year, number, step):
    """The month before or after: its address and its name; None outside of YEARS."""
    year, number = (year + (number + step - 1) // 12, (number + step - 1) % 12 + 1)
    if year not in YEARS:
        return None
    return {"url": reverse("conversations:month", args=[year, number]), "text": month_name(year, number)}
