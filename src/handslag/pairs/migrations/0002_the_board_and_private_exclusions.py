import django.db.models.deletion
import handslag.core.encryption.fields
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_first'),
        ('pairs', '0001_first'),
        ('people', '0003_one_account_per_address'),
        ('programmes', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('suggest', 'Pairs suggested'), ('accept', 'Accepted'), ('accept_all', 'All accepted'), ('lock', 'Locked by hand'), ('swap', 'Mentors swapped'), ('refuse', 'Not this pair'), ('leave_open', 'Left open'), ('take_back', 'Taken back'), ('undo', 'Undone')], max_length=12)),
                ('effects', models.JSONField(default=list, help_text='What holds from now on: status, mentee, mentor, score')),
                ('reason', models.CharField(blank=True, choices=[('judgement', 'The team knows them and thinks so'), ('wish', 'One of the two asked for it'), ('practical', 'Time, place or way of meeting suits better'), ('later', 'Something has to be clear first'), ('other', 'Another reason')], max_length=12)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='pairs.matchinground')),
                ('undoes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='pairs.decision')),
            ],
            options={
                'ordering': ['number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_decision_whose'), handslag.organisations.constraints.SameOrganisation(field='round', name='pairs_decision_round_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='undoes', name='pairs_decision_undoes_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='decided_by', name='pairs_decision_decided_by_same_organisation'), models.UniqueConstraint(fields=('round', 'number'), name='pairs_decision_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'undo'), ('undoes__isnull', False)), models.Q(models.Q(('kind', 'undo'), _negated=True), ('undoes', None)), _connector='OR'), name='pairs_undoing_names_what')],
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', handslag.core.encryption.fields.EncryptedTextField(blank=True, subject='membership.person_id')),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('rules', handslag.core.encryption.fields.EncryptedJSONField(blank=True, default=dict, help_text='Ids of persons, codes of countries', subject='membership.person_id')),
                ('turned_at', models.DateTimeField(blank=True, null=True)),
                ('membership', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='exclusion', to='programmes.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('turned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_exclusion_whose'), handslag.organisations.constraints.SameOrganisation(field='membership', name='pairs_exclusion_membership_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='turned_by', name='pairs_exclusion_turned_by_same_organisation')],
            },
        ),
        migrations.CreateModel(
            name='ExclusionReader',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('named_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('named_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusion_readers', to='programmes.programme')),
            ],
            options={
                'ordering': ['named_at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_exclusionreader_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='pairs_exclusionreader_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='membership', name='pairs_exclusionreader_membership_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='named_by', name='pairs_exclusionreader_named_by_same_organisation'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('programme', 'membership'), name='pairs_exclusionreader_once')],
            },
        ),
        migrations.CreateModel(
            name='ScoreTable',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mentees', models.JSONField(help_text='Ids of memberships, one for each row')),
                ('mentors', models.JSONField(help_text='Ids of memberships, one for each column')),
                ('places', models.JSONField(help_text='Free places of each mentor')),
                ('scores', handslag.core.encryption.fields.EncryptedTextField(help_text='Whole numbers, row by row, packed; negative: the two may not be a pair')),
                ('fairness', models.CharField(max_length=10)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='table', to='pairs.matchinground')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_scoretable_whose'), handslag.organisations.constraints.SameOrganisation(field='round', name='pairs_scoretable_round_same_organisation')],
            },
        ),
    ]
