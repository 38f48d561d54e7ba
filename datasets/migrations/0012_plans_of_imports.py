import django.db.models.deletion
import language.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('datasets', '0011_rejects_that_are_no_data'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='plan_only',
            field=models.BooleanField(default=False, help_text='Works out what adding the rows would change; saves nothing.', verbose_name='plan only'),
        ),
        migrations.AddField(
            model_name='import',
            name='plan',
            field=language.fields.SentencesField(help_text='What adding the rows would change.', null=True, verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='import',
            name='followed_by',
            field=models.ForeignKey(blank=True, help_text='The import started with the answer to this one.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='datasets.import', verbose_name='followed by'),
        ),
    ]
