from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('actor_id', models.UUIDField(help_text='Person who acted; empty: the system or somebody without account', null=True)),
                ('action', models.CharField(max_length=60)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=36)),
                ('detail', models.JSONField(default=dict)),
                ('mac', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['organisation_id', 'id'], name='journal_by_organisation'), models.Index(fields=['subject_id', 'id'], name='journal_by_subject')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.UUIDField(null=True)),
                ('number', models.PositiveIntegerField()),
                ('first_id', models.BigIntegerField()),
                ('last_id', models.BigIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation_id', 'number'), name='journal_seal_once'), models.UniqueConstraint(condition=models.Q(('organisation_id', None)), fields=('number',), name='journal_seal_of_nobody_once')],
                'indexes': [],
            },
        ),
    ]
