"""The queues of the list of cases: each a link, each a condition on columns that the lists' indexes hold."""
from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Status
from casework.policy import CONTRIBUTOR, HANDLER, HAVE_OR_HAD, OVERDUE, PLACERS, RAISER, TAKERS
from council_portal.access.decisions import can
from council_portal.accounts.holders import stands_in_for

AWAITED = [Status.WITH_OFFICER, Status.ESCALATED]


class Queue(NamedTuple):
    """A saved filter. where(user): the condition on a standing, which carries the listed columns."""

    slug: str
    text: str
    where: Callable


def mine(user):
    """Whose officer the reader is, or somebody for whom the reader stands in today."""
    return Q(owner__in=[user.person_id, *stands_in_for(user.person)])


def due(**day):
    """The next word is owed by the office, on these days."""
    return Q(status__in=AWAITED, **day)


TO_PLACE = [Queue("unrouted", Status.UNROUTED.label, lambda user: Q(status=Status.UNROUTED))]
OF_OFFICERS = [
    Queue("mine", _("Mine"), mine),
    Queue("service", _("My service’s"), lambda user: Q(capacity__in=HAVE_OR_HAD)),
    Queue("today", _("Due today"), lambda user: due(next_on=timezone.localdate())),
    Queue("overdue", _("Overdue"), lambda user: due(next_on__lt=timezone.localdate())),
    Queue("waiting", _("Waiting on the Member"), lambda user: Q(status=Status.WITH_MEMBER, capacity=HANDLER)),
    Queue("contributions", _("Contributions asked of us"), lambda user: Q(capacity=CONTRIBUTOR)),
    Queue("open", _("Answered, still open"), lambda user: Q(status=Status.ANSWERED)),
]
OF_MEMBERS = [
    Queue("question", _("A question for you"), lambda user: Q(status=Status.WITH_MEMBER, capacity=RAISER)),
    Queue("answered", _("Answered"), lambda user: Q(status=Status.ANSWERED)),
    Queue("late", _("Overdue"), lambda user: OVERDUE.q()),
    Queue("centre", _("With the contact centre"), lambda user: Q(status=Status.WITH_CENTRE)),
]


def queues(user):
    """Those that this reader is offered, by the posts held today: to place, to answer, one's own. An officer has no Member's."""
    found = TO_PLACE if user.posts & PLACERS else []
    found = found + (OF_OFFICERS if user.posts & TAKERS else [])
    return found + (OF_MEMBERS if can(user, "log", Case) else [])
