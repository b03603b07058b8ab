import django.db.models.deletion
import handslag.core.encryption.fields
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('content', '0001_first'),
        ('organisations', '0001_first'),
        ('pairs', '0001_first'),
        ('people', '0001_first'),
        ('programmes', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pair', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='agreement', to='pairs.pair')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='content.document')),
                ('own_points', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='pair.mentee.person_id')),
                ('read_aloud', models.BooleanField(default=False)),
                ('held_by', models.ForeignKey(help_text='Staff present', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('held_on', models.DateField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_agreement_whose'), handslag.organisations.constraints.SameOrganisation(field='pair', name='mentoring_agreement_pair_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='document', name='mentoring_agreement_document_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='held_by', name='mentoring_agreement_held_by_same_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='mentoring.agreement')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.membership')),
                ('method', models.CharField(choices=[('in_room', "In the room, on the team's device"), ('own_device', 'On an own device, signed in'), ('paper', 'On paper, kept by the team')], max_length=10)),
                ('signed_name', models.CharField(help_text='The name as typed when signing', max_length=160)),
                ('signed_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_signature_whose'), handslag.organisations.constraints.SameOrganisation(field='agreement', name='mentoring_signature_agreement_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='membership', name='mentoring_signature_membership_same_organisation'), models.UniqueConstraint(fields=('agreement', 'membership'), name='mentoring_signed_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='PairMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='pairs.pair')),
                ('starts_at', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=160)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['starts_at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_pairmeeting_whose'), handslag.organisations.constraints.SameOrganisation(field='pair', name='mentoring_pairmeeting_pair_same_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pair', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plan', to='pairs.pair')),
                ('made_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_plan_whose'), handslag.organisations.constraints.SameOrganisation(field='pair', name='mentoring_plan_pair_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='approved_by', name='mentoring_plan_approved_by_same_organisation'), models.CheckConstraint(condition=models.Q(('approved_at__isnull', False), ('approved_by', None), _connector='OR'), name='mentoring_approved_at_a_time')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='mentoring.plan')),
                ('area', models.CharField(max_length=12)),
                ('text', handslag.core.encryption.fields.EncryptedTextField(subject='plan.pair.mentee.person_id')),
                ('first_step', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='plan.pair.mentee.person_id')),
                ('due_on', models.DateField()),
                ('status', models.CharField(choices=[('open', 'Not begun'), ('moving', 'On the way'), ('reached', 'Reached'), ('partly', 'Reached in part'), ('changed', 'Changed'), ('dropped', 'Let go')], default='open', max_length=8)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['made_at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_goal_whose'), handslag.organisations.constraints.SameOrganisation(field='plan', name='mentoring_goal_plan_same_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='DiaryEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='diary_entries', to='pairs.pair')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.membership')),
                ('what', models.CharField(choices=[('met', 'We met'), ('moved', 'We moved it'), ('no_show', 'My mentee did not come'), ('none', 'No meeting this week')], max_length=8)),
                ('on_date', models.DateField()),
                ('form', models.CharField(blank=True, help_text='in_person, video, call or chat', max_length=12)),
                ('activity', models.CharField(blank=True, max_length=20)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('mood', models.PositiveSmallIntegerField(blank=True, help_text='1 to 5: how was the meeting', null=True)),
                ('load', models.PositiveSmallIntegerField(blank=True, help_text='1 to 5: how is the load, 1 heavy', null=True)),
                ('themes', models.JSONField(default=list)),
                ('flags', models.JSONField(default=list)),
                ('rights_talk', models.BooleanField(default=False)),
                ('sentence', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='pair.mentee.person_id')),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-on_date', '-written_at'],
                'abstract': False,
                'indexes': [models.Index(fields=['pair', 'on_date'], name='mentoring_diary_by_date')],
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_diaryentry_whose'), handslag.organisations.constraints.SameOrganisation(field='pair', name='mentoring_diaryentry_pair_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='written_by', name='mentoring_diaryentry_written_by_same_organisation'), models.CheckConstraint(condition=models.Q(('mood', None), ('mood__range', (1, 5)), _connector='OR'), name='mentoring_mood_is_one_to_five'), models.CheckConstraint(condition=models.Q(('load', None), ('load__range', (1, 5)), _connector='OR'), name='mentoring_load_is_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='GoalTouched',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals_touched', to='mentoring.diaryentry')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='touches', to='mentoring.goal')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_goaltouched_whose'), handslag.organisations.constraints.SameOrganisation(field='entry', name='mentoring_goaltouched_entry_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='goal', name='mentoring_goaltouched_goal_same_organisation'), models.UniqueConstraint(fields=('entry', 'goal'), name='mentoring_goal_touched_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='FormalStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='formal_steps', to='pairs.pair')),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='formal_steps', to='mentoring.diaryentry')),
                ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='formal_steps', to='mentoring.goal')),
                ('code', models.CharField(max_length=30)),
                ('area', models.CharField(max_length=12)),
                ('done_on', models.DateField()),
                ('evidence', models.CharField(choices=[('seen_by_mentor', 'The mentor saw it'), ('seen_by_staff', 'The team saw it'), ('document_shown', 'A paper was shown'), ('self_said', 'The mentee told it')], max_length=15)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['done_on'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_formalstep_whose'), handslag.organisations.constraints.SameOrganisation(field='pair', name='mentoring_formalstep_pair_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='entry', name='mentoring_formalstep_entry_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='goal', name='mentoring_formalstep_goal_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='recorded_by', name='mentoring_formalstep_recorded_by_same_organisation'), models.UniqueConstraint(fields=('pair', 'code', 'done_on'), name='mentoring_step_once')],
                'indexes': [],
            },
        ),
    ]
