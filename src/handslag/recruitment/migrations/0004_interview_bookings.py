import django.db.models.deletion
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_first'),
        ('people', '0003_one_account_per_address'),
        ('recruitment', '0003_import_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='InterviewBooking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(default=45)),
                ('place', models.CharField(blank=True, max_length=160)),
                ('online_link', models.URLField(blank=True)),
                ('booked_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveSmallIntegerField(default=0)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='booking', to='recruitment.application')),
                ('by', models.ForeignKey(help_text='Who holds it', on_delete=django.db.models.deletion.PROTECT, related_name='interviews_booked', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='recruitment_interviewbooking_whose'), handslag.organisations.constraints.SameOrganisation(field='application', name='recruitment_interviewbooking_application_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='by', name='recruitment_interviewbooking_by_same_organisation')],
            },
        ),
    ]
