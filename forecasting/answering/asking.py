"""How a forecast is asked for: how far ahead, of which items, with which drivers known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from cells.conventions import Conventions, Kind, Period
from contract.asking import Answer, Ask, AskContext, AskTable, Learned, Logged, Reading
from contract.blocks import Block
from contract.data import MAIN, Role
from contract.grid import Grid
from forecasting import options
from forecasting.answering.row import ForecastRow
from language.sentences import say

FUTURE = AskTable(
    key="future",
    label=say("Known drivers"),
    invalid_cells="refuse",
    help=say(
        "Rows with item, date and the drivers known in advance (price, promotion, open ...). Without a date "
        "a row is for every date ahead, without an item for all."
    ),
    roles=(
        Role("item", say("Item"), ("text",), required=False, help=say("Left out: every item.")),
        Role("date", say("Date"), ("date",), required=False, help=say("Left out: every date ahead.")),
    ),
)
PERIODS: Mapping[str, Period] = {"year": "year", "quarter": "quarter", "month": "month", "week": "week"}
"""What the whole numbers of a date are, by the step of the forecast."""


def _kind(driver: Any, seen: Any) -> Kind:
    """What the values of a driver say of it, where the version does not: of nothing but 0 and 1, a flag."""
    if driver.categories:
        return "category"
    return "flag" if set(seen[seen == seen].tolist()) <= {0.0, 1.0} else "number"


class Predict(Ask):
    label = say("Forecast")
    help = say(
        "The coming steps of each item, with bounds. What you know in advance holds for every date asked "
        "for; left empty, it is as planned or assumed."
    )
    Request = options.Request
    Row = ForecastRow
    tables: ClassVar[tuple[AskTable, ...]] = (FUTURE,)
    logged = Logged(keys=("item",), at="date", value="value", low="lower_95", high="upper_95")

    def conventions(self, model: Any, learned: Learned) -> Reading:
        """Dates and drivers are written as in the sheet; the items' names are put together by the model."""
        main = learned.of_table(MAIN)
        time = main.get(learned.column("time") or "")
        if time is None or time.kind != "date":  # several columns, or years and months that are numbers
            time = Conventions("date", "date", period=PERIODS.get(model.panel_.frequency.step))
        known = {"item": Conventions("item", "text"), "date": replace(time, name="date")}
        for position, driver in enumerate(model.panel_.driver_columns):
            usual = Conventions(driver.name, _kind(driver, model.panel_.drivers[position]))
            known[driver.name] = main.get(driver.name, usual)
        return {FUTURE.key: known}

    def grid(self, model: Any, item: str, steps: int) -> Grid | None:
        from forecasting.answering.grid import plan_grid

        return plan_grid(model.panel_, item, steps)

    def answer(self, context: AskContext) -> Answer:
        found: Answer = context.model.predict(context.request, context.table(FUTURE.key))
        return found

    def columns(self, request: options.Request) -> list[str]:
        from forecasting.answering.answers import answer_columns

        return answer_columns(request.levels)

    def present(self, context: AskContext, answer: Answer) -> list[Block]:
        from forecasting.report.blocks import answer_blocks

        return answer_blocks(context.request, answer)
