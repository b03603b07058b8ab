import django.db.models.deletion
import handslag.organisations.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0001_first'),
        ('organisations', '0001_first'),
        ('programmes', '0001_first'),
        ('training', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('membership', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='confirmation', to='programmes.membership')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='content.document')),
                ('goes_on', models.BooleanField()),
                ('answered_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('id', 'organisation'), name='training_confirmation_whose'), handslag.organisations.constraints.SameOrganisation(field='membership', name='training_confirmation_membership_same_organisation'), handslag.organisations.constraints.SameOrganisation(field='document', name='training_confirmation_document_same_organisation')],
            },
        ),
    ]
