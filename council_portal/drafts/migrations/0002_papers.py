import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import council_portal.documents.models
import council_portal.documents.storage


class Migration(migrations.Migration):
    """Papers that wait with a draft until it is sent."""

    dependencies = [
        ('accounts', '0005_uids_of_offices_are_unique'),
        ('drafts', '0001_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='DraftPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('content_type', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64)),
                ('stored', models.FileField(max_length=200, storage=council_portal.documents.storage.papers, upload_to=council_portal.documents.models.random_name)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='added')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('restricted', models.BooleanField(default=False, verbose_name='restricted')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person', verbose_name='added by')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='drafts.draft')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='drafts.draftpaper', verbose_name='replaces')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('replaces', None), ('version', 1)), models.Q(('replaces__isnull', False), ('version__gt', 1)), _connector='OR'), name='drafts_draftpaper_version_counts')],
            },
        ),
    ]
