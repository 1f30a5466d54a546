import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Files that were tried out, what they would change, and what became of them."""

    initial = True

    dependencies = [("accounts", "0005_uids_of_offices_are_unique")]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=10, verbose_name="what it holds")),
                ("file_name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("packed", models.JSONField(null=True, verbose_name="what was read")),
                ("figures", models.JSONField(default=dict, verbose_name="figures")),
                ("shown", models.JSONField(default=list, verbose_name="what was shown")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="uploaded")),
                ("outcome", models.CharField(choices=[("open", "tried out"), ("applied", "applied"), ("thrown_away", "thrown away")],
                                             default="open", max_length=11, verbose_name="outcome")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person",
                                         verbose_name="uploaded by")),
                ("settled_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                                                 to="accounts.person", verbose_name="settled by")),
            ],
            options={
                "verbose_name": "file taken in",
                "verbose_name_plural": "files taken in",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["kind", "-at"], name="intake_of_kind")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(models.Q(("outcome", "open"), ("settled_at", None)),
                                                              models.Q(models.Q(("outcome", "open"), _negated=True),
                                                                       ("settled_at__isnull", False)), _connector="OR"),
                                           name="intake_settled_or_open"),
                    models.CheckConstraint(condition=models.Q(("outcome", "open"), ("packed__isnull", True), _connector="OR"),
                                           name="settled_intake_is_empty"),
                ],
            },
        ),
    ]
