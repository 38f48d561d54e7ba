"""Administrators see the data that the shortcuts of each family train on."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def show(apps, schema_editor):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    # Django makes permissions only after all migrations.
    config = apps.get_app_config("training")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permission = Permission.objects.get(content_type__app_label="training", codename="view_familysource")
    for group in Group.objects.filter(name="administrator"):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_see_everything"), ("training", "0004_family_source")]
    operations = [migrations.RunPython(show, migrations.RunPython.noop)]
