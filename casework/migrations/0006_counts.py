"""What the count of both clocks is kept in (docs/decisions/counting.md)."""
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_uids_of_offices_are_unique"), ("casework", "0005_search")]

    operations = [
        migrations.CreateModel(
            name="ServiceCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=6)),
                ("figures", models.JSONField()),
                ("counted_at", models.DateTimeField()),
                ("service", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.service")),
            ],
            options={
                "ordering": ["service__name"],
                "constraints": [models.UniqueConstraint(fields=("quarter", "service"), name="counted_once_a_quarter")],
            },
        ),
    ]
