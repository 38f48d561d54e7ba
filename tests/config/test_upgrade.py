"""A database of an earlier state of the program is understood by this one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

NAMED_AT_FIRST = {
    ("datasets", "0009_repaired_versions"): "0020_repaired_versions",
    ("datasets", "0010_expectations"): "0021_expectations",
    ("accounts", "0007_see_expectations"): "0020_see_expectations",
}


@pytest.mark.django_db
def test_migrations_under_their_first_names_are_not_done_again() -> None:
    for (app, name), first in NAMED_AT_FIRST.items():
        rows = MigrationRecorder.Migration.objects.filter(app=app)
        assert rows.filter(name=name).update(name=first) == 1
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
