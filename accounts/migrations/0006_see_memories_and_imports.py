"""Administrators see what is remembered of sheets, and everybody's imports."""

from django.db import migrations

from accounts.migrations._administrators import may_see


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_see_sources_and_jobs"),
        ("datasets", "0006_imports"),
    ]
    operations = [may_see("datasets.view_sourcememory", "datasets.view_import")]
