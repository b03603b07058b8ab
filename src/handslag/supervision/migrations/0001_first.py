import django.db.models.deletion
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('gatherings', '0001_first'),
        ('organisations', '0001_first'),
        ('programmes', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supervision_groups', to='programmes.programme')),
                ('name', models.CharField(max_length=120)),
                ('supervisor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups_led', to='programmes.membership')),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='supervision_group_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='supervision_group_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='supervisor', name='supervision_group_supervisor_same_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='GroupPlace',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_places', to='supervision.group')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_places', to='programmes.membership')),
                ('joined_on', models.DateField()),
                ('left_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='supervision_groupplace_whose'), handslag.organisations.constraints.SameOrganisation(field='group', name='supervision_groupplace_group_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='mentor', name='supervision_groupplace_mentor_same_organisation'), models.CheckConstraint(condition=models.Q(('left_on', None), ('left_on__gte', models.F('joined_on')), _connector='OR'), name='supervision_left_after_joining'), models.UniqueConstraint(condition=models.Q(('left_on', None)), fields=('mentor',), name='supervision_one_group_per_mentor')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='SupervisionMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='supervision.group')),
                ('gathering', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='supervision_meeting', to='gatherings.gathering')),
                ('month', models.DateField()),
                ('diary_due_on', models.DateField()),
            ],
            options={
                'ordering': ['month'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='supervision_supervisionmeeting_whose'), handslag.organisations.constraints.SameOrganisation(field='group', name='supervision_supervisionmeeting_group_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='gathering', name='supervision_supervisionmeeting_gathering_same_organisation'), models.UniqueConstraint(fields=('group', 'month'), name='supervision_one_meeting_a_month')],
                'indexes': [],
            },
        ),
    ]
