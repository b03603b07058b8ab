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
            name='KeptFigures',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='kept_figures', to='programmes.programme')),
                ('months', models.JSONField(default=dict, help_text='Last day of the month -> number of the indicator -> [n, N]')),
                ('made_at', models.DateTimeField(help_text='When the last two months were worked out')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='evaluation_keptfigures_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='evaluation_keptfigures_programme_same_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='closure', to='programmes.programme')),
                ('closed_at', models.DateTimeField()),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('delete_on', models.DateField(help_text="When the people's data are to be deleted")),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='evaluation_closure_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='evaluation_closure_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='closed_by', name='evaluation_closure_closed_by_same_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Reflection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reflection', to='programmes.programme')),
                ('held_on', models.DateField()),
                ('lessons', models.TextField()),
                ('ideas', models.TextField(blank=True)),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='evaluation_reflection_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='evaluation_reflection_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='written_by', name='evaluation_reflection_written_by_same_organisation')],
                'indexes': [],
            },
        ),
    ]

