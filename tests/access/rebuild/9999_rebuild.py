from pkgutil import iter_modules

from django.db import migrations, models

import casework.migrations

LATEST = max(module.name for module in iter_modules(casework.migrations.__path__))


class Migration(migrations.Migration):
    """A later change of two columns, for which SQLite makes both tables anew and copies the rows."""

    dependencies = [("casework", LATEST)]
    operations = [
        migrations.AlterField("case", "title", models.CharField(max_length=121)),
        migrations.AlterField("casestanding", "clause", models.CharField(max_length=121, blank=True)),
    ]
