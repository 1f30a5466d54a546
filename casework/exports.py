"""What leaves casework as a file: the list of cases as CSV, one case as a page for paper or PDF.

SECURITY: rows come from page(), batch after batch, so that a file holds what its reader's list holds and nothing else.
"""
import csv
import io

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.kinds import WORDS
from casework.models import Case
from casework.owners import OWNED
from casework.policy import answer_due
from casework.views.cases import RELATED, SHOWN, STATUS, late, late_in_words
from council_portal.design.context import demo_mark, the_council
from council_portal.design.files import BOM, inert
from council_portal.documents.pdf import write_pdf

MOST, BATCH = 50_000, 500  # rows of one file; rows that are in memory at a time


def minute(at):
    """An instant as a spreadsheet reads it, London time: 2026-12-22 10:00."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def header():
    """The names of the columns."""
    return [_("Reference"), _("Title"), _("Service"), _("Ward"), _("Member"), _("Status"), _("Received (London time)"), _("Answer due"),
            _("Overdue"), _("Next date"), _("Kind of matter"), _("Seen to by"), _("Last activity (London time)"), _("Times come back"),
            _("Urgent")]


def row_of(case):
    """The cells of one case. A date stands under "Answer due" only while an answer is awaited, as in the list."""
    due, owner = answer_due(case), case.owner if case.status in OWNED else None
    return [case.reference, case.title, case.service.name, case.ward.name if case.ward else "", case.raised_by.full_name,
            STATUS[case.status], minute(case.received), due.isoformat() if due else "",
            {"overdue": _("Yes"), "reply": late_in_words(case), "": ""}[late(case)], case.next_on.isoformat() if case.is_open else "",
            WORDS[case.matter], owner.full_name if owner else "", minute(case.last_activity), case.times_back,
            _("Yes") if case.urgent else ""]


def batches(user, order, where):
    """Lists of at most BATCH permitted cases, in order, by cursor; MOST cases in all."""
    after, left = None, MOST
    while left > 0:
        rows = Case.objects.page(user, order, where=where, after=after, size=min(BATCH, left))
        rows = list(rows.select_related(*RELATED).only(*SHOWN, "times_back"))
        yield rows
        if len(rows) < BATCH:
            return
        after, left = (getattr(rows[-1], order.lstrip("-")), rows[-1].pk), left - len(rows)


def cases_csv(user, order, where, *, more):
    """The list as pieces of CSV in UTF-8 (bytes), a batch a piece. more: are there more cases than MOST? Then the last line says so."""
    yield piece([header()], start=BOM)
    for rows in batches(user, order, where):
        yield piece(row_of(case) for case in rows)
    if more:
        yield piece([[_("Only the first %(most)s cases are in this file: the portal’s own limit. Narrow the list to take the others.") % {
            "most": f"{MOST:,}"}]])


def piece(rows, start=""):
    """Rows as bytes of CSV, each cell as text."""
    out = io.StringIO()
    csv.writer(out).writerows([inert(cell) for cell in row] for row in rows)
    return (start + out.getvalue()).encode()


def case_pdf(context):
    """One case as a tagged PDF (bytes). context: as of the page for printing. Raises documents.pdf.NoPdf."""
    return write_pdf(render_to_string("casework/print_pdf.html", {**context, "council": the_council(), "demo_mark": demo_mark()}))
