"""Whoever may see models may see the sessions in which they learn by trying."""

from django.db import migrations

from accounts.migrations._administrators import may_see


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_see_derivations"),
        ("predictions", "0006_sessions"),
    ]
    operations = [
        may_see(
            "predictions.view_session",
            "predictions.view_sessionstep",
            roles=("administrator", "analyst", "viewer"),
        )
    ]
