import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """Appointments and absences are named on pages, so they need a number that is not the database's: empty at first."""

    dependencies = [("accounts", "0002_private_contact")]

    operations = [
        migrations.AddField("absence", "uid", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
        migrations.AddField("appointment", "uid", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
    ]
