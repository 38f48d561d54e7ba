"""How segments are asked for: customers in, the segment of each out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from cells.conventions import Conventions
from contract.asking import Answer, Ask, AskContext, AskTable, Learned, Logged, Reading
from contract.blocks import Block
from contract.data import MAIN
from language.sentences import say
from segmentation.row import SegmentRow

if TYPE_CHECKING:
    from segmentation.kmeans import KMeansModel

CUSTOMERS = AskTable(
    key="rows",
    label=say("Customers"),
    required=True,
    help=say("One row per customer: the columns the model was trained on. Others are ignored."),
)


class Predict(Ask):
    label = say("Find the segment")
    help = say("The segment of each customer.")
    Row = SegmentRow
    tables: ClassVar[tuple[AskTable, ...]] = (CUSTOMERS,)
    rows = CUSTOMERS.key
    logged = Logged(keys=("id",), value="segment")

    def conventions(self, model: KMeansModel, learned: Learned) -> Reading:
        from segmentation.encoding import NumberColumn

        main = learned.of_table(MAIN)
        known = {
            column.name: main.get(
                column.name,
                Conventions(column.name, "number" if isinstance(column, NumberColumn) else "category"),
            )
            for column in model.encoder_.columns
        }
        found: dict[str, Conventions | None] = dict(known)
        if name := model.id_column_:
            found[name] = main.get(name)  # what is not known is given back as it came
        return {CUSTOMERS.key: found}

    def answer(self, context: AskContext) -> Answer:
        found: Answer = context.model.predict(context.tables[CUSTOMERS.key].frame)
        return found

    def columns(self, request: Any) -> list[str]:
        return ["id", "segment", "name", "distance"]

    def present(self, context: AskContext, answer: Answer) -> list[Block]:
        from segmentation import report

        return report.present(answer)
