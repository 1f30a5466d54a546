"""What casework puts on the home page: what needs me, what changed, what is next. One statement a panel, however many cases."""
import datetime
import functools
import operator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Case
from casework.views.cases import RELATED, SHOWN, row_of
from council_portal.access.decisions import can

MOST = 8  # of the cases that need somebody
FEW = 5  # of what is only for their information
WEEK, FORTNIGHT = datetime.timedelta(days=7), datetime.timedelta(days=14)
# Whoever may do one of these to a case is waited for; an update can be posted at any time, and closed cases wait for nobody.
ASKING = ("answer", "escalate", "come_back", "place")


def needs(user):
    """The open cases on which this reader may answer, take further, accept or place."""
    waiting = functools.reduce(operator.or_, (Case.RULES[action].standing_q() for action in ASKING)) & Case.OPEN_Q
    return [panel(user, _("Cases that wait for you"), "due_order", waiting, MOST, _("No case waits for you."), all_cases())]


def changed(user):
    """What has moved in a week in the cases that this reader stands in."""
    lately = Q(last_activity__gte=timezone.now() - WEEK)
    title, empty = _("Cases that moved this week"), _("Nothing moved in a case of yours.")
    return [panel(user, title, "-last_activity", lately, FEW, empty, all_cases())]


def coming(user):
    """The answers that a Member may expect within a fortnight."""
    if not can(user, "log", Case):
        return []
    today = timezone.localdate()
    soon = Case.OPEN_Q & Q(status="with_officer", due_order__range=(today, today + FORTNIGHT))
    return [panel(user, _("Answers due to you in two weeks"), "due_order", soon, FEW, _("No answer is due in the next two weeks."), None)]


def all_cases():
    """Where all of them are listed."""
    return {"url": reverse("casework:list"), "text": _("All your cases")}


def panel(user, title, order, where, size, empty, act):
    """A panel of the cases that answer to this, in this order."""
    rows = Case.objects.select_related(*RELATED).only(*SHOWN).page(user, order, where=where, size=size)
    return {"title": title, "text": "", "items": [item(row_of(case)) for case in rows], "action": act, "empty": empty}


def item(row):
    """One line of a panel."""
    note = " · ".join(
        filter(
            None,
            [row["reference"], row["service_name"], _("answer due %(day)s") % {"day": row["due_text"]} if row["due_text"] != "–" else ""],
        )
    )
    if row["overdue"]:
        return {"url": row["url"], "text": row["title"], "note": note, "tag": {"text": _("Overdue"), "colour": "red"}}
    return {"url": row["url"], "text": row["title"], "note": note, "tag": {"text": row["status_text"], "colour": row["status_colour"]}}
