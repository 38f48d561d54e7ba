"""The minutely look at imports is called by the name that stays; corrections keep their column."""

import datasets.models.versions
from django.db import migrations, models

NAME = "imports"


def name_the_task(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.filter(name=NAME).update(func="datasets.tasks.look_after")


class Migration(migrations.Migration):
    dependencies = [("datasets", "0012_plans_of_imports")]
    operations = [
        migrations.RunPython(name_the_task, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("datasetversion", "mends", "corrections"),
                migrations.AlterField(
                    "datasetversion",
                    "corrections",
                    models.FileField(
                        blank=True,
                        db_column="mends",
                        max_length=200,
                        upload_to=datasets.models.versions.corrections_path,
                        verbose_name="corrections",
                    ),
                ),
            ]
        ),
    ]
