import django.db.models.deletion
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_first'),
        ('people', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('title', models.CharField(max_length=160)),
                ('slug', models.SlugField(help_text='Short name for links and commands', max_length=60, unique=True)),
                ('template_key', models.SlugField(max_length=60)),
                ('template_version', models.CharField(max_length=20)),
                ('starts_on', models.DateField()),
                ('languages', models.JSONField(default=list, help_text='Languages the programme is offered in; the first leads')),
                ('time_zone', models.CharField(default='Europe/Stockholm', max_length=60)),
                ('purpose', models.TextField(blank=True)),
                ('rules', models.JSONField(default=dict)),
                ('weights', models.JSONField(default=dict)),
                ('indicators', models.JSONField(default=list)),
                ('lists', models.JSONField(default=dict)),
                ('diary_form', models.JSONField(default=dict)),
                ('contact_name', models.CharField(blank=True, max_length=120)),
                ('contact_phone', models.CharField(blank=True, help_text="The project's own number, shown to all", max_length=40)),
                ('contact_hours', models.CharField(blank=True, max_length=120)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-starts_on', 'title'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='programmes_programme_whose')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='programmes.programme')),
                ('key', models.SlugField(max_length=40)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
            ],
            options={
                'ordering': ['position'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='programmes_phase_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='programmes_phase_programme_same_organisation'), models.UniqueConstraint(fields=('programme', 'key'), name='programmes_phase_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='programmes_phase_ends_after_start')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='programmes.programme')),
                ('code', models.SlugField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='programmes_place_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='programmes_place_programme_same_organisation'), models.UniqueConstraint(fields=('programme', 'code'), name='programmes_place_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='programmes.programme')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.person')),
                ('role', models.CharField(choices=[('mentee', 'Mentee'), ('mentor', 'Mentor'), ('coordinator', 'Coordinator'), ('supervisor', 'Supervisor'), ('trainer', 'Trainer'), ('expert', 'Expert-group member'), ('partner', 'Partner'), ('administrator', 'Organisation administrator')], max_length=20)),
                ('joined_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='programmes_membership_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='programmes_membership_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='person', name='programmes_membership_person_same_organisation'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('programme', 'person', 'role'), name='programmes_role_held_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('programme', None)), fields=('organisation', 'person', 'role'), name='programmes_wide_role_held_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='programmes.programme')),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('authority', 'Local or regional authority'), ('funder', 'Funder'), ('school', 'School'), ('other', 'Other')], max_length=12)),
                ('involvement', models.CharField(choices=[('beneficiary', 'Beneficiary'), ('partner', 'Partner'), ('supporter', 'Supporter')], max_length=12)),
                ('country', models.CharField(max_length=2)),
                ('since_on', models.DateField()),
                ('proof', models.CharField(help_text='Where the agreement is kept: a number or a place, no copy', max_length=200)),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='programmes_partner_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='programmes_partner_programme_same_organisation')],
                'indexes': [],
            },
        ),
    ]
