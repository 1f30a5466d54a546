"""What casework puts on the home page: what needs me, what changed, what is next. One statement a panel, however many cases."""
import collections
import datetime
import functools
import itertools
import operator

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.models import NO_DATE, Case, ServiceCount, StandardLine, Status
from casework.owners import ended_by_service, ownerless_by_service
from casework.policy import PLACERS, TAKERS, answer_due
from casework.views.cases import AWAITED, STATUS, late_in_words, urgent_in_words
from casework.views.words import COLOURS, day
from casework.waiting import marks
from council_portal.access.decisions import can
from council_portal.clock.days import london_date
from council_portal.clock.working import working_days

MOST = 8  # of the cases that need somebody
FEW = 5  # of what is only for their information
READ = 25  # of those that wait: enough for the days of a fortnight
LINE = ("uid", "reference", "title", "status", "is_open", "urgent", "due_on", "next_on", "last_activity", "service__name", "sent_to")
WEEK, FORTNIGHT = datetime.timedelta(days=7), datetime.timedelta(days=14)
# Whoever may do one of these to a case is waited for; an update can be posted at any time, and closed cases wait for nobody.
# "acknowledge" has the cases of "answer" but those that wait for the Member, or for an office above; of "contribute" only those count on
# which it is still owed.
ASKING = ("acknowledge", "settle", "reply", "escalate", "come_back", "contribute", "place")
CONCERNED = TAKERS | PLACERS | {"all_members"}  # to others an empty list of cases says nothing


def needs(user):
    """The open cases on which this reader may answer, reply, contribute, agree, take further, accept or place; questions first."""
    rows = sorted((case for case in first(user) if not only_awaited(user, case)), key=lambda case: case.status != Status.WITH_MEMBER)
    text = how_many(len(rows), MOST, more=len(first(user)) == READ)
    return [*panel(user, _("Cases that wait for you"), rows[:MOST], _("No case waits for you."), all_cases(), text), *without_officer(user),
            *of_ended_services(user)]


def without_officer(user):
    """How many open cases have no officer, by service, for whoever places cases. SECURITY: numbers, not the cases (need to know)."""
    counted = ownerless_by_service() if user.posts & PLACERS else []
    if not counted:
        return []
    items = [{"text": service, "note": ngettext("%(n)s case", "%(n)s cases", n) % {"n": n}, "tag": {"text": _("Nobody"), "colour": "red"}}
             for service, n in counted]
    text = _("Those that have nobody to go to are yours to place. You learn the number of the others and their service, "
             "not the cases: that is the portal’s own rule.")
    return [{"title": _("Open cases that no officer sees to"), "text": text, "items": items, "action": None, "empty": ""}]


def of_ended_services(user):
    """How many open cases are of services that have ended, for whoever places cases. SECURITY: numbers, not the cases (need to know)."""
    counted = ended_by_service() if user.posts & PLACERS else []
    if not counted:
        return []
    items = [{"text": service, "note": ngettext("%(n)s case", "%(n)s cases", n) % {"n": n}, "tag": {"text": _("Ended"), "colour": "grey"}}
             for service, n in counted]
    text = _("Nothing moves by itself while somebody holds the posts of such a service: whoever has a case answers it or hands it over. "
             "End the posts, and the cases go to the office above. That is the portal’s own rule.")
    return [{"title": _("Open cases of services that have ended"), "text": text, "items": items, "action": None, "empty": ""}]


def changed(user):
    """What has moved in a week in the cases that this reader stands in."""
    rows = cases(user, "-last_activity", Q(last_activity__gte=timezone.now() - WEEK), FEW + 1)
    text = how_many(len(rows), FEW, more=True)
    return panel(user, _("Cases that moved this week"), rows[:FEW], _("Nothing moved in a case of yours."), all_cases(), text)


def coming(user):
    """The answers that a Member may expect within a fortnight; for officers, how many they owe on which day."""
    today = timezone.localdate()
    if not can(user, "log", Case):
        return days(user, [case for case in first(user) if case.sent_to_id in user.principals
                           and today <= (answer_due(case) or NO_DATE) <= today + FORTNIGHT])
    rows = [case for case in first(user) if only_awaited(user, case)] if awaits_only(user) else cases(user, "next_on", awaited(), FEW + 1)
    text = how_many(len(rows), FEW, more=not awaits_only(user) or len(first(user)) == READ)
    return panel(user, _("Answers due to you in two weeks"), rows[:FEW], _("No answer is due in the next two weeks."),
                 all_cases() if text else None, text)


def first(user):
    """The first cases that wait for this reader, the next due first: asked once a request, and kept on the reader, as `held` is.

    For a Member who answers no cases those are among them, in one statement, whose answer is awaited (`only_awaited` tells them apart).
    """
    known = user.person.__dict__
    if "_first_cases" not in known:
        asked = functools.reduce(operator.or_, (Case.RULES[action].standing_q() for action in ASKING)) & Case.OPEN_Q
        asked = asked | awaited() if awaits_only(user) else asked
        more = marks(user, more_time=awaits_only(user))
        found = Case.objects.select_related("service").only(*LINE).annotate(**more).page(user, "next_on", where=asked, size=READ)
        known["_first_cases"] = list(found)
    return known["_first_cases"]


def awaited():
    """The condition on cases that an answer is due within a fortnight."""
    today = timezone.localdate()
    return Case.OPEN_Q & Q(status=Status.WITH_OFFICER, due_order__range=(today, today + FORTNIGHT))


def awaits_only(user):
    """Is this a Member who can have no case to answer: in no post that takes cases?"""
    return can(user, "log", Case) and not user.posts & (TAKERS | PLACERS)


def only_awaited(user, case):
    """Is this a case of such a Member on which there is nothing to do yet but wait?"""
    return awaits_only(user) and case.status == Status.WITH_OFFICER and not case.overdue and not case.more_time


def cases(user, order, where, size):
    """The first cases of this reader that answer to this, in this order. One statement, and no more than a line shows."""
    return list(Case.objects.select_related("service").only(*LINE).page(user, order, where=where, size=size))


def days(user, due):
    """The days on which answers are due from this reader, with how many."""
    if not due and not user.posts & TAKERS:
        return []
    counted = collections.Counter(answer_due(case) for case in due)
    items = [{"text": f"{date_format(on, 'l')} {day(on)}", "note": ngettext("%(n)s answer is due", "%(n)s answers are due", n) % {"n": n}}
             for on, n in sorted(counted.items())]
    text = _("Of the %(n)s cases that are due first.") % {"n": READ} if len(first(user)) == READ else ""
    return [{"title": _("Answers that you owe in two weeks"), "text": text, "items": items, "action": None,
             "empty": _("You owe no answer in the next two weeks.")}]


def all_cases():
    """Where all of them are listed."""
    return {"url": reverse("casework:list"), "text": _("All your cases")}


def how_many(found, most, *, more):
    """How many are shown of what was found, in a sentence; "" where all are. more: were no more than so many read, so that there may be
    others still?"""
    if found <= most:
        return ""
    if more:
        return _("The first %(most)s are shown; there are more.") % {"most": most}
    return _("The first %(most)s of %(n)s are shown.") % {"most": most, "n": found}


def panel(user, title, rows, empty, act, text=""):
    """A panel of cases, as a list of one; none where there is nothing and the reader has to do with cases by no post of theirs."""
    if not rows and not user.posts & CONCERNED:
        return []
    return [{"title": title, "text": text, "items": [item(case) for case in rows], "action": act, "empty": empty}]


def item(case):
    """One line of a panel."""
    due = _("answer due %(day)s") % {"day": day(answer_due(case))} if answer_due(case) else ""
    late = late_in_words(case)
    tag = {"text": late, "colour": "red"} if late else {
        "text": STATUS[case.status], "colour": COLOURS.get(case.status, "yellow")}
    note = " · ".join(filter(None, [case.reference, case.service.name, *wanted(case), due, lies(case)]))
    return {"url": case.get_absolute_url(), "text": case.title, "note": note, "tag": tag, "also": urgent_in_words(case)}


def wanted(case):
    """What is asked for besides the answer, and by when."""
    if case.status == Status.WITH_MEMBER:
        yield _("a question, to be answered by %(day)s") % {"day": day(case.next_on)}
    if getattr(case, "owed_on", None):
        yield _("a contribution is owed by %(day)s") % {"day": day(case.owed_on)}
    if getattr(case, "more_time", False):
        yield _("more time is asked for")
    if case.status in AWAITED and case.next_on != answer_due(case):
        yield _("word to the Member by %(day)s") % {"day": day(case.next_on)}


def lies(case):
    """For how many working days a case has lain with whoever is to place it."""
    since = getattr(case, "lies_since", None)
    if not since:
        return ""
    after = working_days(london_date(since), nation=settings.COUNCIL_NATION)
    n = sum(1 for _day in itertools.takewhile(lambda on: on <= timezone.localdate(), after))
    return ngettext("has lain here for %(n)s working day", "has lain here for %(n)s working days", n) % {"n": n}


def yours(user):
    """What is done, kept and read beside the cases: asking a Member, who is involved, standard lines, the count of both clocks."""
    links = [(can(user, "ask_member", Case), "casework:ask_member", _("Ask a Member")),
             (bool(user.posts & (TAKERS | PLACERS)), "casework:involved", _("Members who are openly involved")),
             (can(user, "view", StandardLine), "casework:lines", _("Standard lines")),
             (can(user, "view", ServiceCount), "casework:counts", _("Both clocks, counted"))]
    items = [{"url": reverse(name), "text": text, "note": ""} for may, name, text in links if may]
    return [{"title": _("Beside the cases"), "text": "", "items": items, "action": None, "empty": ""}] if items else []
