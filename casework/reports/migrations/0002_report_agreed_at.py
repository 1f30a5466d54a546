from django.db import migrations, models


class Migration(migrations.Migration):
    """When the officer responsible agreed. Reports that were final before have none: nobody asked."""

    dependencies = [
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="agreed_at",
            field=models.DateTimeField(null=True),
        ),
    ]
