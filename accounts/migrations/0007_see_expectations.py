"""Administrators see what is expected of every data set."""

from django.db import migrations

from accounts.migrations._administrators import may_see


class Migration(migrations.Migration):
    # As it was called at first: who has that has this.
    replaces = [("accounts", "0020_see_expectations")]
    dependencies = [
        ("accounts", "0006_see_memories_and_imports"),
        ("datasets", "0010_expectations"),
    ]
    operations = [may_see("datasets.view_expectation")]
