import django.db.models.deletion
import handslag.core.encryption.fields
import handslag.organisations.constraints
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('time_zone', models.CharField(blank=True, max_length=60)),
                ('theme', models.CharField(choices=[('auto', 'As my device'), ('light', 'Light'), ('dark', 'Dark')], default='auto', max_length=5)),
                ('text_size', models.CharField(choices=[('normal', 'Normal'), ('large', 'Large')], default='normal', max_length=6)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='persons', to=settings.AUTH_USER_MODEL)),
                ('given_name', models.CharField(max_length=80)),
                ('family_name', models.CharField(blank=True, max_length=80)),
                ('gender', models.CharField(choices=[('female', 'Woman'), ('male', 'Man'), ('other', 'Other'), ('not_said', 'Not said')], default='not_said', max_length=8)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('language', models.CharField(blank=True, help_text='Language we write to the person in', max_length=10)),
                ('phone', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='id')),
                ('phone_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('email', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='id')),
                ('email_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('created_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='people_person_whose'), models.UniqueConstraint(fields=('organisation', 'account'), name='people_one_person_per_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='data_key', to='people.person')),
                ('wrapped', models.BinaryField(max_length=80)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='people_datakey_whose'), handslag.organisations.constraints.SameOrganisation(field='person', name='people_datakey_person_same_organisation'), models.UniqueConstraint(condition=models.Q(('person', None)), fields=('organisation',), name='people_one_key_per_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.person')),
                ('purpose', models.CharField(choices=[('taking_part', 'Handle my data so that I can take part'), ('story', 'Tell my story'), ('photo', 'Use pictures of me'), ('follow_up', 'Contact me after the programme')], max_length=20)),
                ('version', models.CharField(help_text='Version of the notice that was read', max_length=20)),
                ('language', models.CharField(help_text='Language it was read in', max_length=10)),
                ('given', models.BooleanField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='people_consent_whose'), handslag.organisations.constraints.SameOrganisation(field='person', name='people_consent_person_same_organisation')],
                'indexes': [],
            },
        ),
    ]
