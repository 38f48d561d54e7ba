"""Whoever may see predictions may see whom people contacted because of them."""

from django.db import migrations

from accounts.migrations._administrators import may_see


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_see_sessions"),
        ("predictions", "0007_contacts"),
    ]
    operations = [may_see("predictions.view_contact", roles=("administrator", "analyst"))]
