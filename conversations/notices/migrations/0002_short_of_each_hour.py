from django.db import migrations, models


def copy(apps, schema_editor):
    """What a notice says of its hour today stands with what set that hour too. What was said of an earlier hour was not kept."""
    Notice, NoticeTurn = apps.get_model("notices", "Notice"), apps.get_model("notices", "NoticeTurn")
    for notice in Notice.objects.exclude(short_reason="").only("pk", "short_reason", "short_named").iterator(500):
        set_by = NoticeTurn.objects.filter(notice=notice.pk, publish_at__isnull=False).order_by("-at", "-pk").values("pk").first()
        if set_by:
            NoticeTurn.objects.filter(pk=set_by["pk"]).update(short_reason=notice.short_reason, short_named=notice.short_named)


class Migration(migrations.Migration):
    """Each hour of publication that is too soon has a reason of its own, with who says so."""

    dependencies = [("notices", "0001_notices")]
    operations = [
        migrations.AddField(model_name="noticeturn", name="short_named", field=models.CharField(blank=True, max_length=300)),
        migrations.AddField(model_name="noticeturn", name="short_reason", field=models.TextField(blank=True)),
        migrations.AlterField(model_name="notice", name="short_named", field=models.CharField(blank=True, max_length=300)),
        migrations.RunPython(copy, migrations.RunPython.noop),
    ]
