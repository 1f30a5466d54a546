"""A report in words: its numbers as tables, its bounds and its readers. What is not shown was left out before it was kept."""
import datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from casework.kinds import in_a_word
from casework.models import Outcome
from casework.reports import annex
from casework.reports.counting import CAME_BACK, IN_TIME, LATE, NO_WARD, NONE, NOT_SAID, STAYED
from casework.reports.veil import LEAST, SMALL
from council_portal.design.dates import day, moment, month
from council_portal.protocol.services import in_force, rules_of

RESPONSIBLE = "SEC-5.4(xiv)"  # whoever is named in a report answers for its contents
HEADINGS = {
    "months": (gettext_lazy("By month"), gettext_lazy("Month"), gettext_lazy("By the month, London time, in which the case was received.")),
    "wards": (gettext_lazy("By ward"), gettext_lazy("Ward"), gettext_lazy(
        "By the ward for which the case was raised. It is kept with the case: when boundaries change, a case stays with the ward of "
        "its day.")),
    "services": (gettext_lazy("By service"), gettext_lazy("Service"), gettext_lazy("By the service that has the case now.")),
    "kinds": (gettext_lazy("By theme"), gettext_lazy("Theme"), gettext_lazy("By the kind of matter, as the Member raised it.")),
    "times": (gettext_lazy("Answers and their times"), gettext_lazy("Answer"), gettext_lazy(
        "The first answer to each case. It is late when it came after its date, or after the Member had taken the case further. "
        "Plain requests are done by the contact centre and have no answer here.")),
    "outcomes": (gettext_lazy("How answers ended"), gettext_lazy("Outcome"), gettext_lazy("By what the last answer to each case said.")),
    "came_back": (gettext_lazy("Cases that came back"), gettext_lazy("Came back"), gettext_lazy(
        "Whether the Member came back on the case after an answer, once or more often.")),
}
WORDS = {
    IN_TIME: gettext_lazy("Answered in time"), LATE: gettext_lazy("Answered late"), NONE: gettext_lazy("No answer so far"),
    NOT_SAID: gettext_lazy("Not said"), CAME_BACK: gettext_lazy("Came back"), STAYED: gettext_lazy("Did not come back"),
    NO_WARD: gettext_lazy("No ward named"), **dict(Outcome.choices),
}
NOT_SHOWN = gettext_lazy("not shown")
COLUMN, HIGH = 24, 120  # width of a column with its gap and height of the chart, in units of its own


def number(found):
    """A number as it is written."""
    return str(NOT_SHOWN) if found is None else f"{found:,}"


def total(report):
    """How many cases, in words."""
    found = report.figures["total"]
    if found is None:
        return _("Fewer than %(n)s cases") % {"n": SMALL}
    return ngettext("%(n)s case", "%(n)s cases", found) % {"n": f"{found:,}"}


def undivided(report):
    """Why there are no tables, or ""."""
    if report.figures["tables"]:
        return ""
    return _("A report on fewer than %(n)s cases is not divided any further, so that nobody can be told from it.") % {"n": LEAST}


def median(report):
    """Half of the first answers came within so many days; "" where there are too few to say."""
    days = report.figures["days"]
    if days is None:
        return ""
    return _("%(n)s calendar days (median, from receipt to the first answer)") % {"n": f"{days:g}"}


def tables(report):
    """The tables: slug, heading, text, name of the first column, rows of name, number and bar (hundredths of the longest, or None).

    A table of which nothing is shown has no rows.
    """
    found = report.figures["tables"]
    return [{"slug": slug, "heading": heading, "column": column, "text": text, "rows": rows(slug, found[slug]) if told(found[slug]) else [],
             "chart": chart(found[slug]) if slug == "months" and told(found[slug]) else None}
            for slug, (heading, column, text) in HEADINGS.items() if slug in found]


def told(found):
    """Is any number of this table shown?"""
    return any(many is not None for _word, many in found)


def rows(slug, found):
    """The rows of one table."""
    longest = max((many for _word, many in found if many), default=1)
    return [{"name": name(slug, word), "number": number(many), "shown": many is not None,
             "bar": None if many is None else round(100 * many / longest)} for word, many in found]


def name(slug, word):
    """What a row is called."""
    if slug == "months":
        return in_a_month(word)
    if slug == "kinds":
        return in_a_word(word)
    return word if slug in ("wards", "services") and word else str(WORDS.get(word, word))


def in_a_month(word):
    """ "2026-03" as March 2026."""
    return month(int(word[:4]), int(word[5:]), get_language())


def chart(found):
    """The columns of the trend, from left to right, in units of the drawing; a month that is not shown has a dashed frame of one height."""
    most = max((many for _word, many in found if many), default=0)
    columns = []
    for at, (_word, many) in enumerate(found):
        high = HIGH // 4 if many is None else round(HIGH * many / most) if most else 0
        columns.append({"x": at * COLUMN + 3, "y": HIGH - high + 4, "width": COLUMN - 6, "height": high, "shown": many is not None})
    first, last = in_a_month(found[0][0]), in_a_month(found[-1][0])
    return {"columns": columns, "width": len(found) * COLUMN, "height": HIGH + 5, "base": HIGH + 4, "first": first, "last": last,
            "title": _("Cases by month, %(first)s to %(last)s. The table beneath has the numbers.") % {"first": first, "last": last},
            "hidden": any(many is None for _word, many in found)}


def period(report):
    """From when to when."""
    return _("%(first)s to %(last)s") % {"first": day(report.first_on), "last": day(report.last_on)}


def facts(report):
    """(label, value) of what is counted, and who answers for it."""
    wards, services = [ward_name(one) for one in report.wards.all()], [one.name for one in report.services.all()]
    kinds = [in_a_word(kind) for kind in report.kinds]
    return [(_("For"), report.body), (_("Cases received"), period(report)), (_("Wards"), ", ".join(wards) or _("All")),
            (_("Services"), ", ".join(services) or _("All")), (_("Themes"), ", ".join(kinds) or _("All")),
            (_("Officer responsible"), ", ".join(filter(None, [report.responsible.full_name, report.responsible_as]))),
            (_("Counted"), moment(report.counted_at))]


def ward_name(ward):
    """A ward; one that has ended with its last day."""
    if ward.ended_on is None:
        return ward.name
    return _("%(ward)s (until %(day)s)") % {"ward": ward.name, "day": day(ward.ended_on)}


def responsible_clause():
    """The clause of the protocol in force under which the officer who is named answers for a report, or "" where it has none."""
    rules = rules_of(in_force())
    own = {f"SEC-{clause.number}": clause.number for clause in rules.clauses.values()} if rules.name == "section-c" else {}
    taken = {clause.from_: clause.number for clause in rules.clauses.values() if clause.from_}
    return (own | taken).get(RESPONSIBLE, "")


def method():
    """How it was counted: sentences for the page and the file alike."""
    return [
        _("Every number is of the cases received in the period, as they stood when they were counted. No case, resident or Member is "
          "named."),
        _("Numbers of one to four are not shown, and neither are others from which they could be worked out. Noughts are shown where that "
          "gives nothing away."),
        _("How it is counted is the portal’s own rule."),
    ]


def exempt_note(report):
    """What the public part says of the annex."""
    return _("There is an annex that is not for publication: %(why)s.") % {"why": annex.in_words(report.exemption)}


def last_twelve_months(today=None):
    """The last twelve whole months: (first day, last day), London."""
    this = (today or timezone.localdate()).replace(day=1)
    return this.replace(year=this.year - 1), this - datetime.timedelta(days=1)
