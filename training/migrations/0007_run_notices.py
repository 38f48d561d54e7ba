from django.db import migrations, models
from django.db.models import F


def tell_nobody_of_the_past(apps, schema_editor):
    """Runs that ended before there were mails count as told."""
    runs = apps.get_model("training", "TrainingRun").objects
    runs.filter(finished_at__isnull=False).update(notified_at=F("finished_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0006_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="trainingrun",
            name="notified_at",
            field=models.DateTimeField(
                blank=True, help_text="When its end was told by mail.", null=True, verbose_name="mailed at"
            ),
        ),
        migrations.AddField(
            model_name="trainingrun",
            name="notice_failures",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="mails that failed"),
        ),
        migrations.RunPython(tell_nobody_of_the_past, migrations.RunPython.noop),
    ]
