from django.db import migrations


def keep_earlier(apps, _schema):
    """Refusals to groups from before stand in the ledger as they did; nobody is asked to look at them."""
    requests, refusals = apps.get_model("attendance", "AttendanceRequest"), apps.get_model("attendance", "Refusal")
    rows = requests.objects.filter(status="refused", kind__in=["group_meeting", "group_meeting_with_outsiders"])
    refusals.objects.bulk_create([refusals(
        request=one, reason=one.reason, difference=one.difference, apart=one.apart, about_id=one.about_id, decided_by_id=one.decided_by_id,
        decided_as=one.decided_as, decided_at=one.decided_at, outcome="before") for one in rows])


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0004_refusals_are_looked_at'),
    ]

    operations = [
        migrations.RunPython(keep_earlier, migrations.RunPython.noop),
    ]
