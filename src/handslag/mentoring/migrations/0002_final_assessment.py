import django.db.models.deletion
import handslag.core.encryption.fields
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mentoring', '0001_first'),
        ('organisations', '0001_first'),
        ('pairs', '0001_first'),
        ('people', '0001_first'),
        ('programmes', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='FinalAssessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pair', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='final_assessment', to='pairs.pair')),
                ('begun_at', models.DateTimeField()),
                ('needs', models.JSONField(default=dict, help_text='Area -> need now, 0 to 3')),
                ('relation', models.CharField(blank=True, max_length=20)),
                ('contact_rule', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='pair.mentee.person_id')),
                ('advice', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='pair.mentee.person_id')),
                ('life_map', models.BooleanField(default=False, help_text='A second life map was drawn')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('not_done', models.CharField(blank=True, choices=[('no_contact', 'We could not reach them'), ('declined', 'They did not want to'), ('moved', 'They moved away'), ('ended_early', 'The pair ended early'), ('other', 'Another reason')], max_length=12)),
                ('not_done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_finalassessment_whose'), handslag.organisations.constraints.SameOrganisation(field='pair', name='mentoring_finalassessment_pair_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='not_done_by', name='mentoring_finalassessment_not_done_by_same_organisation'), models.CheckConstraint(condition=models.Q(('done_at', None), ('not_done', ''), _connector='OR'), name='mentoring_done_or_not_done')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='FinalGoal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='mentoring.finalassessment')),
                ('goal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='final', to='mentoring.goal')),
                ('status', models.CharField(max_length=8)),
                ('result', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='goal.plan.pair.mentee.person_id')),
                ('helped', models.JSONField(default=list)),
                ('hindered', models.JSONField(default=list)),
                ('goes_on', models.BooleanField(default=False)),
                ('goes_on_with', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='goal.plan.pair.mentee.person_id')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_finalgoal_whose'), handslag.organisations.constraints.SameOrganisation(field='assessment', name='mentoring_finalgoal_assessment_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='goal', name='mentoring_finalgoal_goal_same_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='FinalReflection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reflections', to='mentoring.finalassessment')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.membership')),
                ('text', handslag.core.encryption.fields.EncryptedTextField(subject='membership.person_id')),
                ('shared', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_finalreflection_whose'), handslag.organisations.constraints.SameOrganisation(field='assessment', name='mentoring_finalreflection_assessment_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='membership', name='mentoring_finalreflection_membership_same_organisation'), models.UniqueConstraint(fields=('assessment', 'membership'), name='mentoring_reflected_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='FinalSignature',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='mentoring.finalassessment')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.membership')),
                ('signed_name', models.CharField(help_text='The name as typed when signing', max_length=160)),
                ('signed_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='mentoring_finalsignature_whose'), handslag.organisations.constraints.SameOrganisation(field='assessment', name='mentoring_finalsignature_assessment_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='membership', name='mentoring_finalsignature_membership_same_organisation'), models.UniqueConstraint(fields=('assessment', 'membership'), name='mentoring_final_signed_once')],
                'indexes': [],
            },
        ),
    ]

