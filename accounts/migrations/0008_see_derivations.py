"""Whoever sees data sets sees what they were derived from, and the work in which that is done."""

from django.db import migrations

from accounts.migrations._administrators import may_see


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_see_expectations"),
        ("datasets", "0014_derivations"),
    ]
    operations = [may_see("datasets.view_derivation", roles=("administrator", "analyst", "viewer"))]
