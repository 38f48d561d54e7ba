"""Labels of versions: what changed with a training shows in its number."""

from __future__ import annotations

from typing import Any

import pytest

from training.models import ModelVersion
from training.versions.services import next_label

MANIFEST: dict[str, Any] = {"columns": {"time": "date"}, "settings": {"horizon": 30}, "seed": 0, "params": {}}


@pytest.mark.parametrize(
    ("before", "changes", "label"),
    [
        ("1.0.0", {}, "1.1.0"),
        ("1.9.0", {}, "1.10.0"),
        ("1.0.0", {"seed": 5, "params": {"depth": 3}, "run": 7}, "1.1.0"),
        ("1.4.0", {"settings": {"horizon": 60}}, "2.0.0"),
        ("1.4.0", {"columns": {"time": "day"}}, "2.0.0"),
        ("3.2.0", {"columns": {"time": "date", "item": "store"}, "settings": {}}, "4.0.0"),
    ],
)
def test_what_changed_decides(before: str, changes: dict[str, Any], label: str) -> None:
    previous = ModelVersion(label=before, manifest=MANIFEST)
    assert next_label(previous, {**MANIFEST, **changes}) == label


def test_the_first() -> None:
    assert next_label(None, MANIFEST) == "1.0.0"
