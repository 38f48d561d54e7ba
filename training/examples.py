"""Example bodies of each family, made of the columns of its own example.

They are kept as files: the web process describes the API without the libraries that make tables. The command
``writeexamples`` writes them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from contract.family import Family

FILE = "example.json"


def example_of(family: Family) -> Mapping[str, Any]:
    """``columns`` by role, and what an ask is sent as ``request``; {} where nobody has written it."""
    found: Mapping[str, Any] = _kept(place_of(family)).get(family.key, {})
    return found


def place_of(family: Family) -> Path:
    """The file of the package that the family is of."""
    package = sys.modules[type(family).__module__.partition(".")[0]]
    return Path(package.__path__[0]) / FILE


@cache
def _kept(path: Path) -> Mapping[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def made(family: Family) -> dict[str, Any]:
    """The example as it is written, from the family's own example data."""
    from contract.plain import plain
    from training.runs.orders import plan_for

    data = family.example()
    found: dict[str, Any] = {"columns": plain(dict(data.columns))}
    if not family.asks:
        return found
    inputs = family.inputs(family.prepare(data, plan_for(family, {}, {})))
    ask, rows = family.asks[0], data.main.tail(2)
    body = {one.name: one.typical for one in inputs if one.of == "request" and one.typical is not None}
    for table in ask.tables:
        names = [one.name for one in inputs if one.of == table.key and one.name in rows]
        if names:
            some = rows if table.required else rows.tail(1)
            body[table.key] = some[names].to_dict("records")
    return {**found, "request": plain(body)}
