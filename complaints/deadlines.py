"""By when the next step of a concern is due: so many working days as `process` says."""
import datetime
from itertools import islice

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import process
from complaints.policy import ASSESSED, DECIDED, INQUIRY, RECEIVED, REVIEW
from council_portal.clock.days import london_date
from council_portal.clock.working import HolidaysUnknown, working_days
from council_portal.design.dates import day


def after(start, working):
    """The London date so many working days after `start`; calendar days of the same number of weeks where the holidays are not known."""
    try:
        return next(islice(working_days(start, nation=settings.COUNCIL_NATION), working - 1, None))
    except HolidaysUnknown:
        return start + datetime.timedelta(days=working * 7 // 5)


def due_on(concern, status, **changes):
    """The London date by which the next step is due in this state, or None. changes: columns that are set with it."""
    if status == RECEIVED and concern.facts.get("reviewed"):
        return concern.due_on if concern.status == RECEIVED else after(timezone.localdate(), process.days(concern, process.ASSESS))
    if status == RECEIVED and (received := changes.get("received_at") or concern.received_at):
        facts = concern.facts
        answered = facts.get("acknowledged") or facts["matter"] == "advice"
        return after(london_date(received), process.days(concern, process.ASSESS if answered else process.ACKNOWLEDGE))
    if status in (ASSESSED, DECIDED):
        open_days = [task.facts["due"] for task in concern.tasks.all() if not task.ended_at]
        return datetime.date.fromisoformat(min(open_days)) if open_days else None
    if status == INQUIRY:
        return concern.due_on if concern.status == INQUIRY else after(timezone.localdate(), process.days(concern, process.DECIDE))
    if status == REVIEW:
        return concern.due_on if concern.status == REVIEW else after(timezone.localdate(), process.days(concern, process.LOOK_AGAIN))
    return None


def in_words(concern):
    """What is due next, as the pages say it, or "" where nothing is."""
    if not concern.due_on:
        return ""
    acknowledged = concern.status == RECEIVED and not concern.facts.get("acknowledged") and concern.facts["matter"] != "advice"
    return _("Acknowledge it") if acknowledged else {
        RECEIVED: _("Assess it"), ASSESSED: _("The next task"), DECIDED: _("The next task"), INQUIRY: _("Decide it"),
        REVIEW: _("Decide the second look")}[concern.status]


def said(concern):
    """What is due next and by when, "" where nothing is."""
    if not concern.due_on:
        return ""
    text = _("%(what)s by %(day)s") % {"what": in_words(concern), "day": day(concern.due_on)}
    return _("%(said)s: overdue") % {"said": text} if is_over(concern) else text


def is_over(concern):
    """Has the London date gone by on which its next step is due?"""
    return bool(concern.due_on) and concern.due_on < timezone.localdate()
