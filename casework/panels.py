"""What casework puts on the home page: what needs me, and what I may begin."""
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Case
from casework.views.cases import RELATED, SHOWN, row_of
from council_portal.access.decisions import can


def panels(user):
    """The panels of this reader, in order. One statement for the cases, however many there are."""
    rows = Case.objects.select_related(*RELATED).only(*SHOWN).page(user, "due_order", where=Case.OPEN_Q, size=8)
    items = [item(row_of(case)) for case in rows]
    act = (
        {"url": reverse("casework:log"), "text": _("Raise a concern"), "button": True}
        if can(user, "log", Case)
        else {"url": reverse("casework:list"), "text": _("All cases")}
    )
    return [{"title": _("Open cases, the next due first"), "text": "", "items": items, "action": act, "empty": _("No open case of yours.")}]


def item(row):
    """One line of the panel."""
    note = " · ".join(
        filter(
            None,
            [row["reference"], row["service_name"], _("answer due %(day)s") % {"day": row["due_text"]} if row["due_text"] != "–" else ""],
        )
    )
    if row["overdue"]:
        return {"url": row["url"], "text": row["title"], "note": note, "tag": {"text": _("Overdue"), "colour": "red"}}
    return {"url": row["url"], "text": row["title"], "note": note, "tag": {"text": row["status_text"], "colour": row["status_colour"]}}
