
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wijkzorg_partners', '0005_asked_for_as'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cooperation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('mijn', 'on the own page'), ('call', 'by telephone'), ('introduced', 'introduced by the network')], default='mijn', max_length=10, verbose_name='how it began')),
                ('proposed_side', models.CharField(choices=[('first', 'the first partner'), ('second', 'the second partner'), ('network', 'the network')], max_length=7, verbose_name='proposed by')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed on')),
                ('first_confirmed_at', models.DateTimeField(null=True)),
                ('second_confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended on')),
                ('ended_side', models.CharField(blank=True, choices=[('first', 'the first partner'), ('second', 'the second partner'), ('network', 'the network')], max_length=7, verbose_name='ended by')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wijkzorg_partners.partnerpage', verbose_name='the first partner')),
                ('first_confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wijkzorg_partners.partnerpage', verbose_name='the second partner')),
                ('second_confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'cooperation',
                'ordering': ['-proposed_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='wijkzorg_one_cooperation_per_pair'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='wijkzorg_cooperation_has_one_order'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_side', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_side', ''), _negated=True)), _connector='OR'), name='wijkzorg_cooperation_is_ended_by_a_side')],
            },
        ),
    ]
