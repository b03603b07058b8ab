import django.db.models.deletion
import handslag.core.encryption.fields
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_first'),
        ('people', '0001_first'),
        ('programmes', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questionnaires', to='programmes.programme')),
                ('key', models.SlugField(max_length=60)),
                ('version', models.PositiveIntegerField(default=1)),
                ('title', models.JSONField(help_text='By language')),
                ('screens', models.JSONField()),
                ('lists', models.JSONField(default=dict)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='questionnaires_questionnaire_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='questionnaires_questionnaire_programme_same_organisation'), models.UniqueConstraint(fields=('programme', 'key', 'version'), name='questionnaires_version_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='programmes.programme')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='questionnaires.questionnaire')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='people.person')),
                ('language', models.CharField(max_length=10)),
                ('coded', models.JSONField(default=dict)),
                ('sealed', handslag.core.encryption.fields.EncryptedJSONField(blank=True, default=dict, subject='person_id')),
                ('secret', handslag.core.encryption.fields.EncryptedJSONField(blank=True, default=dict, subject='person_id')),
                ('answered_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['answered_at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='questionnaires_response_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='questionnaires_response_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='questionnaire', name='questionnaires_response_questionnaire_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='person', name='questionnaires_response_person_same_organisation')],
                'indexes': [],
            },
        ),
    ]
