import django.db.models.deletion
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
            name='MatchingRound',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matching_rounds', to='programmes.programme')),
                ('number', models.PositiveSmallIntegerField()),
                ('weights', models.JSONField(default=dict)),
                ('unmatched', models.JSONField(default=list, help_text='Membership id, reason codes and what would place the person')),
                ('suggested_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_matchinground_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='pairs_matchinground_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='published_by', name='pairs_matchinground_published_by_same_organisation'), models.UniqueConstraint(fields=('programme', 'number'), name='pairs_round_once'), models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('programme',), name='pairs_one_open_round')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='pairs.matchinground')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('score', models.IntegerField(blank=True, null=True)),
                ('contributions', models.JSONField(default=list)),
                ('cautions', models.JSONField(default=list)),
                ('status', models.CharField(choices=[('suggested', 'Suggested'), ('accepted', 'Accepted'), ('locked', 'Locked by hand'), ('refused', 'Not this pair')], default='suggested', max_length=10)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_proposal_whose'), handslag.organisations.constraints.SameOrganisation(field='round', name='pairs_proposal_round_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='mentor', name='pairs_proposal_mentor_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='mentee', name='pairs_proposal_mentee_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='decided_by', name='pairs_proposal_decided_by_same_organisation'), models.UniqueConstraint(fields=('round', 'mentor', 'mentee'), name='pairs_proposal_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='programmes.programme')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs_as_mentor', to='programmes.membership')),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs_as_mentee', to='programmes.membership')),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='pairs.matchinground')),
                ('reasons', models.JSONField(default=list, help_text="The engine's contributions when the pair was published")),
                ('matched_at', models.DateTimeField()),
                ('started_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, choices=[('completed', 'Came to its planned end'), ('mentor_left', 'Mentor left'), ('mentee_left', 'Mentee left'), ('moved', 'Moved away'), ('no_fit', 'Did not fit'), ('no_contact', 'No contact'), ('error', 'Entered by mistake')], max_length=12)),
            ],
            options={
                'ordering': ['matched_at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_pair_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='pairs_pair_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='mentor', name='pairs_pair_mentor_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='mentee', name='pairs_pair_mentee_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='round', name='pairs_pair_round_same_organisation'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('mentee',), name='pairs_one_running_pair_per_mentee'), models.CheckConstraint(condition=models.Q(('mentor', models.F('mentee')), _negated=True), name='pairs_two_people'), models.CheckConstraint(condition=models.Q(('started_on', None), ('ended_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='pairs_end_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_on', None)), models.Q(('ended_on__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='pairs_end_has_reason')],
                'indexes': [],
            },
        ),
    ]
