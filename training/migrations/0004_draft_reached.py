import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0003_sentences_drafts'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='reached',
            field=models.CharField(blank=True, default='', help_text='The furthest step that was opened.', max_length=20),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='draft',
            name='run',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='training.trainingrun'),
        ),
    ]
