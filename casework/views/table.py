"""The rows of the table of cases, as HTML. Written here and not in a template: 25 rows of seven cells are most of what a list costs."""
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _


def table_rows(rows, *, may_assign=False):
    """The rows (dicts of `cases.row_of`) as HTML. may_assign: with a first column of boxes to tick. Every text in them is escaped.

    Under 640 px each row is a card: the roles are written out because `display` takes them away.
    """
    words = {name: escape(text) for name, text in {
        "service": _("Service"), "raised_by": _("Member"), "owner": _("Seen to by"), "next": _("Next date"), "status": _("Status"),
        "nobody": _("Nobody at present"), "tick": _("Tick")}.items()}
    return mark_safe("\n".join(row_html(row, words, may_assign) for row in rows))  # noqa: S308 -- each text is escaped below


def row_html(row, words, may_assign):
    """One row."""
    row = {name: text if isinstance(text, bool) or name == "found" else escape(text) for name, text in row.items()}
    cells = [tick(row, words)] if may_assign else []
    cells += [
        cell(f'<a class="govuk-link cp-table__link" href="{row["url"]}">{row["title"]}</a>'
             f'<span class="cp-table__ref">{row["reference"]}{urgency(row)}</span>{row["found"]}', css=" cp-table__first"),
        cell(f'<span>{row["service_name"]}{more(row["ward_name"])}</span>', words["service"]),
        cell(f'<span>{row["raiser_name"]}{more(row["asked_text"])}</span>', words["raised_by"]),
        cell(tag(words["nobody"], "red") if row["nobody"] else f'<span>{row["owner_name"] or "–"}</span>', words["owner"],
             css="" if row["owner_name"] or row["nobody"] else " cp-table__none"),
        cell(f'<span><span class="cp-queue__date">{row["next_text"] or "–"}</span>{more(row["next_what"])}{lateness(row)}</span>',
             words["next"], css=" cp-queue__next" + ("" if row["next_text"] else " cp-table__none")),
        cell(f'<span>{tag(row["status_text"], row["status_colour"])}{more(row["back_text"])}</span>', words["status"]),
    ]
    return f'<tr class="govuk-table__row cp-table__row" role="row">{"".join(cells)}</tr>'


def cell(inside, label="", css=""):
    """A cell; label: what it is, shown on a phone, where the heading of the column is not."""
    label = f'<span class="cp-table__label" aria-hidden="true">{label}</span>' if label else ""
    return f'<td class="govuk-table__cell{css}" role="cell">{label}{inside}</td>'


def more(text):
    """A second line of a cell."""
    return f'<span class="cp-queue__more">{text}</span>' if text else ""


def tag(text, colour):
    """A small tag."""
    return f'<strong class="govuk-tag govuk-tag--{colour} cp-tag--small">{text}</strong>'


def lateness(row):
    """That a date has gone by."""
    return tag(row["late_text"], row["late_colour"]) if row["late_text"] else ""


def urgency(row):
    """That the Member marked it as urgent."""
    return " " + tag(row["urgent_text"], "red") if row["urgent_text"] else ""


def tick(row, words):
    """The box by which a case is chosen; an empty cell where it may not be given to anybody."""
    if not row["may_assign"]:
        return cell("", css=" cp-queue__tick cp-table__none")
    name = f'tick-{row["reference"]}'
    return cell(
        '<span class="govuk-checkboxes govuk-checkboxes--small cp-queue__box"><span class="govuk-checkboxes__item">'
        f'<input class="govuk-checkboxes__input" type="checkbox" name="case" value="{row["picked"]}" id="{name}">'
        f'<label class="govuk-label govuk-checkboxes__label" for="{name}"><span class="govuk-visually-hidden">{words["tick"]} '
        f'{row["reference"]}, {row["title"]}</span></label></span></span>', css=" cp-queue__tick")
