import django.db.models.deletion
import handslag.core.encryption.fields
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_first'),
        ('people', '0001_first'),
        ('programmes', '0001_first'),
        ('recruitment', '0002_what_is_known_of_applicants'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='import_mappings', to='programmes.programme')),
                ('role', models.CharField(blank=True, help_text='Empty: a sheet with both roles', max_length=8)),
                ('heading', models.CharField(help_text='As it is compared: small letters, without marks', max_length=300)),
                ('target', models.CharField(help_text='Name of the question, or - for a column that is left out', max_length=80)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_importmapping_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='recruitment_importmapping_programme_same_organisation'), models.UniqueConstraint(fields=('programme', 'role', 'heading'), name='recruitment_mapping_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ImportDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='import_drafts', to='programmes.programme')),
                ('role', models.CharField(blank=True, help_text='Empty: the sheet says who is who', max_length=8)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('name', handslag.core.encryption.fields.EncryptedTextField(help_text='What the file is called')),
                ('tables', handslag.core.encryption.fields.EncryptedJSONField(blank=True, default=list)),
                ('layouts', handslag.core.encryption.fields.EncryptedJSONField(blank=True, default=dict, help_text='How each sheet is read, by its number')),
                ('findings', handslag.core.encryption.fields.EncryptedJSONField(blank=True, default=dict, help_text='What the check found')),
                ('made_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('result', models.JSONField(default=dict, help_text='Counts, when the rows are taken')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_importdraft_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='recruitment_importdraft_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='by', name='recruitment_importdraft_by_same_organisation')],
                'indexes': [],
            },
        ),
    ]
