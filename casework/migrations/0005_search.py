import django.db.models.deletion
from django.db import migrations, models

from casework import texts


def create(apps, schema_editor):
    texts.create(schema_editor.connection)


def drop(apps, schema_editor):
    texts.drop(schema_editor.connection)


class Migration(migrations.Migration):
    """The tables of the search. `manage.py reindex_cases` fills them for cases that are there already."""

    dependencies = [("casework", "0004_papers")]
    operations = [
        migrations.CreateModel(
            name="CaseText",
            fields=[
                ("case", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="words", serialize=False, to="casework.case")),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cut", models.CharField(max_length=40)),
                ("word", models.CharField(max_length=40)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("cut", "word"), name="spelling_once")]},
        ),
        migrations.RunPython(create, drop),
    ]
