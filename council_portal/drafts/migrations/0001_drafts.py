import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """What people have begun to type and not sent."""

    initial = True

    dependencies = [("accounts", "0005_uids_of_offices_are_unique")]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("form", models.SlugField(db_index=False, max_length=30)),
                ("about", models.UUIDField(null=True)),
                ("data", models.JSONField(default=dict)),
                ("window", models.CharField(blank=True, max_length=40)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("saved_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("person", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                                             to="accounts.person")),
            ],
            options={
                "verbose_name": "draft",
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("about__isnull", False)), fields=("person", "form", "about"),
                                            name="draft_of_a_matter"),
                    models.UniqueConstraint(condition=models.Q(("about", None)), fields=("person", "form"), name="draft_of_a_form"),
                ],
            },
        ),
    ]
