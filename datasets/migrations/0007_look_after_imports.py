"""Once a minute, imports whose worker or message was lost are found."""

from django.db import migrations

NAME = "imports"


def make_schedule(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.get_or_create(
        name=NAME,
        defaults={
            "func": "datasets.tasks.look_after",
            "schedule_type": "I",
            "minutes": 1,
            "repeats": -1,
            "cluster": "default",
        },
    )


def remove_schedule(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("datasets", "0006_imports"),
        ("django_q", "0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more"),
    ]
    operations = [migrations.RunPython(make_schedule, remove_schedule)]
