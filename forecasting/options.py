"""What a user may choose for the family and for one prediction request. Each model's are in ``params``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from contract.data import Options
from forecasting.row_options import (
    AddsUp,
    AfterToday,
    Duplicates,
    Ends,
    Gaps,
    LastPeriod,
    TrailingZeros,
    WildValues,
)
from forecasting.step_words import ONE_STEP, one_step
from language.sentences import say

MAX_HORIZON = 730
REPORT_LEVELS = [80, 95]
LONGEST_UNIT = 12
FRIDAY = 4
LONGEST_TUNING = 240  # minutes; a training is ended after some hours

# fmt: off
StepName = Literal[
    "auto", "5 minutes", "10 minutes", "15 minutes", "30 minutes", "hour", "2 hours", "3 hours", "4 hours",
    "6 hours", "8 hours", "12 hours", "day", "week", "2 weeks", "4 weeks", "semimonth", "month", "2 months",
    "quarter", "4 months", "6 months", "year",
]
# fmt: on
STEPS_TO_SET = {name: one_step(name) for name in get_args(StepName) if name != "auto"}
Level = Annotated[int, Field(ge=1, le=99)]


class Settings(Options):
    horizon: int = Field(
        default=30,
        ge=1,
        le=MAX_HORIZON,
        title=say("How far ahead"),
        description=say(
            "Number of steps to forecast: days for daily data, weeks for weekly data, and so on."
        ),
    )
    unit: str = Field(
        default="",
        max_length=LONGEST_UNIT,
        title=say("Unit of the amount"),
        description=say("R, €, pieces ...: shown after the amounts in the report."),
    )
    frequency: StepName = Field(
        default="auto",
        title=say("One step is"),
        description=say("Detected from the dates, unless you say so."),
        json_schema_extra={"words": {"auto": say("detected from the dates"), **STEPS_TO_SET}},
    )
    counts: Literal["amount", "percent"] = Field(
        default="amount",
        title=say("What counts"),
        description=say(
            "By the amount, an error of ten pieces weighs the same everywhere. In percent, an error of ten "
            "in a hundred weighs as much as one of a hundred in a thousand."
        ),
        json_schema_extra={"words": {"amount": say("the amount"), "percent": say("percent")}},
    )
    tuning_minutes: int = Field(
        default=0,
        ge=0,
        le=LONGEST_TUNING,
        title=say("Minutes of tuning"),
        description=say(
            "Extra time to search for better parameters of the direct trees; 0: no search. Used only "
            "with effort best. The result is used only if it does better in the backtest."
        ),
    )
    country: str = Field(
        default="",
        title=say("Public holidays of"),
        description=say(
            "Leave empty for no holidays. For South Africa, school holidays count too. A program sends the "
            "two-letter code, such as ZA."
        ),
        json_schema_extra={"menu": "country"},
    )
    payday: Literal["none", "first", "15", "25", "last_working_day", "day", "fortnightly_friday"] = Field(
        default="none",
        title=say("Pay days"),
        description=say(
            "When wages are paid. If the day is a weekend or a public holiday, the working day before counts."
        ),
        json_schema_extra={
            "words": {
                "none": say("they do not matter"),
                "first": say("the 1st"),
                "15": say("the 15th"),
                "25": say("the 25th"),
                "last_working_day": say("the last working day of the month"),
                "day": say("another day of the month"),
                "fortnightly_friday": say("every second Friday"),
            }
        },
    )
    payday_day: int = Field(
        default=25,
        ge=1,
        le=31,
        title=say("Day of the month"),
        description=say("If pay day is another day of the month; 31 means the last."),
    )
    payday_friday: str = Field(
        default="",
        title=say("One of these Fridays"),
        description=say("If every second Friday is a pay day: one of them, such as 2024-01-05."),
        json_schema_extra={"x-input": "date"},
    )
    drivers_ahead: Literal["auto", "season", "last", "usual"] = Field(
        default="auto",
        title=say("Drivers not known in advance"),
        description=say(
            "What to assume for a price or promotion that neither the request nor the sheet gives. Unless "
            "you say so: the value one season earlier for flags and categories, the last value for numbers "
            "such as prices."
        ),
        json_schema_extra={
            "words": {
                "auto": say("what suits each column"),
                "season": say("as one season earlier"),
                "last": say("the last value"),
                "usual": say("the usual value"),
            }
        },
    )
    gaps: Gaps = "auto"
    ends: Ends = "together"
    after_today: AfterToday = "auto"
    trailing_zeros: TrailingZeros = "auto"
    last_period: LastPeriod = "auto"
    wild_values: WildValues = "auto"
    duplicates: Duplicates = "auto"
    adds_up: AddsUp = "auto"

    @field_validator("country")
    @classmethod
    def _known_country(cls, country: str) -> str:
        from holidays import list_supported_countries

        country = country.strip().upper()
        if country and country not in list_supported_countries(include_aliases=False):
            raise PydanticCustomError(
                "unknown_country",
                "No public holidays are known for '{country}': enter a two-letter country code, such as ZA.",
                {"country": country},
            )
        return country

    @field_validator("payday_friday")
    @classmethod
    def _a_friday(cls, friday: str) -> str:
        friday = friday.strip()
        try:
            known = not friday or date.fromisoformat(friday).weekday() == FRIDAY
        except ValueError:
            known = False
        if not known:
            raise PydanticCustomError(
                "no_friday",
                "'{friday}' is not a Friday: enter one as year-month-day, such as 2024-01-05.",
                {"friday": friday},
            )
        return friday


class Request(Options):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    horizon: int = Field(
        default=30,
        ge=1,
        le=MAX_HORIZON,
        title=say("How far ahead"),
        description=say("Number of steps to forecast."),
    )
    items: list[str] | None = Field(
        default=None, min_length=1, title=say("Items"), description=say("Leave empty for all items.")
    )
    levels: list[Level] = Field(
        default=REPORT_LEVELS,
        min_length=1,
        max_length=9,
        title=say("Interval levels"),
        description=say("80 means that four out of five values are expected between the bounds."),
    )
    period: Literal["step", "day", "week", "month", "quarter", "year", "horizon"] = Field(
        default="step",
        title=say("Totals for"),
        description=say(
            "'Every step' lists each day. Totals of longer periods have their own bounds; for a first "
            "or last period only partly ahead, only that part is summed."
        ),
        json_schema_extra={
            "words": {
                "step": say("every step"),
                **{step: words for step, words in ONE_STEP.items() if step != "hour"},
                "horizon": say("the whole horizon"),
            }
        },
    )
    group: str = Field(
        default="",
        max_length=200,
        title=say("Grouping"),
        description=say(
            "Leave empty to get each item on its own. all: the sum of the items. Or one of the columns "
            "that name an item, such as the store for products per store."
        ),
    )

    @field_validator("levels")
    @classmethod
    def _ascending(cls, levels: list[int]) -> list[int]:
        return sorted(set(levels))
