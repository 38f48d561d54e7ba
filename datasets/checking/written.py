"""How the cells of columns are written after steps: later cells are read by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cells.conventions import Conventions
from datasets.checking.steps import Step


def written_after(conventions: Mapping[str, Conventions], steps: Sequence[Step]) -> dict[str, Conventions]:
    """``conventions`` of a table after ``steps``, which fit it. A value that was made missing is one of the
    column's words for missing from then on."""
    found = dict(conventions)
    for step in steps:
        for name in step.columns:
            if name not in found:
                continue
            if step.kind == "drop_column":
                del found[name]
            elif step.kind == "rename":
                new = str(step.params["to"])
                found[new] = replace(found.pop(name), name=new)
            elif step.kind == "convert_kind":
                found[name] = replace(found[name], kind="number", decimal=step.params.get("decimal", "."))
            elif step.kind == "set_missing":
                found[name] = _with_missing(found[name], step.params.get("values") or ())
    return found


def _with_missing(how: Conventions, values: Any) -> Conventions:
    several = values if isinstance(values, (list, tuple)) else [values]
    words = [str(value).replace(".", how.decimal or ".") for value in several]
    return replace(how, missing=tuple(dict.fromkeys([*how.missing, *words])))
