"""What the tests of the steps share: a draft that has come as far as they need."""

from __future__ import annotations

from typing import Any

from datasets.models import DatasetVersion
from training.models import Draft

SALES_COLUMNS = {"time": "date", "target": "amount"}
EFFORT = {
    "effort": "fast",
    "name": "Shop",
    "model": "auto",
    "seed": "0",
    "param-prophet-seasonality": "additive",
}


def draft_of(sheet: DatasetVersion, **fields: Any) -> Draft:
    """Of who uploaded ``sheet``; about forecasting, with its columns and settings said."""
    said: dict[str, Any] = {
        "owner": sheet.created_by,
        "version": sheet,
        "family": "forecasting",
        "columns": SALES_COLUMNS,
        "settings": {"horizon": 7},
        "reached": "effort",
    }
    return Draft.objects.create(**{**said, **fields})


def at(draft: Draft, step: str) -> str:
    return f"/ask/{draft.pk}/{step}"
