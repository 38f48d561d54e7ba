"""Administrators see the data that the shortcuts train on, and everybody's prediction jobs."""

from django.db import migrations

from accounts.migrations._administrators import may_see


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_see_everything"),
        ("training", "0005_family_source"),
        ("predictions", "0003_prediction_jobs"),
    ]
    operations = [may_see("training.view_familysource", "predictions.view_predictionjob")]
