"""What the tests of the steps share: a draft that has come as far as they need."""

from __future__ import annotations

from typing import Any

from datasets.models import DatasetVersion
from tests.side_tables import CLOSURES_COLUMNS, DELIVERIES_COLUMNS, ROUTES_COLUMNS
from training.models import Draft, DraftTable

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


def deliveries_of(
    sheet: DatasetVersion, side: dict[str, tuple[DatasetVersion, dict[str, Any]]] | None = None, **fields: Any
) -> Draft:
    """Of who uploaded ``sheet``; about deliveries, with these side tables: version and columns by key."""
    said = {"family": "deliveries", "columns": DELIVERIES_COLUMNS, "settings": {"seconds": 0}, **fields}
    draft = draft_of(sheet, **said)
    DraftTable.objects.bulk_create(
        DraftTable(draft=draft, table=key, version=version, columns=columns)
        for key, (version, columns) in (side or {}).items()
    )
    return draft


def both(
    routes: DatasetVersion, closures: DatasetVersion
) -> dict[str, tuple[DatasetVersion, dict[str, Any]]]:
    """The side tables of deliveries, with the columns that are guessed."""
    return {"routes": (routes, ROUTES_COLUMNS), "closures": (closures, CLOSURES_COLUMNS)}


def given(draft: Draft) -> dict[str, tuple[str | None, Any]]:
    """The side tables as they are saved: reference and columns by key."""
    rows = DraftTable.objects.filter(draft=draft).select_related("version__dataset")
    return {row.table: (row.version.reference if row.version else None, row.columns) for row in rows}


def as_menus(sheet: DatasetVersion, **columns: str | list[str]) -> dict[str, str]:
    """What the menus of the columns send where ``columns`` says which play which role."""
    by_column = {
        name: role
        for role, names in columns.items()
        for name in ([names] if isinstance(names, str) else names)
    }
    return {f"column-{place}": by_column.get(name, "") for place, name in enumerate(sheet.kinds)}


def roles_shown(form: Any) -> dict[str, str]:
    """The role that the page shows for each column; "" where it is left out."""
    return {row.name: row.field.value() or "" for row in form.rows()}


def at(draft: Draft, step: str) -> str:
    return f"/ask/{draft.pk}/{step}"
