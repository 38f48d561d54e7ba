"""Administrators see what is expected of every data set."""

from django.db import migrations

from accounts.migrations._administrators import may_see


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_see_memories_and_imports"),
        ("datasets", "0010_expectations"),
    ]
    operations = [may_see("datasets.view_expectation")]
