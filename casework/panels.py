"""What casework puts on the home page: what needs me, what changed, what is next. One statement a panel, however many cases."""
import collections
import datetime
import functools
import operator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.models import Case
from casework.policy import TAKERS
from casework.views.cases import RELATED, SHOWN, row_of
from casework.views.words import day
from council_portal.access.decisions import can

MOST = 8  # of the cases that need somebody
FEW = 5  # of what is only for their information
READ = 25  # of those that wait: enough for the days of a fortnight
WEEK, FORTNIGHT = datetime.timedelta(days=7), datetime.timedelta(days=14)
# Whoever may do one of these to a case is waited for; an update can be posted at any time, and closed cases wait for nobody.
ASKING = ("answer", "escalate", "come_back", "place")
CONCERNED = TAKERS | {"all_members", "democratic_services"}  # to others an empty list of cases says nothing


def needs(user):
    """The open cases on which this reader may answer, take further, accept or place."""
    return panel(user, _("Cases that wait for you"), waiting(user)[:MOST], _("No case waits for you."), all_cases())


def changed(user):
    """What has moved in a week in the cases that this reader stands in."""
    rows = cases(user, "-last_activity", Q(last_activity__gte=timezone.now() - WEEK), FEW)
    return panel(user, _("Cases that moved this week"), rows, _("Nothing moved in a case of yours."), all_cases())


def coming(user):
    """The answers that a Member may expect within a fortnight; for officers, how many they owe on which day."""
    today = timezone.localdate()
    if not can(user, "log", Case):
        return days(user, [case for case in waiting(user) if case.due_on and today <= case.due_on <= today + FORTNIGHT])
    soon = Case.OPEN_Q & Q(status="with_officer", due_order__range=(today, today + FORTNIGHT))
    empty = _("No answer is due in the next two weeks.")
    return panel(user, _("Answers due to you in two weeks"), cases(user, "due_order", soon, FEW), empty, None)


def waiting(user):
    """The first cases that wait for this reader, the next due first: asked once a request, and kept on the reader, as `held` is."""
    known = user.person.__dict__
    if "_waiting_cases" not in known:
        asked = functools.reduce(operator.or_, (Case.RULES[action].standing_q() for action in ASKING)) & Case.OPEN_Q
        known["_waiting_cases"] = cases(user, "due_order", asked, READ)
    return known["_waiting_cases"]


def cases(user, order, where, size):
    """The first cases of this reader that answer to this, in this order. One statement."""
    return list(Case.objects.select_related(*RELATED).only(*SHOWN).page(user, order, where=where, size=size))


def days(user, due):
    """The days on which answers are due from this reader, with how many."""
    if not due and not user.posts & CONCERNED:
        return []
    counted = collections.Counter(case.due_on for case in due)
    items = [{"text": f"{date_format(on, 'l')} {day(on)}", "note": ngettext("%(n)s answer is due", "%(n)s answers are due", n) % {"n": n}}
             for on, n in sorted(counted.items())]
    text = _("Of the %(n)s cases that are due first.") % {"n": READ} if len(waiting(user)) == READ else ""
    return [{"title": _("Answers that you owe in two weeks"), "text": text, "items": items, "action": None,
             "empty": _("You owe no answer in the next two weeks.")}]


def all_cases():
    """Where all of them are listed."""
    return {"url": reverse("casework:list"), "text": _("All your cases")}


def panel(user, title, rows, empty, act):
    """A panel of cases, as a list of one; none where there is nothing and the reader has to do with cases by no post of theirs."""
    if not rows and not user.posts & CONCERNED:
        return []
    return [{"title": title, "text": "", "items": [item(row_of(case)) for case in rows], "action": act, "empty": empty}]


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
