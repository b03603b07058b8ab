import django.db.models.deletion
import handslag.core.encryption.fields
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_first'),
        ('pairs', '0001_first'),
        ('people', '0001_first'),
        ('programmes', '0001_first'),
        ('supervision', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', handslag.core.encryption.fields.EncryptedTextField(help_text="Under the organisation's key: it outlives the reporter's own data")),
                ('reported_at', models.DateTimeField()),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', help_text="Under the organisation's key")),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='programmes.programme')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.membership')),
            ],
            options={
                'ordering': ['reported_at'],
                'abstract': False,
                'indexes': [models.Index(fields=['programme', 'closed_at'], name='supervision_concerns_open')],
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='supervision_concern_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='supervision_concern_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='reporter', name='supervision_concern_reporter_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='acknowledged_by', name='supervision_concern_acknowledged_by_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='closed_by', name='supervision_concern_closed_by_same_organisation'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('acknowledged_at__isnull', False), _connector='OR'), name='supervision_concern_answered_before_closed')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', handslag.core.encryption.fields.EncryptedTextField(help_text="Under the organisation's key")),
                ('due_on', models.DateField()),
                ('decided_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='supervision.group')),
                ('meeting', models.ForeignKey(blank=True, help_text='Decided there', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='follow_ups', to='supervision.supervisionmeeting')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('who', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.membership')),
            ],
            options={
                'ordering': ['due_on', 'decided_at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='supervision_followup_whose'), handslag.organisations.constraints.SameOrganisation(field='group', name='supervision_followup_group_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='meeting', name='supervision_followup_meeting_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='who', name='supervision_followup_who_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='decided_by', name='supervision_followup_decided_by_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='done_by', name='supervision_followup_done_by_same_organisation'), models.CheckConstraint(condition=models.Q(('done_at__isnull', False), ('done_by', None), _connector='OR'), name='supervision_done_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Nudge',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sent_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nudges', to='supervision.supervisionmeeting')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='supervision_nudge_whose'), handslag.organisations.constraints.SameOrganisation(field='meeting', name='supervision_nudge_meeting_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='mentor', name='supervision_nudge_mentor_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='sent_by', name='supervision_nudge_sent_by_same_organisation'), models.UniqueConstraint(fields=('meeting', 'mentor'), name='supervision_nudged_once')],
            },
        ),
        migrations.CreateModel(
            name='PairPause',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('reason', models.CharField(choices=[('travel', 'Travel'), ('illness', 'Illness'), ('family', 'Family'), ('busy', 'Work or exams'), ('other', 'Something else')], max_length=8)),
                ('agreed_at', models.DateTimeField()),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='pairs.pair')),
            ],
            options={
                'ordering': ['from_on'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='supervision_pairpause_whose'), handslag.organisations.constraints.SameOrganisation(field='pair', name='supervision_pairpause_pair_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='agreed_by', name='supervision_pairpause_agreed_by_same_organisation'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='supervision_pause_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', handslag.core.encryption.fields.EncryptedTextField(subject='mentor.person_id')),
                ('asked_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='supervision.supervisionmeeting')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['asked_at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='supervision_question_whose'), handslag.organisations.constraints.SameOrganisation(field='meeting', name='supervision_question_meeting_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='mentor', name='supervision_question_mentor_same_organisation')],
            },
        ),
        migrations.CreateModel(
            name='SafeguardingLead',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('named_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='safeguarding_leads', to='programmes.programme')),
            ],
            options={
                'ordering': ['named_at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='supervision_safeguardinglead_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='supervision_safeguardinglead_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='membership', name='supervision_safeguardinglead_membership_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='named_by', name='supervision_safeguardinglead_named_by_same_organisation'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('programme', 'membership'), name='supervision_lead_once')],
            },
        ),
        migrations.CreateModel(
            name='SignalNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=20)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('first_seen_on', models.DateField()),
                ('gone_on', models.DateField(blank=True, help_text='When the facts had changed', null=True)),
                ('snoozed_until', models.DateField(blank=True, null=True)),
                ('snooze_reason', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='pair.mentee.person_id')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='pair.mentee.person_id')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signal_notes', to='pairs.pair')),
                ('snoozed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organisation', 'gone_on', 'code'], name='supervision_signals_now')],
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='supervision_signalnote_whose'), handslag.organisations.constraints.SameOrganisation(field='pair', name='supervision_signalnote_pair_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='snoozed_by', name='supervision_signalnote_snoozed_by_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='answered_by', name='supervision_signalnote_answered_by_same_organisation'), models.UniqueConstraint(fields=('pair', 'code', 'key'), name='supervision_signal_once'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None)), ('answered_at__isnull', False), _connector='OR'), name='supervision_signal_answered_at_a_time')],
            },
        ),
    ]
