import uuid

from django.db import migrations

CHUNK = 1000


def fill(apps, schema_editor):
    """Each row a uid of its own: adding the column gave all of them the same."""
    for name in ("Absence", "Appointment"):
        model = apps.get_model("accounts", name)
        rows = []
        for row in model.objects.only("pk").iterator(chunk_size=CHUNK):
            row.uid = uuid.uuid4()
            rows.append(row)
        model.objects.bulk_update(rows, ["uid"], batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_uids_of_offices")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
