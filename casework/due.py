"""What falls due in cases, by the clock: reminders before, offers after, and the closing of what is settled. Nothing is escalated here.

Each job takes its rows by an update that only one process wins, so that two at once tell once; each may be killed in the middle.
"""
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import clocks
from casework.models import Case, CaseClock, CaseEntry, Contribution, Status
from casework.policy import CONTRIBUTOR
from casework.turns import handlers, note, part_with_contributors, people
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Service
from council_portal.audit.services import record
from council_portal.clock.days import start_of
from council_portal.matters.services import Changed, move
from council_portal.outbox.services import post

MOST = 500  # at once
LOOK_EVERY = 3600  # seconds, for services that have ended
OFFICERS_STATUS = [Status.WITH_OFFICER, Status.ESCALATED]


def seers(case):
    """Whom to call something to mind: the officer who sees to the case, else all who hold it."""
    return [case.owner] if case.owner and case.owner in handlers(case) else handlers(case)


def offer_what_is_overdue(today=None, limit=MOST):
    """Tell the Member, once, that the reply is overdue and may be taken further (SEC-3.5). Escalates nothing by itself.

    today: a date, London. Returns how many were told.
    """
    today, told = today or timezone.localdate(), 0
    for case in Case.objects.overdue(today).filter(told_overdue_on=None).select_related("raised_by").order_by("due_on")[:limit]:
        with transaction.atomic():
            if Case.objects.filter(pk=case.pk, told_overdue_on=None, status=Status.WITH_OFFICER, due_on=case.due_on).update(
                told_overdue_on=today
            ):
                post(case, "case_overdue", to=[case.raised_by], key=str(case.due_on))
                record(case, "reply overdue", actor=None, detail=str(case.due_on))
                told += 1
    return told


def offer_what_is_overdue_again(today=None, limit=MOST):
    """Tell the Member, once for each office, that whom the case was taken further to is silent too. Escalates nothing by itself.

    today: a date, London. Returns how many were told.
    """
    today, told = today or timezone.localdate(), 0
    rows = CaseClock.objects.filter(kind=CaseClock.Kind.ANSWER, stopped_at=None, told_on=None, due_on__lt=today,
                                    case__status=Status.ESCALATED)
    for clock in rows.select_related("case__raised_by").order_by("due_on", "pk")[:limit]:
        with transaction.atomic():
            if CaseClock.objects.filter(pk=clock.pk, stopped_at=None, told_on=None, due_on=clock.due_on).update(told_on=today):
                post(clock.case, "case_overdue", to=[clock.case.raised_by], key=f"{clock.pk}:{clock.due_on}")
                record(clock.case, "reply overdue", actor=None, detail=str(clock.due_on))
                told += 1
    return told


def remind(today=None, limit=MOST):
    """Call to mind what falls due within REMIND_WORKING_DAYS, once for each date: the officer's dates to the officer, the Member's to the
    Member (SEC-3.4). Never on the day on which the clock began. today: a date, London. Returns how many were told."""
    today, told = today or timezone.localdate(), 0
    soon = clocks.working_days_on(settings.REMIND_WORKING_DAYS, clocks.noon(today))
    rows = CaseClock.objects.filter(stopped_at=None, due_on__range=(today, soon), reminded_on=None, started_at__lt=start_of(today))
    rows = rows.exclude(kind=CaseClock.Kind.REQUEST)
    for clock in rows.select_related("case__raised_by", "case__owner").order_by("due_on", "pk")[:limit]:
        with transaction.atomic():
            if CaseClock.objects.filter(pk=clock.pk, stopped_at=None, reminded_on=None, due_on=clock.due_on).update(reminded_on=today):
                to = [clock.case.raised_by] if clock.kind == CaseClock.Kind.MEMBER else seers(clock.case)
                post(clock.case, "case_due_soon", to=to, key=f"{clock.pk}:{clock.due_on}")
                told += 1
    return told


def tell_late_questions(today=None, limit=MOST):
    """Tell both sides, once, that the Member's reply to a question is overdue; the officer may then go on without it (SEC-3.4)."""
    today, told = today or timezone.localdate(), 0
    rows = CaseClock.objects.filter(kind=CaseClock.Kind.MEMBER, stopped_at=None, told_on=None, due_on__lt=today)
    for clock in rows.select_related("case__raised_by", "case__owner").order_by("due_on", "pk")[:limit]:
        with transaction.atomic():
            if CaseClock.objects.filter(pk=clock.pk, stopped_at=None, told_on=None).update(told_on=today):
                post(clock.case, "case_question_late", to=[clock.case.raised_by, *seers(clock.case)], key=str(clock.pk))
                told += 1
    return told


def tell_late_contributions(today=None, limit=MOST):
    """Tell the office that owes a contribution, and the officer who asked, once, that its day has gone by."""
    today, told = today or timezone.localdate(), 0
    rows = Contribution.objects.filter(given=None, told_on=None, due_on__lt=today, case__is_open=True)
    for owed in rows.select_related("case__raised_by", "case__owner").order_by("due_on", "pk")[:limit]:
        with transaction.atomic():
            if Contribution.objects.filter(pk=owed.pk, given=None, told_on=None).update(told_on=today):
                post(owed.case, "case_contribution_late", to=[*people(owed.case, {CONTRIBUTOR}), *seers(owed.case)], key=str(owed.uid))
                told += 1
    return told


def close_what_is_settled(today=None, limit=MOST):
    """Close answered cases on which the Member did not come back by the day (ANSWER_OPEN_WORKING_DAYS): a setting, the portal's own rule.

    The Member is told, and may come back on it as before. Returns how many were closed.
    """
    today, done = today or timezone.localdate(), 0
    for case in Case.objects.filter(status=Status.ANSWERED, next_on__lt=today).select_related("raised_by").order_by("next_on")[:limit]:
        done += settle(case)
    return done


@transaction.atomic
def settle(case):
    """Close one case by the clock. 0 when somebody was first."""
    text = _("Closed by the portal: the Member did not come back on the answer within %(days)s working days. The portal’s own rule.")
    try:
        note(case, CaseEntry.Kind.CLOSED, text % {"days": settings.ANSWER_OPEN_WORKING_DAYS})
        move(case, Status.CLOSED, actor=None, verb="closed", **clocks.dates(case, Status.CLOSED))
    except Changed:
        transaction.set_rollback(True)
        return 0
    post(case, "case_settled", to=[case.raised_by], key=str(case.version))
    part_with_contributors(case)
    return 1


def call_named_days(today=None, limit=MOST):
    """The day after the one that a scheduled outcome named: ask the Member and the officer whether it was done. Returns how many cases."""
    today, told = today or timezone.localdate(), 0
    rows = Case.objects.filter(outcome="scheduled", told_outcome_on=None, outcome_on__lt=today)
    for case in rows.select_related("raised_by", "owner").order_by("outcome_on")[:limit]:
        with transaction.atomic():
            if Case.objects.filter(pk=case.pk, outcome="scheduled", told_outcome_on=None).update(told_outcome_on=today):
                post(case, "case_day_named", to=[case.raised_by, *seers(case)], key=str(case.outcome_on))
                told += 1
    return told


def tell_ended_services(today=None, limit=MOST):
    """Tell Democratic Services, once, that a service has ended which still has open cases. Nothing moves by itself while somebody holds
    its posts: the portal's own rule. today: a date, London; when left out, looked for once an hour. Returns how many services."""
    if today is None and not cache.add("casework.ended-services", True, LOOK_EVERY):
        return 0
    open_cases = Case.objects.filter(is_open=True).values("service")
    rows = Service.objects.filter(ended_on__lte=today or timezone.localdate(), pk__in=open_cases).order_by("name")
    told = 0
    for service in rows[:limit]:
        told += bool(post(None, "case_service_ended", to=[h.person for h in holders("democratic_services")],
                          key=f"{service.uid}:{service.ended_on}", path="/"))
    return told


JOBS = [offer_what_is_overdue, offer_what_is_overdue_again, remind, tell_late_questions, tell_late_contributions, close_what_is_settled,
        call_named_days, tell_ended_services]
