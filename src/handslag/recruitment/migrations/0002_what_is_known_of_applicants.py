import django.db.models.deletion
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_first'),
        ('people', '0001_first'),
        ('programmes', '0001_first'),
        ('recruitment', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='AddressCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email_index', models.CharField(max_length=64)),
                ('checked_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='address_checks', to='people.person')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_addresscheck_whose'), handslag.organisations.constraints.SameOrganisation(field='person', name='recruitment_addresscheck_person_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='by', name='recruitment_addresscheck_by_same_organisation'), models.UniqueConstraint(fields=('person', 'email_index'), name='recruitment_address_checked_once')],
            },
        ),
        migrations.CreateModel(
            name='Double',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answer', models.CharField(blank=True, choices=[('same', 'The same person'), ('other', 'Another person')], max_length=5)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubles', to='recruitment.application')),
                ('known', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_double_whose'), handslag.organisations.constraints.SameOrganisation(field='application', name='recruitment_double_application_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='known', name='recruitment_double_known_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='answered_by', name='recruitment_double_answered_by_same_organisation'), models.UniqueConstraint(fields=('application', 'known'), name='recruitment_double_once')],
            },
        ),
        migrations.CreateModel(
            name='InterviewGuide',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('mentor', 'Mentor'), ('mentee', 'Mentee')], max_length=8)),
                ('written', models.JSONField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interview_guides', to='programmes.programme')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_interviewguide_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='recruitment_interviewguide_programme_same_organisation'), models.UniqueConstraint(fields=('programme', 'role'), name='recruitment_guide_once')],
            },
        ),
    ]
