import django.db.models.deletion
import handslag.core.encryption.fields
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0001_first'),
        ('organisations', '0001_first'),
        ('people', '0003_one_account_per_address'),
        ('programmes', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('training', 'Training as a mentor'), ('mentor', 'Work as a mentor'), ('mentee', 'Taking part as a mentee')], max_length=8)),
                ('code', models.CharField(help_text='Printed on it: 4-4-4 signs, none that look alike', max_length=14, unique=True)),
                ('facts', handslag.core.encryption.fields.EncryptedJSONField(subject='membership.person_id')),
                ('issued_on', models.DateField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_reason', handslag.core.encryption.fields.EncryptedTextField(blank=True, default='', subject='membership.person_id')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='programmes.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to='programmes.programme')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['-issued_on', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='evaluation_certificate_whose'), handslag.organisations.constraints.SameOrganisation(field='programme', name='evaluation_certificate_programme_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='membership', name='evaluation_certificate_membership_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='issued_by', name='evaluation_certificate_issued_by_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='revoked_by', name='evaluation_certificate_revoked_by_same_organisation'), models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('membership', 'kind'), name='evaluation_certificate_once')],
            },
        ),
    ]
