"""What reaches a Member at once, daily or weekly: which kinds of message may wait, how long at most, and until when.

Only what is listed here waits, and only for Members: what a clock runs on from the telling, what belongs in a calendar, and all that is
an officer's work comes at once (docs/decisions/pace.md).
"""
import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment
from council_portal.accounts.policy import IN_OFFICE
from council_portal.outbox.models import Preference

Pace = Preference.Pace
HOUR, MONDAY = 7, 0  # seven in the morning, London time


@dataclass(frozen=True)
class Subject:
    """What may wait. weekly: kinds that may wait for a week; daily: those that wait for the next morning at most."""

    title: str
    help: str
    weekly: tuple = ()
    daily: tuple = ()

    @property
    def kinds(self):
        """All of them."""
        return self.weekly + self.daily


SUBJECTS = {
    "cases": Subject(
        _("Your cases"),
        _("Questions to you come at once, because your days to answer run from then. Answers, requests for more time and replies that "
          "are overdue wait for the next morning at most, because days run on them."),
        weekly=("case_logged", "case_update", "case_closed", "case_settled", "case_joined", "case_day_named", "case_question_settled",
                "case_handed_over", "case_contributed"),
        daily=("case_answered", "case_more_time", "case_overdue", "case_question_late")),
    "wards": Subject(
        _("News and reports of your wards"),
        _("Draft reports wait for the next morning at most, so that you can still comment on them. Ward notices in confidence come at "
          "once, before they are published."),
        weekly=("involved_told", "notice_answered"), daily=("report_for_ward",)),
    "programme": Subject(
        _("The programme and the briefing"),
        _("Invitations, changes and cancellations come at once, because calendars take them from a message of their own. The weekly "
          "briefing is a message of its own too. Papers wait for the next morning at most."),
        weekly=("proposal_answered", "follow_up_news", "item_left_out"), daily=("event_papers",)),
    "attendance": Subject(
        _("Officers at meetings"),
        _("Decisions on your own requests come at once. Papers and offers wait for the next morning at most."),
        weekly=("attendance_note", "attendance_told"), daily=("attendance_papers", "attendance_offer")),
}
SUBJECT_OF = {kind: name for name, subject in SUBJECTS.items() for kind in subject.kinds}


def waits(kind, people, *, now):
    """{key of a person: the instant until which a message of this kind waits} for the Members among these who chose that it does.

    One statement for what may wait at all, none for the rest. Whoever is no Member today waits for nothing.
    """
    if kind not in SUBJECT_OF:
        return {}
    seats = Appointment.objects.filter(in_force(now), person=OuterRef("person"), principal__post__in=IN_OFFICE)
    rows = Preference.objects.filter(Exists(seats), person__in=[one.pk for one in people], subject=SUBJECT_OF[kind])
    times = {person: until(kind, pace, now=now) for person, pace in rows.values_list("person", "pace")}
    return {person: at for person, at in times.items() if at}


def until(kind, pace, *, now):
    """The instant until which a message of this kind waits at this pace, from now; None when it comes at once."""
    if pace == Pace.AT_ONCE:
        return None
    weekly = pace == Pace.WEEKLY and kind in SUBJECTS[SUBJECT_OF[kind]].weekly
    return next_morning(now, monday=weekly)


def next_morning(now, *, monday=False):
    """The next seven o'clock in London after this instant; with `monday` the next one of a Monday."""
    here = timezone.localtime(now)
    on = here.date() if here.hour < HOUR else here.date() + datetime.timedelta(days=1)
    if monday:
        on += datetime.timedelta(days=(MONDAY - on.weekday()) % 7)
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time(HOUR)))
