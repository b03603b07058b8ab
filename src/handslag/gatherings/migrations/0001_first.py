import django.db.models.deletion
import handslag.core.encryption.fields
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
            name='Gathering',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gatherings', to='programmes.programme')),
                ('kind', models.CharField(choices=[('training', 'Training session'), ('supervision', 'Supervision'), ('orientation', 'Civic orientation'), ('event', 'Event')], max_length=12)),
                ('title', models.CharField(max_length=160)),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(default=120)),
                ('place', models.CharField(blank=True, max_length=160)),
                ('online_link', models.URLField(blank=True)),
                ('led_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gatherings_led', to='people.person')),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('notes', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', help_text="Under the organisation's key")),
            ],
            options={
                'ordering': ['starts_at'],
                'abstract': False,
                'indexes': [models.Index(fields=['programme', 'starts_at'], name='gatherings_by_start')],
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='gatherings_gathering_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='gatherings_gathering_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='led_by', name='gatherings_gathering_led_by_same_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='gatherings.gathering')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='programmes.membership')),
                ('status', models.CharField(choices=[('present', 'Came'), ('late', 'Came late'), ('absent', 'Did not come'), ('made_up', 'Made up later')], max_length=8)),
                ('marked_at', models.DateTimeField()),
                ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='gatherings_attendance_whose'), handslag.organisations.constraints.SameOrganisation(field='gathering', name='gatherings_attendance_gathering_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='membership', name='gatherings_attendance_membership_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='marked_by', name='gatherings_attendance_marked_by_same_organisation'), models.UniqueConstraint(fields=('gathering', 'membership'), name='gatherings_attendance_once')],
                'indexes': [],
            },
        ),
    ]
