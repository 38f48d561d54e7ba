"""The three roles, as groups of permissions. What a role may do is explained in accounts/permissions.py."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

VIEWER = [
    "datasets.view_dataset",
    "datasets.view_datasetversion",
    "training.view_trainingrun",
    "training.view_runtable",
    "training.view_metric",
    "training.view_trainedmodel",
    "training.view_modelversion",
    "training.view_alias",
    "predictions.view_predictionlog",
    "predictions.view_prediction",
    "predictions.add_predictionlog",
]
ANALYST = [
    *VIEWER,
    "datasets.add_dataset",
    "datasets.delete_dataset",
    "training.add_trainingrun",
    "training.delete_trainingrun",
    "training.delete_trainedmodel",
]
ADMINISTRATOR = [
    *ANALYST,
    "accounts.change_others",
    "accounts.view_apitoken",
    "accounts.add_apitoken",
    "accounts.delete_apitoken",
    "audit.view_auditevent",
    "training.view_worker",
    "auth.view_user",
    "auth.add_user",
    "auth.change_user",
    "auth.delete_user",
    "auth.view_group",
]
ROLES = {"viewer": VIEWER, "analyst": ANALYST, "administrator": ADMINISTRATOR}


def make_roles(apps, schema_editor):
    # Django makes permissions only after all migrations, and roles are made of them.
    for label in ("auth", "accounts", "audit", "datasets", "training", "predictions"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, permissions in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        for permission in permissions:
            label, codename = permission.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=label, codename=codename)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("audit", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("datasets", "0001_initial"),
        ("predictions", "0001_initial"),
        ("training", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
