import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who was named as having said that fewer days are lawful is told, and can say that they did not."""

    dependencies = [("accounts", "0005_uids_of_offices_are_unique"), ("notices", "0002_short_of_each_hour")]
    operations = [
        migrations.AddField(model_name="noticeturn", name="short_by", field=models.ForeignKey(
            null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
        migrations.AlterField(model_name="noticeturn", name="kind", field=models.CharField(max_length=9, choices=[
            ("issued", "Issued"), ("moved", "Hour of publication moved"), ("paper", "Paper added"), ("unpaper", "Paper withdrawn"),
            ("withdrawn", "Withdrawn"), ("denied", "Did not say that fewer days are lawful")])),
    ]
