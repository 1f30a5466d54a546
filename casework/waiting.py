"""What a case waits for, read with the case in one statement."""
from django.db.models import Exists, OuterRef, Subquery

from casework.models import CaseClock, CaseStanding, Contribution
from casework.policy import PLACERS, ROUTER, TAKERS
from council_portal.access.models import in_force


def marks(user, *, more_time):
    """Columns to annotate permitted cases with, each only for whom it concerns: by which day the reader owes a
    contribution (`owed_on`, officers); is more time asked for (`more_time`, when wanted); since when does it lie with whoever places it
    (`lies_since`, an instant)?"""
    mine = CaseStanding.objects.filter(in_force(), case=OuterRef("pk"), principal__in=user.principals)
    asked = CaseClock.objects.filter(case=OuterRef("pk"), kind=CaseClock.Kind.ANSWER, stopped_at=None, more_days__isnull=False)
    owed = Contribution.objects.filter(case=OuterRef("pk"), principal__in=user.principals, given=None)
    found = {"owed_on": Subquery(owed.order_by("due_on").values("due_on")[:1])} if user.posts & TAKERS else {}
    found |= {"more_time": Exists(asked)} if more_time else {}
    lies = mine.filter(capacity=ROUTER).order_by("since").values("since")[:1]
    return found | ({"lies_since": Subquery(lies)} if user.posts & PLACERS else {})
