from django.db import migrations
from django.db.models import F


def forwards(apps, schema_editor):
    """Of a case that was taken further only the office that it went to decides whose it is: those before it read on and may answer."""
    rows = apps.get_model("casework", "CaseStanding").objects.filter(capacity="handler", case__taken_further=True)
    rows.exclude(principal=F("case__sent_to")).update(capacity="former")


def backwards(apps, schema_editor):
    apps.get_model("casework", "CaseStanding").objects.filter(capacity="former").update(capacity="handler")


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_officers_ask")]
    operations = [migrations.RunPython(forwards, backwards)]
