"""The programme: as a list, a month and a year."""
import calendar
import datetime

from django.db.models import BigIntegerField, Exists, OuterRef, Q, Value
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from conversations.clashes import day_off, is_holiday, of_year, overlapping
from conversations.filters import EventFilter
from conversations.invited import MOVED, said_by
from conversations.models import Answer, CouncilMeeting, Event, Kind, Proposal, Status
from conversations.models.events import root
from conversations.open_days import asked_for, spans_without
from conversations.policy import COMING, PLANNED
from conversations.views.table import days_html, lines_html, table_rows
from conversations.when import in_words, is_all_day
from council_portal.access.decisions import can
from council_portal.access.views import GuardedList
from council_portal.clock.days import LONDON, london_date, start_of
from council_portal.design.dates import day, month
from directory.views.whole import WholePage

COLOURS = {Status.DRAFT: "grey", Status.ANNOUNCED: "yellow", Status.CONFIRMED: "green", Status.HELD: "blue", Status.CLOSED: "grey",
           Status.CANCELLED: "red"}
SAID = {Answer.State.COMING: gettext_lazy("You come"), Answer.State.WAITING: gettext_lazy("You wait for a place"),
        Answer.State.NOT_COMING: gettext_lazy("You do not come")}
STATUS, KIND = dict(Status.choices), dict(Kind.choices)
MOST = 600  # events of a year that are shown; a council has some 300
IN_CALENDAR = ("title", "starts_at", "ends_at", "uid", "kind", "status")
YEARS = range(2000, 2100)


class EventList(GuardedList):
    """The events that the reader is invited to, named in, or organises: still to come unless asked otherwise."""

    model, filterset, template_name, buttons = Event, EventFilter, "conversations/list.html", False
    only = ("uid", "reference", "title", "kind", "status", "starts_at", "ends_at", "place")

    def with_more(self, rows):
        """What the reader said, and whether they are asked, in the statement of the page."""
        user = self.request.user
        return rows.annotate(
            said=said_by(user, "pk"),
            asked=Exists(Event.objects.standings_of(user, "answer", where=Q(event=OuterRef("pk")))))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, query = self.request.user, self.request.GET.copy()
        query["after"] = context.pop("older") or ""
        pages = {"after": query.urlencode() if query["after"] else ""}
        clash = clashing(user, context["rows"])
        names = {value: str(name) for value, name in (KIND | STATUS).items()}  # looked up once, not for each row
        rows = [row_of(one, one.pk in clash, names) for one in context["rows"]]
        columns = {"when": _("When"), "place": _("Where"), "": _("Status")}
        return {**context, "pages": pages, "rows": rows, "table": table_rows(rows, columns, note="kind", clashes="when"),
                "may_make": can(user, "make", Event),
                "may_propose": can(user, "propose", Proposal), "places": places(user),
                "missing": missing() if can(user, "make", Event) else []}


def places(user):
    """What else there is of the programme for this reader, in groups: [{"heading", "links"}]. In no office: nothing."""
    today, seen, asked = timezone.localdate(), [], []
    if can(user, "view", CouncilMeeting):
        seen += [(reverse("conversations:year", args=[today.year]), _("The year at a glance"), ""),
                 (reverse("conversations:month", args=[today.year, today.month]), _("This month"), "")]
    seen += [(reverse("conversations:calendar"), _("Your calendar feed"), "")] if can(user, "feed", Event) else []
    seen += [(reverse("conversations:meetings"), _("Read in the council’s meetings"), "")] if can(user, "import", CouncilMeeting) else []
    if can(user, "propose", Proposal):
        asked = [(reverse("attendance:list"), _("Requests that officers attend"), _(
                     "ask that an officer comes to a group, a committee or a briefing, and see what was decided")),
                 (reverse("conversations:proposals"), _("Proposals"), _("what was proposed for discussion, and what came of it"))]
    groups = ((_("Calendars"), seen), (_("Ask and propose"), asked))
    return [{"heading": heading, "links": [{"url": url, "text": text, "note": note} for url, text, note in links]}
            for heading, links in groups if links]


def missing():
    """For whoever keeps the programme: the spans of time without an open day, as sentences. One statement."""
    return [_("No open day is planned from %(first)s to %(last)s. %(rule)s") % {
        "first": day(first), "last": day(last), "rule": asked_for()} for first, last in spans_without()]


def row_of(event, clash, names):
    """An event as lists show it. names: what its kind and status are called."""
    return {"url": f"{root()}{event.uid}/", "title": event.title, "reference": event.reference, "kind": names[event.kind],
            "when": in_words(event.starts_at, event.ends_at), "place": event.place or _("Online"),
            "status_text": names[event.status], "status_colour": COLOURS[event.status], "mine": own_word(event), "clash": clash}


def clashing(user, events):
    """The keys of those of these events, still planned, that are on a bank holiday, or at whose hours a meeting of the council or another
    event takes place that this reader may see. One statement, over the span of them all."""
    planned = [one for one in events if one.status in PLANNED]
    if not planned:
        return set()
    span = min(one.starts_at for one in planned), max(one.ends_at for one in planned)
    others = overlapping(Event.objects.permitted(user).exclude(status=Status.CANCELLED), *span).order_by()
    meetings = overlapping(CouncilMeeting.objects.permitted(user), *span).order_by()
    taken = list(others.values_list("pk", "starts_at", "ends_at").union(
        meetings.values_list(Value(None, BigIntegerField()), "starts_at", "ends_at"), all=True))
    return {one.pk for one in planned if is_holiday(london_date(one.starts_at))
            or any(pk != one.pk and begins < one.ends_at and ends > one.starts_at for pk, begins, ends in taken)}


def own_word(event):
    """What the reader said to an event of the list, or that they are asked; "" where there is nothing to say."""
    if event.status not in COMING or not (event.said or event.asked):
        return ""
    if not event.said:
        return _("You have not answered yet")
    if event.asked and event.said.startswith(MOVED):
        return _("Moved since you answered: do you still come?")
    return str(SAID[event.said.removeprefix(MOVED)])


class Span(WholePage):
    """Events and meetings of a span of days, with the days that are no working days: two statements."""

    model, kinds = CouncilMeeting, False

    def between(self, first, last):
        """{day: its lines as HTML} from the first of these London dates to the last, both counted."""
        since, until, user = start_of(first), start_of(last + datetime.timedelta(days=1)), self.request.user
        events = overlapping(Event.objects.permitted(user), since, until).order_by("starts_at", "pk").values_list(*IN_CALENDAR)[:MOST]
        meetings = overlapping(CouncilMeeting.objects.permitted(user), since, until).values_list("title", "starts_at", "ends_at")[:MOST]
        lines = event_lines(events) + [line(*one, note=_("Council meeting")) for one in meetings]
        found = {}
        for one in mark_clashes(sorted(lines, key=lambda one: one["at"])):
            for on in days_of(one):
                if first <= on <= last:
                    found.setdefault(on, []).append(one | {"time": hour_on(one, on)})
        return {on: lines_html(of_day, kinds=self.kinds) for on, of_day in found.items()}


def event_lines(events):
    """The events of a calendar, rows of IN_CALENDAR, as lines. What a status or a kind is called is looked up once: a year has hundreds."""
    kinds = {kind: str(name) for kind, name in KIND.items()}
    notes = {status: str(STATUS[status]) for status in (Status.DRAFT, Status.CANCELLED)}
    return [line(title, begins, ends, url=f"{root()}{uid}/", kind=kinds[kind], note=notes.get(status, ""), off=status == Status.CANCELLED)
            for title, begins, ends, uid, kind, status in events]


def line(title, starts_at, ends_at, *, note, url="", kind="", off=False):
    """An event or a meeting in a calendar. begins and ends are on the clocks of London; at and until, the instants, are compared."""
    begins, ends = starts_at.astimezone(LONDON), ends_at.astimezone(LONDON)
    return {"at": starts_at, "until": ends_at, "begins": begins, "ends": ends, "title": title, "url": url, "kind": kind, "clash": False,
            "note": note, "off": off, "all_day": is_all_day(begins, ends)}


def mark_clashes(lines):
    """Mark the events among these lines, which are in the order of their hours, that take place at the same time as another one."""
    running = []
    for one in lines:
        if not one["off"]:
            running = [other for other in running if other["until"] > one["at"]]
            for other in running:
                one["clash"], other["clash"] = one["clash"] or bool(one["url"]), other["clash"] or bool(other["url"])
            running.append(one)
    return lines


def days_of(one):
    """The London dates on which a line takes place: one as a rule, two over midnight. One that ends at midnight is not on the next."""
    first, last = one["begins"].date(), one["ends"].date()
    if last > first and one["ends"].time() == datetime.time():
        last -= datetime.timedelta(days=1)
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]


def hour_on(one, on):
    """From when it is on this day of it; on a later one, until when."""
    if one["all_day"]:
        return _("All day")
    if on == one["begins"].date():
        return f"{one['begins']:%H:%M}"
    if on == one["ends"].date():
        return _("until %(time)s") % {"time": f"{one['ends']:%H:%M}"}
    return _("All day")


class YearPage(Span):
    """A year at a glance: a column of days for each month, only those on which something is."""

    template_name, kinds = "conversations/year.html", True

    def get_context_data(self, year, **kwargs):
        if year not in YEARS:
            raise Http404
        lines, off = self.between(datetime.date(year, 1, 1), datetime.date(year, 12, 31)), of_year(self.request.user, year)
        days = {number: [] for number in range(1, 13)}
        for on in sorted({*lines, *off}):
            days[on.month].append((day(on), lines.get(on, ""), off.get(on, "")))
        months = [{"name": month(year, number, get_language()), "url": reverse("conversations:month", args=[year, number]),
                   "days": days_html(of_month)} for number, of_month in days.items()]
        today = timezone.localdate()
        begun = today.month - 1 if year == today.year else 0  # months that are over
        return super().get_context_data(heading=_("Programme for %(year)s") % {"year": year}, year=year, months=months[begun:],
                                        over=months[:begun], may_take=can(self.request.user, "make", Event),
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
