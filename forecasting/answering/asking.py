"""How a forecast is asked for: how far ahead, of which items, with which drivers known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from cells.conventions import Conventions
from contract.asking import Answer, Ask, AskContext, AskTable, Learned, Logged
from contract.blocks import Block
from contract.data import MAIN
from forecasting import options
from language.sentences import say

FUTURE = AskTable(
    key="future",
    label=say("Known drivers"),
    misfits="refuse",
    help=say("Rows of item, date and the drivers known ahead (price, promotion, open ...)."),
)


class Predict(Ask):
    label = say("Forecast")
    help = say("The coming steps of each item, with bounds.")
    Request = options.Request
    tables: ClassVar[tuple[AskTable, ...]] = (FUTURE,)
    logged = Logged(keys=("item",), at="date", value="value", low="lower_95", high="upper_95")

    def conventions(self, model: Any, learned: Learned) -> Mapping[str, Mapping[str, Conventions]]:
        """Dates and drivers are written as in the sheet; the items' names are put together by the model."""
        main = learned.of_table(MAIN)
        time = main.get(learned.column("time") or "", Conventions("date", "date"))
        known = {"item": Conventions("item", "text"), "date": replace(time, name="date")}
        for driver in model.panel_.driver_columns:
            usual = Conventions(driver.name, "category" if driver.categories else "number")
            known[driver.name] = main.get(driver.name, usual)
        return {FUTURE.key: known}

    def answer(self, context: AskContext) -> Answer:
        found: Answer = context.model.predict(context.request, context.table(FUTURE.key))
        return found

    def columns(self, request: options.Request) -> list[str]:
        from forecasting.answering.answers import answer_columns

        return answer_columns(request.levels)

    def present(self, context: AskContext, answer: Answer) -> list[Block]:
        from forecasting.report.blocks import answer_blocks

        return answer_blocks(context.request, answer)
