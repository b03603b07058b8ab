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
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='programmes.programme')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.JSONField(help_text='By language')),
                ('aim', models.JSONField(default=dict, help_text='By language')),
                ('content', models.JSONField(default=dict, help_text='Lists by language')),
                ('activities', models.JSONField(default=dict, help_text='Lists by language')),
                ('minutes', models.PositiveSmallIntegerField(default=120)),
            ],
            options={
                'ordering': ['number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='training_unit_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='training_unit_programme_same_organisation'), models.UniqueConstraint(fields=('programme', 'number'), name='training_unit_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='training.unit')),
                ('gathering', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='training_session', to='gatherings.gathering')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='training_session_whose'), handslag.organisations.constraints.SameOrganisation(field='unit', name='training_session_unit_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='gathering', name='training_session_gathering_same_organisation')],
                'indexes': [],
            },
        ),
    ]
