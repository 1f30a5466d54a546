"""What leaves as a file: the public part as PDF, the exempt annex as a PDF apart, the numbers as CSV."""
import csv
import io

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from casework.reports import annex, wording
from council_portal.design.context import demo_mark, the_council
from council_portal.design.files import inert
from council_portal.documents.pdf import write_pdf


def report_pdf(report, status):
    """The public part as a tagged PDF (bytes). status: in words. Raises documents.pdf.NoPdf."""
    return written("casework/reports/report_pdf.html", report, status, {
        "tables": wording.tables(report), "total": wording.total(report), "median": wording.median(report),
        "undivided": wording.undivided(report), "method": wording.method(),
        "exempt_note": wording.exempt_note(report) if report.annex else ""})


def annex_pdf(report, status):
    """The exempt annex as a tagged PDF (bytes). Raises documents.pdf.NoPdf."""
    return written("casework/reports/annex_pdf.html", report, status, {
        "why": annex.in_words(report.exemption), "weighed": annex.is_listed()})


def written(template, report, status, more):
    """A page of a report as PDF."""
    return write_pdf(render_to_string(template, {
        **more, "report": report, "status": status, "facts": wording.facts(report), "council": the_council(), "demo_mark": demo_mark()}))


def figures_csv(report, status):
    """The bounds and the numbers as CSV (text): a table, a row of it, its number."""
    out = io.StringIO()
    lines = [[_("Table"), _("Row"), _("Number")], *([_("Report"), label, value] for label, value in [
        (_("Title"), report.title), (_("Status"), status), *wording.facts(report)])]
    lines.append([_("Report"), _("Cases"), wording.number(report.figures["total"])])
    if report.figures["days"] is not None:
        lines.append([_("Report"), _("Median days to the first answer"), f"{report.figures['days']:g}"])
    for table in wording.tables(report):
        lines += [[table["heading"], row["name"], row["number"].replace(",", "")] for row in table["rows"]]
        lines += [] if table["rows"] else [[table["heading"], "", wording.NOT_SHOWN]]
    csv.writer(out).writerows([inert(cell) for cell in line] for line in lines)
    return out.getvalue()
