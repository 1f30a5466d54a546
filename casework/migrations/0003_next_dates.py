"""Cases of before get their next date, and the clock of the answer that they had on themselves; their owner is found by the clock."""
import datetime

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

UNIT = {"calendar": "calendar", "working": "working"}


def give_dates(apps, schema_editor):
    """The next date of an open case is the day on which an answer was due, or today; of an answered one a week from now: time to come back."""
    today = datetime.date.today()  # noqa: DTZ011 -- a day, not an instant
    case, standing, clock = (apps.get_model("casework", name) for name in ("Case", "CaseStanding", "CaseClock"))
    case.objects.filter(is_open=True).update(next_on=Coalesce(F("due_on"), today))
    case.objects.filter(status="answered").update(next_on=today + datetime.timedelta(days=7))
    own = case.objects.filter(pk=OuterRef("case"))
    standing.objects.update(next_on=Subquery(own.values("next_on")[:1]), matter=Subquery(own.values("matter")[:1]))
    rows = case.objects.filter(status="with_officer", due_working__isnull=False).only("pk", "received", "due_on", "due_working", "clause")
    clock.objects.bulk_create([
        clock(case_id=one.pk, kind="answer", started_at=one.received, days=one.due_working["days"], unit=UNIT[one.due_working["kind"]],
              source="protocol" if one.clause else "portal", clause=one.clause, due_on=one.due_on, working=one.due_working)
        for one in rows.iterator(500)], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_case_loop")]

    operations = [
        migrations.RunPython(give_dates, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_open", False), ("next_on__lt", datetime.date(9999, 12, 31)), _connector="OR"),
                name="case_has_next_date"),
        ),
    ]
