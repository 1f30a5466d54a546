"""The statistics of concerns in words, as tables, and as files."""
import csv
import io

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.reports.veil import LEAST, SMALL
from complaints import assessing, policy, statistics
from complaints.wording import HEADINGS
from council_portal.design.context import demo_mark, the_council
from council_portal.design.dates import day
from council_portal.design.files import inert
from council_portal.documents.pdf import write_pdf
from council_portal.protocol.words import POSTS

KINDS = {statistics.FINANCIAL: gettext_lazy("1 April to 31 March"), statistics.CALENDAR: gettext_lazy("Calendar years")}
TITLE = gettext_lazy("Concerns in numbers")
OFFICES = policy.CONCERNS["statistics"].posts
NOT_SHOWN = gettext_lazy("not shown")
TABLES = {
    "matters": (gettext_lazy("What they were about"), gettext_lazy("Matter")),
    "sides": (gettext_lazy("Who raised them"), gettext_lazy("Side")),
    "decided": (gettext_lazy("What was decided"), gettext_lazy("Decision")),
}
WORDS = {
    **HEADINGS, **assessing.DECISIONS, policy.ADVICE: gettext_lazy("Advice that was asked for"), "member": gettext_lazy("Members"),
    "officer": gettext_lazy("Officers"), statistics.OPEN: gettext_lazy("Not decided yet"),
    statistics.TAKEN_BACK: gettext_lazy("Taken back by whoever raised it"),
    "found breach": gettext_lazy("Investigated: a breach"), "found partly": gettext_lazy("Investigated: a breach in part"),
    "found none": gettext_lazy("Investigated: no breach"), statistics.OTHERWISE: gettext_lazy("Closed without an assessment"),
}


def name_of(year):
    """A year as it is called: 2026 to 2027, or 2026."""
    if year.kind == statistics.CALENDAR:
        return str(year.began)
    return _("%(from)s to %(to)s") % {"from": year.began, "to": year.began + 1}


def span(year):
    """Its first and last day."""
    return _("Received from %(first)s to %(last)s") % {"first": day(year.first), "last": day(year.last)}


def number(found):
    """A number of a divided table."""
    return str(NOT_SHOWN) if found is None else str(found)


def whole(found):
    """A number that is not divided, and so no part of a sum."""
    return _("fewer than %(n)s") % {"n": SMALL} if found is None else str(found)


def total(figures):
    """How many, in words."""
    found = figures["total"]
    if found is None:
        return _("Fewer than %(n)s concerns") % {"n": SMALL}
    return ngettext("%(n)s concern", "%(n)s concerns", found) % {"n": found}


def median(figures):
    """How long they took; "" where too few were closed to say."""
    if figures["days"] is None:
        return ""
    return _("Half of those that were closed were closed within %(n)s working days of the day on which they were received.") % {
        "n": f"{figures['days']:g}"}


def undivided(figures):
    """Why there are no tables, or ""."""
    return "" if figures["tables"] else _(
        "Fewer than %(n)s concerns are not divided any further, so that nobody can be told from the numbers.") % {"n": LEAST}


def whose(user):
    """Whose numbers these are. SECURITY: the same words for everybody who holds the office, whatever they are kept out of."""
    names = ", ".join(_(POSTS[post]) for post in POSTS if post in user.posts & OFFICES)
    return _("Numbers of this office: %(names)s. A concern from which whoever takes them is kept out is not among them, and so those of "
             "two offices can differ. This is said of every office, whether there is such a concern or not.") % {"names": names}


def method():
    """How it was counted."""
    return [
        _("Of the others each is counted whose form came in the year, with what has become of it until now. A talk whose form was not sent "
          "is not counted. No name, no service, no ward is."),
        _("Numbers of one to four are not shown, and neither are others from which they could be worked out: the two look the same. That "
          "it is counted so is the portal’s own rule."),
        _("Publish one kind of year, and not both: years that overlap can be subtracted from one another."),
    ]


def tables(figures):
    """slug, heading, column and rows (name, number) of each table."""
    return [{"slug": slug, "heading": heading, "column": column, "rows": [(WORDS[word], number(many)) for word, many in rows]}
            for slug, (heading, column) in TABLES.items() if (rows := figures["tables"].get(slug))]


def by_year(totals):
    """The table of the years, whose numbers are not divided."""
    return {"slug": "years", "heading": _("Year by year"), "column": _("Year"),
            "rows": [(name_of(year), whole(many)) for year, many in totals]}


def said(year, figures, totals, user):
    """Everything that the page and the file say of a year, for this reader."""
    return {"span": span(year), "total": total(figures), "median": median(figures), "undivided": undivided(figures), "whose": whose(user),
            "method": method(),
            "tables": [*tables(figures), by_year(totals)], "running": running(year)}


def running(year):
    """Is it the present one?"""
    return year == statistics.years(year.kind)[0]


def as_csv(year, figures, totals, user):
    """The numbers as CSV (text): a table, a row of it, its number."""
    out = io.StringIO()
    lines = [[_("Table"), _("Row"), _("Number")], [TITLE, span(year), total(figures)]]
    if figures["days"] is not None:
        lines.append([TITLE, _("Working days from receipt to the end, median"), f"{figures['days']:g}"])
    lines += [[table["heading"], name, many] for table in [*tables(figures), by_year(totals)] for name, many in table["rows"]]
    lines += [[TITLE, undivided(figures), ""]] if undivided(figures) else []
    lines += [[TITLE, sentence, ""] for sentence in (whose(user), *method()[:1])]
    csv.writer(out).writerows([inert(cell) for cell in line] for line in lines)
    return out.getvalue()


def as_pdf(year, figures, totals, user):
    """The same as a tagged PDF (bytes). Raises documents.pdf.NoPdf."""
    title = f"{TITLE}: {name_of(year)}"
    return write_pdf(render_to_string("concerns/statistics_pdf.html", {
        **said(year, figures, totals, user), "report": {"title": title}, "council": the_council(), "demo_mark": demo_mark()}))
