import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Personal telephone number and home address, apart from everything that is shown."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PrivateContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("phone", models.CharField(blank=True, max_length=100, verbose_name="personal telephone number")),
                ("address", models.TextField(blank=True, max_length=500, verbose_name="home address")),
                ("phone_shown", models.BooleanField(default=False, verbose_name="show the personal telephone number to Members and officers")),
                ("address_shown", models.BooleanField(default=False, verbose_name="show the home address to Members and officers")),
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="private_contact",
                                                to="accounts.person", verbose_name="person")),
            ],
            options={"verbose_name": "private contact details"},
        ),
    ]
