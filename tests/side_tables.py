"""A family of the tests with a required and an optional side table, and sheets for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from contract.data import MAIN, Problem, Role, Table, TrainingData
from contract.training import Plan
from tests.live.slow_family.family import Slow

ROUTES = b"route,driver,km\nN1,Ann,12\nN2,Bob,30\nN3,Ann,7\n"
CLOSURES = b"from,until,reason\n2025-01-03,2025-01-05,snow\n2025-02-01,2025-02-02,works\n"
DELIVERIES_COLUMNS = {"target": "amount"}
ROUTES_COLUMNS = {"name": "route", "length": "km", "features": ["driver"]}
CLOSURES_COLUMNS = {"start": "from", "end": "until"}

NAME = Role("name", "Route", ("category", "text"), hints=("route", "name"), help="One row per route.")
LENGTH = Role("length", "Length", ("number",), required=False, hints=("km",))
FEATURES = Role(
    "features", "What describes a route", ("number", "category"), required=False, many=True, guess_rest=True
)
START = Role("start", "First day", ("date",), hints=("from", "start"))
END = Role("end", "Last day", ("date",), required=False, hints=("until", "end"))


class Deliveries(Slow):
    """Objects to the length of a route, and to a closure of a single day."""

    key = "deliveries"
    label = "Deliveries"
    question = "When will the parcels arrive?"
    tables = (
        Table(MAIN, "Parcels", (Role("target", "Amount", ("number",), hints=("amount",)),)),
        Table("routes", "Routes", (NAME, LENGTH, FEATURES), help="The roads that are driven."),
        Table("closures", "Closures", (START, END), required=False, help="When a road was closed."),
    )

    def check(self, data: TrainingData, plan: Plan) -> list[Problem]:
        length = data.column("routes.length")
        assert "routes" in data.tables
        if length is None or (data.tables["routes"][length] > 0).all():
            return []
        message = f"The column '{length}' holds a length that is not above zero."
        return [Problem("bad_length", message, table="routes", column=length, remedy="Correct the sheet.")]

    def example(self) -> TrainingData:
        import pandas as pd

        routes = pd.DataFrame({"route": ["N1", "N2"]})
        data = super().example()
        columns = {**data.columns, "routes.name": "route"}
        return replace(data, tables={**data.tables, "routes": routes}, columns=columns)


def known(monkeypatch: Any) -> None:
    """For one test, the family is installed."""
    from contract import registry

    monkeypatch.setitem(registry._families, Deliveries.key, Deliveries())
