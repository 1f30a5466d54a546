"""Indexes from which the count of both clocks is read (docs/decisions/counting.md)."""
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_next_dates")]

    operations = [
        migrations.RemoveIndex(model_name="caseclock", name="clock_counted"),
        migrations.AddIndex(model_name="case", index=models.Index(fields=["id"], include=("service",), name="case_counted")),
        migrations.AddIndex(model_name="caseclock", index=models.Index(
            fields=["kind", "stopped_at"], include=("started_at", "due_on", "case"), name="clock_counted")),
        migrations.AddIndex(model_name="caseentry", index=models.Index(
            fields=["at"], include=("case", "kind", "outcome"), name="turn_counted",
            condition=models.Q(kind__in=["answer", "came_back", "escalated", "replied", "went_on"]))),
    ]
