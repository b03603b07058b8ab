import django.db.models.deletion
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_first'),
        ('pairs', '0002_the_board_and_private_exclusions'),
        ('people', '0003_one_account_per_address'),
        ('programmes', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('language', models.CharField(max_length=10)),
                ('theme', models.CharField(blank=True, max_length=40)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='programmes.programme')),
            ],
            options={
                'ordering': ['made_at'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_group_whose'),
                    handslag.organisations.constraints.SameOrganisation(field='programme', name='pairs_group_programme_same_organisation'),
                    handslag.organisations.constraints.SameOrganisation(field='made_by', name='pairs_group_made_by_same_organisation'),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name='pair',
            name='pairs_one_running_pair_per_mentee',
        ),
        migrations.AddField(model_name='pair', name='agreed_at', field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(model_name='pair', name='answer_by', field=models.DateField(blank=True, help_text='The last day on which both can say yes', null=True)),
        migrations.AddField(model_name='pair', name='group', field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='pairs.group')),
        migrations.AlterField(
            model_name='pair',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('completed', 'Came to its planned end'), ('mentor_left', 'Mentor left'), ('mentee_left', 'Mentee left'), ('moved', 'Moved away'), ('no_fit', 'Did not fit'), ('no_contact', 'No contact'), ('declined', 'One of the two said no'), ('no_answer', 'No answer in time'), ('error', 'Entered by mistake')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=handslag.organisations.constraints.SameOrganisation(field='group', name='pairs_pair_group_same_organisation'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None), ('group', None)), fields=('mentee',), name='pairs_one_running_pair_per_mentee'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('mentee', 'mentor'), name='pairs_running_once'),
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('said', models.CharField(choices=[('yes', 'Yes'), ('no', 'No')], max_length=3)),
                ('reason', models.CharField(blank=True, choices=[('time', 'I have no time now'), ('distance', 'It is too far'), ('language', 'We do not share a language well enough'), ('wish', 'I hoped for somebody else'), ('known', 'I know this person'), ('unsaid', 'I do not want to say')], max_length=10)),
                ('answered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(blank=True, help_text='The colleague whom it was told', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='pairs.pair')),
            ],
            options={
                'ordering': ['answered_at'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_answer_whose'),
                    handslag.organisations.constraints.SameOrganisation(field='pair', name='pairs_answer_pair_same_organisation'),
                    handslag.organisations.constraints.SameOrganisation(field='membership', name='pairs_answer_membership_same_organisation'),
                    handslag.organisations.constraints.SameOrganisation(field='entered_by', name='pairs_answer_entered_by_same_organisation'),
                    models.UniqueConstraint(fields=('pair', 'membership'), name='pairs_answer_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('said', 'yes')), models.Q(('said', 'no'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='pairs_answer_no_has_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='programmes.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['since'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_pause_whose'),
                    handslag.organisations.constraints.SameOrganisation(field='membership', name='pairs_pause_membership_same_organisation'),
                    handslag.organisations.constraints.SameOrganisation(field='begun_by', name='pairs_pause_begun_by_same_organisation'),
                    handslag.organisations.constraints.SameOrganisation(field='ended_by', name='pairs_pause_ended_by_same_organisation'),
                    models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('membership',), name='pairs_one_pause_at_a_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Suggesting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('told', models.JSONField(default=dict, help_text='Code of the step, and its numbers')),
                ('told_at', models.DateTimeField(blank=True, help_text='Last sign of life of whoever works on it', null=True)),
                ('outcome', models.CharField(blank=True, choices=[('done', 'Done'), ('refused', 'Refused'), ('stopped', 'Stopped'), ('failed', 'Failed')], max_length=8)),
                ('refusal', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestings', to='programmes.programme')),
            ],
            options={
                'ordering': ['asked_at'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('id', 'organisation'), name='pairs_suggesting_whose'),
                    handslag.organisations.constraints.SameOrganisation(field='programme', name='pairs_suggesting_programme_same_organisation'),
                    handslag.organisations.constraints.SameOrganisation(field='asked_by', name='pairs_suggesting_asked_by_same_organisation'),
                    models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('programme',), name='pairs_one_suggesting_at_a_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='pairs_suggesting_end_has_outcome'),
                ],
            },
        ),
    ]
