"""What a case waits for, read with the case in one statement."""
from django.db.models import Exists, OuterRef, Subquery, Value

from casework.models import CaseClock, CaseStanding, Contribution
from casework.policy import CONTRIBUTOR, PLACERS, ROUTER, TAKERS
from council_portal.access.models import in_force


def marks(user, *, more_time):
    """Columns to annotate permitted cases with: does the reader have the case (`has`), owe a contribution (`owes`); is more time asked
    for (`more_time`, only when wanted); for whoever places cases, since when it lies with them (`lies_since`, an instant)."""
    mine = CaseStanding.objects.filter(in_force(), case=OuterRef("pk"), principal__in=user.principals)
    owed = Contribution.objects.filter(case=OuterRef("pk"), given=None, principal__in=user.principals)
    asked = CaseClock.objects.filter(case=OuterRef("pk"), kind=CaseClock.Kind.ANSWER, stopped_at=None, more_days__isnull=False)
    answers = bool(user.posts & TAKERS)
    found = {"has": Exists(mine.exclude(capacity=CONTRIBUTOR)) if answers else Value(value=True),
             "owes": Exists(owed) if answers else Value(value=False), "more_time": Exists(asked) if more_time else Value(value=False)}
    lies = mine.filter(capacity=ROUTER).order_by("since").values("since")[:1]
    return found | ({"lies_since": Subquery(lies)} if user.posts & PLACERS else {})
