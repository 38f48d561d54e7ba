"""What a user can set for a training, and what a request for scores holds."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from contract.data import Options
from language.sentences import say


class ScoringSettings(Options):
    positive: str = Field(
        default="",
        max_length=200,
        title=say("Outcome to predict"),
        description=say(
            "The word in the outcome column that counts as a hit. Leave empty to detect it from its meaning."
        ),
    )
    value: float | None = Field(
        default=None,
        ge=0,
        title=say("Value of a hit"),
        description=say("What a contact earns if the outcome happens, in money."),
    )
    cost: float | None = Field(
        default=None, ge=0, title=say("Cost of a contact"), description=say("What a contact costs, in money.")
    )
    capacity: int | None = Field(
        default=None,
        ge=1,
        title=say("Contacts per week"),
        description=say("How many contacts you have time for. Leave empty for as many as pay off."),
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
