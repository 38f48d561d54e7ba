"""Administrators see what is expected of every data set."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ADMINISTRATOR = ("datasets.view_expectation",)


def show(apps, schema_editor):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for label, codename in (name.split(".") for name in ADMINISTRATOR):
        # Django makes permissions only after all migrations.
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
        permission = Permission.objects.get(content_type__app_label=label, codename=codename)
        for group in Group.objects.filter(name="administrator"):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_see_memories_and_imports"),
        ("datasets", "0021_expectations"),
    ]
    operations = [migrations.RunPython(show, migrations.RunPython.noop)]
