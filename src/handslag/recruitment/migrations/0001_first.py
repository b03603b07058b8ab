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
        ('questionnaires', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='programmes.programme')),
                ('role', models.CharField(choices=[('mentor', 'Mentor'), ('mentee', 'Mentee')], max_length=8)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='questionnaires.questionnaire')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField()),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_call_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='recruitment_call_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='questionnaire', name='recruitment_call_questionnaire_same_organisation'), models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='recruitment_call_closes_after_opening')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='recruitment.call')),
                ('answers', handslag.core.encryption.fields.EncryptedJSONField(blank=True, default=dict)),
                ('language', models.CharField(max_length=10)),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('started_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_draft_whose'), handslag.organisations.constraints.SameOrganisation(field='call', name='recruitment_draft_call_same_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='programmes.programme')),
                ('call', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='recruitment.call')),
                ('draft', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='application', to='recruitment.draft')),
                ('role', models.CharField(choices=[('mentor', 'Mentor'), ('mentee', 'Mentee')], max_length=8)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='people.person')),
                ('response', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='application', to='questionnaires.response')),
                ('state', models.CharField(choices=[('received', 'Received'), ('interviewed', 'Interviewed'), ('proposed', 'Waiting for a second person'), ('accepted', 'Accepted'), ('waiting', 'On the waiting list'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='received', max_length=12)),
                ('channel', models.CharField(blank=True, help_text='How the person heard of the programme', max_length=40)),
                ('fingerprint', models.CharField(blank=True, help_text="Keyed hash of an imported row's person", max_length=64)),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['received_at'],
                'abstract': False,
                'indexes': [models.Index(fields=['programme', 'role', 'state', 'received_at'], name='recruitment_queue')],
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_application_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='recruitment_application_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='call', name='recruitment_application_call_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='draft', name='recruitment_application_draft_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='person', name='recruitment_application_person_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='response', name='recruitment_application_response_same_organisation'), models.UniqueConstraint(condition=models.Q(('fingerprint', ''), _negated=True), fields=('programme', 'role', 'fingerprint'), name='recruitment_import_once')],
            },
        ),
        migrations.CreateModel(
            name='Interview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interviews', to='recruitment.application')),
                ('held_on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews_held', to='people.person')),
                ('notes', handslag.core.encryption.fields.EncryptedTextField(subject='application.person_id')),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['held_on', 'noted_at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_interview_whose'), handslag.organisations.constraints.SameOrganisation(field='application', name='recruitment_interview_application_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='by', name='recruitment_interview_by_same_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='PermitCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='permit_check', to='recruitment.application')),
                ('seen_as', handslag.core.encryption.fields.EncryptedTextField(help_text='card, letter or digital', subject='application.person_id')),
                ('valid_until', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', help_text='ISO date', subject='application.person_id')),
                ('checked_on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_permitcheck_whose'), handslag.organisations.constraints.SameOrganisation(field='application', name='recruitment_permitcheck_application_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='by', name='recruitment_permitcheck_by_same_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Selection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='selections', to='recruitment.application')),
                ('outcome', models.CharField(choices=[('accept', 'Accept'), ('wait', 'Waiting list'), ('decline', 'Decline')], max_length=8)),
                ('reason_code', models.CharField(blank=True, max_length=20)),
                ('reasons', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='application.person_id')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('proposed_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('sent_back_at', models.DateTimeField(blank=True, null=True)),
                ('membership', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='selection', to='programmes.membership')),
            ],
            options={
                'ordering': ['proposed_at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_selection_whose'), handslag.organisations.constraints.SameOrganisation(field='application', name='recruitment_selection_application_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='proposed_by', name='recruitment_selection_proposed_by_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='confirmed_by', name='recruitment_selection_confirmed_by_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='membership', name='recruitment_selection_membership_same_organisation'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='recruitment_selection_four_eyes'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('sent_back_at', None)), _connector='OR'), name='recruitment_selection_confirmed_by_somebody'), models.UniqueConstraint(condition=models.Q(('confirmed_at', None), ('sent_back_at', None)), fields=('application',), name='recruitment_one_open_selection')],
                'indexes': [],
            },
        ),
    ]
