"""The rows of the lists of these rooms and the lines of their calendars, as HTML: in a template they are most of what a page costs."""
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from casework.views.table import cell


def table_rows(rows, columns, *, note, clashes=""):
    """The rows of a list: a link with a note under it, the columns, the status as a tag. Every text is escaped.

    rows: dicts with url, title, status_text, status_colour, and what `note` and `columns` name; mine: what the reader said, a further
    note, or nothing. columns: {name: heading}, the last of them that of the status, whose name is "". clashes: the column beside which
    it is said that a row clashes with another (row["clash"]). Under 640 px each row is a card, so that the headings stand in the cells too.
    """
    labels = {name: escape(text) for name, text in columns.items()}
    return mark_safe("\n".join(row_html({name: escape(text or "") for name, text in row.items()}, labels, note, clashes) for row in rows))  # noqa: S308 -- escaped


def row_html(row, labels, note, clashes):
    """One row of escaped texts."""
    mine = f'<span class="cp-table__ref">{row["mine"]}</span>' if row.get("mine") else ""
    clash = f' <strong class="govuk-tag govuk-tag--orange">{escape(_("Clashes"))}</strong>' if row.get("clash") else ""
    cells = [cell(f'<a class="govuk-link cp-table__link" href="{row["url"]}">{row["title"]}</a>'
                  f'<span class="cp-table__ref">{row[note]}</span>{mine}', css=" cp-table__first")]
    texts = {name: f"{whole_hours(row[name])}{clash}" if name == clashes else row[name] for name in labels if name}
    cells += [cell(f"<span>{text}</span>", labels[name]) for name, text in texts.items()]
    cells.append(cell(f'<strong class="govuk-tag govuk-tag--{row["status_colour"]}">{row["status_text"]}</strong>', labels[""]))
    return f'<tr class="govuk-table__row cp-table__row" role="row">{"".join(cells)}</tr>'


def whole_hours(text):
    """When something is, an escaped text, with its hours in one piece: on a phone the line breaks before them."""
    on, comma, hours = text.rpartition(", ")
    return f'{on}{comma}<span class="cp-table__hours">{hours}</span>' if on else text


def lines_html(lines, *, kinds=False):
    """The lines of one day of a calendar, dicts of programme.line. kinds: say of each what kind it is. Every text is escaped."""
    return mark_safe("".join(line_html(line, kinds) for line in lines))  # noqa: S308 -- each text is escaped below


def line_html(line, kinds):
    """An event or a meeting in a calendar."""
    title, off = escape(line["title"]), " cp-calendar__line--off" if line["off"] else ""
    what = f'<a class="govuk-link" href="{escape(line["url"])}">{title}</a>' if line["url"] else title
    note = f' <span class="cp-involved__since">{escape(line["note"])}</span>' if line["note"] else ""
    kind = f' <span class="cp-involved__since">{escape(line["kind"])}</span>' if kinds and line["kind"] else ""
    clash = f' <span class="cp-calendar__clash">{escape(_("Clashes"))}</span>' if line["clash"] else ""
    return f'<span class="cp-calendar__line{off}">{escape(line["time"])} {what}{kind}{clash}{note}</span>'


def days_html(days):
    """The days of a month of the year at a glance, (date, its lines as HTML, why it is no working day). Every other text is escaped."""
    return mark_safe("".join(day_html(*one) for one in days))  # noqa: S308 -- each text is escaped below, the lines in lines_html


def day_html(text, lines, off):
    """A day of the year at a glance: its date, why it is no working day, its lines, which are HTML already."""
    note = f' <span class="cp-involved__since">{escape(off)}</span>' if off else ""
    return f'<li><span class="cp-year__day">{escape(text)}</span>{note}{lines}</li>'
