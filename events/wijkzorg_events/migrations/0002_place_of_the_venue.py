# A place of the venue besides the first one may be the address of an event.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wijkzorg_events', '0001_initial'),
        ('wijkzorg_partners', '0004_photo_of_a_contact_person'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventpage',
            name='location_key',
            field=models.UUIDField(blank=True, null=True, verbose_name='which of its places'),
        ),
        migrations.AlterField(
            model_name='eventpage',
            name='venue',
            field=models.ForeignKey(blank=True, help_text='Its place is the address, unless you fill in another one below.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wijkzorg_partners.partnerpage', verbose_name='at which partner'),
        ),
    ]
