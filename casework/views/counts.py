import csv
import io

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.base import View

from casework.counts import SMALL, quarters, take_out, veiled
from casework.models import Outcome, ServiceCount
from council_portal.design.dates import moment
from council_portal.design.files import attachment, inert
from directory.views.whole import Whole

MONTHS = [gettext_lazy("January to March"), gettext_lazy("April to June"), gettext_lazy("July to September"),
          gettext_lazy("October to December")]
OFFICERS = [gettext_lazy("Awaited"), gettext_lazy("Overdue and unanswered"), gettext_lazy("In time"), gettext_lazy("Late"),
            gettext_lazy("Days late, median of answers"),
            gettext_lazy("Taken further"), gettext_lazy("Came back")]
MEMBERS = [gettext_lazy("Awaited"), gettext_lazy("In time"), gettext_lazy("Late"), gettext_lazy("Days late, median"),
           gettext_lazy("Went on without")]
ENDED = [*Outcome.labels, gettext_lazy("Not said")]


class OfQuarter(Whole):
    """Something over one quarter; an unknown one is the present one."""

    model = ServiceCount

    @property
    def quarter(self):
        """The one that was asked for."""
        there = quarters()
        return next((one for one in there if str(one) == self.request.GET.get("quarter")), there[0])

    def counts(self):
        """The counts of that quarter of the services that the reader answers for, by name."""
        return list(ServiceCount.objects.permitted(self.request.user, "view").filter(quarter=str(self.quarter)).select_related("service"))


class CountPage(OfQuarter, TemplateView):
    """Both clocks by service in one quarter: what officers owed Members, and Members officers (SEC-3.4, NNC-TIME)."""

    template_name = "casework/counts.html"

    def get_context_data(self, **kwargs):
        quarter, rows = self.quarter, self.counts()
        choices = [{"value": str(one), "text": in_words(one), "chosen": one == quarter} for one in quarters()]
        return super().get_context_data(tables=tables(rows), quarter=str(quarter), title=in_words(quarter), choices=choices,
                                        running=quarter == quarters()[0],
                                        counted=moment(min(row.counted_at for row in rows)) if rows else "", **kwargs)


def in_words(quarter):
    """A quarter: July to September 2026."""
    return f"{MONTHS[quarter.number - 1]} {quarter.year}"


def tables(rows):
    """The three tables of the page: heading, what it says, names of columns, rows of cells."""
    parts = [
        ("officers", _("What officers owed Members"),
         _("A case is answered in time on its date or before. “Late” counts those answered late and those that are overdue and "
           "unanswered, which are among “Awaited” too."), OFFICERS, of_officers),
        ("members", _("What Members owed officers"),
         _("A question to the Member has a time of its own, counted the same way: “Late” counts replies that came late and those that "
           "are overdue."), MEMBERS,
         of_members),
        ("ended", _("How answers ended"), _("Every answer of the quarter by what it said."), ENDED, of_outcomes),
    ]
    return [{"slug": slug, "heading": heading, "text": text, "columns": columns,
             "rows": [{"name": row.service.name, "cells": list(zip(columns, cells(row.figures), strict=True))} for row in rows]}
            for slug, heading, text, columns, cells in parts]


def of_officers(figures):
    """The cells of what officers owed: taking further and coming back are Members' acts."""
    side = figures["officers"]
    own = [str(side["awaited"]), str(overdue(side)), str(side["in_time"]), str(side["late"] + overdue(side)), median(side)]
    return [*own, shown(side["without"]), shown(figures["came_back"])]


def of_members(figures):
    """The cells of what Members owed. What is overdue is late, and has no column: beside it a small number could be worked out."""
    side = figures["members"]
    days = "–" if veiled(side["late"]) else median(side)
    return [shown(side["awaited"]), shown(side["in_time"]), shown(side["late"] + overdue(side)), days, shown(side["without"])]


def of_outcomes(figures):
    """The cells of how answers ended."""
    return [str(figures["outcomes"][outcome]) for outcome in [*Outcome.values, ""]]


def overdue(side):
    """How many are awaited whose day has gone by; none in a quarter that was counted before this was."""
    return side.get("overdue", 0)


def shown(number):
    """A number of what Members did; a small one only as such."""
    return _("fewer than %(n)s") % {"n": SMALL} if veiled(number) else str(number)


def median(side):
    """The median of days late, with a half where there is one."""
    return "–" if side["median"] is None else f"{side['median']:g}"


class CountCsv(OfQuarter, View):
    """The same numbers as a table to take away. Recorded."""

    def get(self, request, *args, **kwargs):
        quarter = self.quarter
        text = as_csv(self.counts(), quarter)
        if request.method == "GET":  # a HEAD takes nothing out, so nothing is recorded
            take_out(quarter, actor=request.user)
        return attachment(text, f"both-clocks-{quarter}.csv", "text/csv")


def as_csv(rows, quarter):
    """One line for each service, at its end when it was counted (London)."""
    out = io.StringIO()
    table = csv.writer(out)
    officers, members = _("Officers"), _("Members")
    table.writerow([_("Quarter"), _("Service"), *(f"{officers}: {one}" for one in OFFICERS), *(f"{members}: {one}" for one in MEMBERS),
                    *(str(one) for one in ENDED), _("Counted on")])
    for row in rows:
        cells = [in_words(quarter), row.service.name, *of_officers(row.figures), *of_members(row.figures), *of_outcomes(row.figures),
                 moment(row.counted_at)]
        table.writerow([inert(cell) for cell in cells])
    return out.getvalue()
