import django.db.models.deletion
from django.db import migrations, models

from conversations.briefing import texts


def create(apps, schema_editor):
    texts.create(schema_editor.connection)


def drop(apps, schema_editor):
    texts.drop(schema_editor.connection)


def take_in(apps, schema_editor):
    """The words of what was sent already. (The triggers, which come after the migrations, fill SQLite's own table.)"""
    Item, ItemText = apps.get_model("briefing", "Item"), apps.get_model("briefing", "ItemText")
    rows = Item.objects.filter(status="taken", briefing__status="sent").select_related("briefing").order_by("pk")
    ItemText.objects.bulk_create(
        (ItemText(item=one, on=one.briefing.on, words=texts.words_of_item(one)) for one in rows.iterator(500)), batch_size=500)


class Migration(migrations.Migration):
    """What the search of the archive reads, filled for what was sent already; and the order of the list of Communications as an index."""

    dependencies = [("briefing", "0001_briefing")]
    operations = [
        migrations.CreateModel(
            name="ItemText",
            fields=[
                ("item", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="words", serialize=False, to="briefing.item")),
                ("on", models.DateField()),
                ("words", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["-on", "-item"], name="itemtext_newest")]},
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(models.Case(models.When(status="waiting", then=models.Value(0)), default=models.Value(1), output_field=models.SmallIntegerField()), models.OrderBy(models.F("made_at"), descending=True), models.OrderBy(models.F("id"), descending=True), name="item_waiting_first"),
        ),
        migrations.RunPython(create, drop),
        migrations.RunPython(take_in, migrations.RunPython.noop),
    ]
