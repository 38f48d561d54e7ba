"""What a user can set for a training, and what a request for scores holds."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from contract.data import Options
from language.sentences import say


def _listed(value: Any) -> Any:
    """Several words as one text, separated by commas; a word with a comma in it is quoted."""
    if not isinstance(value, (list, tuple)):
        return value if isinstance(value, str) else str(value)
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(value)
    return written.getvalue()


Words = Annotated[str, BeforeValidator(_listed)]
"""One word or several: text with commas, or a list."""


ASKED_ONCE: dict[str, Any] = {"asked_once": True}
"""Of the business, not of the sheet: asked plainly, and kept for the next training on the same data set."""


class ScoringSettings(Options):
    positive: Words = Field(
        default="",
        max_length=2_000,
        title=say("Outcome to predict"),
        description=say(
            "The word in the outcome column that counts as a hit, or several words separated by commas. "
            "Leave empty to detect it from its meaning."
        ),
        json_schema_extra={"values_of": "label"},
    )
    negative: Words = Field(
        default="",
        max_length=2_000,
        title=say("Opposite outcome"),
        description=say(
            "The words that say that it did not happen; * stands for all others. Rows with neither are "
            "scored, but not learned from. Leave empty to detect it from its meaning."
        ),
        json_schema_extra={"values_of": "label", "words": {"*": say("all others")}},
    )
    copies: Literal["once", "keep"] = Field(
        default="once",
        title=say("Copied rows"),
        description=say(
            "Where one outcome consists of copies, far more than chance explains, each different row counts "
            "once. Keep the copies if they are customers of their own."
        ),
        json_schema_extra={"words": {"once": say("count once"), "keep": say("keep")}},
    )
    value: float | None = Field(
        default=None,
        ge=0,
        title=say("Value of a hit"),
        description=say("What one customer with the outcome is worth. Leave empty to see no money."),
        json_schema_extra=ASKED_ONCE,
    )
    margin: float | None = Field(
        default=None,
        gt=0,
        le=100,
        title=say("Margin, in percent"),
        description=say("What you keep of that value. Leave empty if it is all yours."),
        json_schema_extra=ASKED_ONCE,
    )
    cost: float | None = Field(
        default=None,
        ge=0,
        title=say("Cost of a contact"),
        description=say("What one contact costs. Leave empty to see no money."),
        json_schema_extra=ASKED_ONCE,
    )
    currency: str = Field(
        default="",
        max_length=8,
        title=say("Currency"),
        description=say("Shown with every amount: EUR, $, kr."),
        json_schema_extra=ASKED_ONCE,
    )
    capacity: int | None = Field(
        default=None,
        ge=1,
        title=say("Contacts per week"),
        description=say(
            "How many contacts you have time for. Leave empty to list everybody with the highest rating, or "
            "as many as pay off."
        ),
        json_schema_extra=ASKED_ONCE,
    )
    test_size: float = Field(
        default=0.2,
        ge=0.05,
        le=0.5,
        title=say("Share held out"),
        description=say("Rows no model learns from; quality is measured on them."),
    )
    cv_folds: int = Field(
        default=4,
        ge=2,
        le=10,
        title=say("Folds"),
        description=say("Parts of the other rows; each is scored by a model that has not seen it."),
    )
    protected: str = Field(
        default="",
        max_length=500,
        title=say("Groups to compare"),
        description=say(
            "Columns, separated by commas, such as gender, region: the quality is shown for each of their "
            "values."
        ),
    )
    allow_leakage: bool = Field(
        default=False,
        title=say("Train despite suspected leaks"),
        description=say(
            "A column that gives the outcome away makes every figure look better than it will be."
        ),
    )
    leakage_reason: str = Field(
        default="",
        max_length=500,
        title=say("Why the suspected columns are known beforehand"),
        description=say("Kept with the model and shown in its report."),
    )
    budget_minutes: float = Field(
        default=0.0,
        ge=0,
        le=600,
        title=say("Minutes to search for settings"),
        description=say("Only with effort best. 0: no search."),
    )


class ScoringRequest(Options):
    reasons: int = Field(
        default=3,
        ge=0,
        le=20,
        title=say("Reasons"),
        description=say("How many reasons to give with each score, strongest first."),
    )
    as_of: date | None = Field(
        default=None,
        title=say("As of"),
        description=say(
            "Transactions and notes up to this day count, for rows without a date of their own. Left out: "
            "today, or the last date of the data set that you name."
        ),
    )
