"""The two things done regularly: the tick every minute, the sweep every hour."""

from django.db import migrations

SCHEDULES = [("tick", "training.tasks.tick", 1), ("sweep", "training.tasks.sweep", 60)]


def make_schedules(apps, schema_editor):
    Schedule = apps.get_model("django_q", "Schedule")
    for name, function, minutes in SCHEDULES:
        Schedule.objects.get_or_create(
            name=name,
            defaults={
                "func": function,
                "schedule_type": "I",
                "minutes": minutes,
                "repeats": -1,
                "cluster": "default",
            },
        )


def remove_schedules(apps, schema_editor):
    names = [name for name, _, _ in SCHEDULES]
    apps.get_model("django_q", "Schedule").objects.filter(name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("django_q", "0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more")]
    operations = [migrations.RunPython(make_schedules, remove_schedules)]
