import django.db.models.deletion
import handslag.core.encryption.fields
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_first'),
        ('programmes', '0001_first'),
        ('questionnaires', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Wave',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='survey_waves', to='programmes.programme')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waves', to='questionnaires.questionnaire')),
                ('key', models.SlugField(max_length=80)),
                ('kind', models.CharField(choices=[('confidential', 'Confidential'), ('anonymous', 'Anonymous')], default='confidential', max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('closes_on', models.DateField(blank=True, help_text='Last day, where it is the same for everybody', null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-opened_at', 'key'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='surveys_wave_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='surveys_wave_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='questionnaire', name='surveys_wave_questionnaire_same_organisation'), models.UniqueConstraint(fields=('programme', 'key'), name='surveys_wave_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='surveys.wave')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='survey_invitations', to='programmes.membership')),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('invited_at', models.DateTimeField()),
                ('closes_on', models.DateField()),
                ('nudged_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('response', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitation', to='questionnaires.response')),
                ('draft', handslag.core.encryption.fields.EncryptedJSONField(blank=True, default=dict, subject='membership.person_id')),
            ],
            options={
                'ordering': ['invited_at', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='surveys_invitation_whose'), handslag.organisations.constraints.SameOrganisation(field='wave', name='surveys_invitation_wave_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='membership', name='surveys_invitation_membership_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='about', name='surveys_invitation_about_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='response', name='surveys_invitation_response_same_organisation'), models.UniqueConstraint(condition=models.Q(('about', None)), fields=('wave', 'membership'), name='surveys_asked_once'), models.UniqueConstraint(condition=models.Q(('about__isnull', False)), fields=('wave', 'membership', 'about'), name='surveys_asked_once_about_each')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='surveys.wave')),
                ('coded', models.JSONField(default=dict)),
                ('sealed', handslag.core.encryption.fields.EncryptedJSONField(blank=True, default=dict)),
                ('answered_on', models.DateField()),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='surveys_sheet_whose'), handslag.organisations.constraints.SameOrganisation(field='wave', name='surveys_sheet_wave_same_organisation')],
                'indexes': [],
            },
        ),
    ]

