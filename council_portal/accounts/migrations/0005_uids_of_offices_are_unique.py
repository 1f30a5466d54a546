import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_fill_uids_of_offices")]

    operations = [
        migrations.AlterField("absence", "uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
        migrations.AlterField("appointment", "uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
    ]
