"""What migrations share that let roles see further records."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def may_see(*names, roles=("administrator",)):
    """The operation that gives ``roles`` the permissions ``names`` ("app.codename")."""

    def show(apps, schema_editor):
        Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
        for label, codename in (name.split(".") for name in names):
            # Django makes permissions only after all migrations.
            config = apps.get_app_config(label)
            config.models_module = True
            create_permissions(config, apps=apps, verbosity=0)
            config.models_module = None
            permission = Permission.objects.get(content_type__app_label=label, codename=codename)
            for group in Group.objects.filter(name__in=roles):
                group.permissions.add(permission)

    return migrations.RunPython(show, migrations.RunPython.noop)
