"""What a user may choose: for the family, for each model, and for one prediction request."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from contract.data import Options
from forecasting.step_words import ONE_STEP
from language.sentences import say

MAX_HORIZON = 730
REPORT_LEVELS = [80, 95]
LONGEST_UNIT = 12
FRIDAY = 4
LONGEST_TUNING = 240  # minutes; a training is ended after some hours

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
        description=say("R, €, pieces ...: it is written behind the amounts of the report."),
    )
    frequency: Literal["auto", "hour", "day", "week", "month", "quarter", "year"] = Field(
        default="auto",
        title=say("One step is"),
        description=say("Left at auto, it is found from the dates."),
        json_schema_extra={"words": {"auto": say("found from the dates"), **ONE_STEP}},
    )
    counts: Literal["amount", "percent"] = Field(
        default="amount",
        title=say("What counts"),
        description=say(
            "amount: an error of ten pieces weighs the same everywhere. percent: an error of ten on a "
            "hundred weighs as much as one of a hundred on a thousand."
        ),
        json_schema_extra={"words": {"amount": say("the amount"), "percent": say("percent")}},
    )
    tuning_minutes: int = Field(
        default=0,
        ge=0,
        le=LONGEST_TUNING,
        title=say("Minutes of tuning"),
        description=say(
            "Time to search for better parameters of the direct trees, on top of the rest; 0: none. Only "
            "effort best uses it. What is found is taken only where it is better in the backtest."
        ),
    )
    country: str = Field(
        default="",
        title=say("Public holidays of"),
        description=say(
            "The two letters of a country, such as ZA, DE or US. Left empty: no holidays. For ZA, school "
            "holidays count, too."
        ),
    )
    payday: Literal["none", "first", "15", "25", "last_working_day", "day", "fortnightly_friday"] = Field(
        default="none",
        title=say("Pay days"),
        description=say(
            "When wages are paid. What falls on a weekend or a public holiday is paid on the working "
            "day before."
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
        description=say("Where pay days are on another day of the month; 31 means the last."),
    )
    payday_friday: str = Field(
        default="",
        title=say("One such Friday"),
        description=say("Where every second Friday is a pay day: one of them, such as 2024-01-05."),
    )
    drivers_ahead: Literal["auto", "season", "last", "usual"] = Field(
        default="auto",
        title=say("Drivers not known ahead"),
        description=say(
            "What is assumed of a price or promotion that neither the request nor the sheet tells. auto: "
            "the value one season before for flags and categories, the last value for numbers such as prices."
        ),
        json_schema_extra={
            "words": {
                "auto": say("auto: what fits each column"),
                "season": say("as one season before"),
                "last": say("the last value"),
                "usual": say("the usual value"),
            }
        },
    )
    gaps: Literal["auto", "zero", "repeat"] = Field(
        default="auto",
        title=say("Missing dates"),
        description=say(
            "zero: no row means nothing was sold. repeat: the value of one season before is taken. "
            "auto: zero on closed days, for items sold seldom and for those that have ended; "
            "repeat where rows were forgotten or an export is missing."
        ),
        json_schema_extra={
            "words": {
                "auto": say("auto: what fits each item"),
                "zero": say("zero: nothing was sold"),
                "repeat": say("repeat: as one season before"),
            }
        },
    )

    ends: Literal["together", "own"] = Field(
        default="together",
        title=say("Where items end"),
        description=say(
            "together: an item without rows at the end of the sheet has ended. "
            "own: each item is forecast from its own last row."
        ),
        json_schema_extra={
            "words": {
                "together": say("together: with the last date of the sheet"),
                "own": say("own: each with its own last row"),
            }
        },
    )

    @field_validator("country")
    @classmethod
    def _known_country(cls, country: str) -> str:
        from holidays import list_supported_countries

        country = country.strip().upper()
        if country and country not in list_supported_countries(include_aliases=False):
            raise PydanticCustomError(
                "unknown_country",
                "No public holidays are known of '{country}': give the two letters of a country, such as ZA.",
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
                "'{friday}' is no Friday: give one as year-month-day, such as 2024-01-05.",
                {"friday": friday},
            )
        return friday


class DirectParams(Options):
    trees: int | None = Field(
        default=None,
        ge=10,
        le=2000,
        title=say("Trees"),
        description=say("Left empty: 150 for a fast run, 300 for the best."),
    )
    leaves: int | None = Field(
        default=None,
        ge=2,
        le=255,
        title=say("Leaves of a tree"),
        description=say("Left empty: 31, or 15 where there are few rows."),
    )
    learning_rate: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title=say("Learning rate"),
        description=say("Left empty: 0.08 for a fast run, 0.05 for the best."),
    )
    least_rows: int | None = Field(
        default=None,
        ge=1,
        le=1000,
        title=say("Fewest rows of a leaf"),
        description=say("Left empty: 20, or 10 where there are few rows."),
    )
    feature_share: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title=say("Share of the features that a tree sees"),
        description=say("Left empty: 0.6."),
    )


class ForestParams(Options):
    trees: int = Field(default=100, ge=10, le=1000, title=say("Trees"))
    leaves: int = Field(
        default=255,
        ge=2,
        le=1023,
        title=say("Leaves of a tree"),
        description=say("Trees of a forest are deep: averaging them is what keeps them from overfitting."),
    )


class BoostingParams(Options):
    trees: int | None = Field(
        default=None,
        ge=10,
        le=2000,
        title=say("Trees"),
        description=say("Left empty: 100."),
    )
    depth: int = Field(default=5, ge=1, le=10, title=say("Depth of a tree"))


class ProphetParams(Options):
    seasonality: Literal["additive", "multiplicative"] = Field(
        default="additive",
        title=say("Seasonality"),
        description=say("multiplicative: the seasonal swing grows with the level."),
        json_schema_extra={
            "words": {"additive": say("additive"), "multiplicative": say("multiplicative")},
        },
    )
    trend_flexibility: float = Field(
        default=0.05,
        gt=0,
        le=1,
        title=say("Flexibility of the trend"),
        description=say("Larger values let the trend bend more (Prophet's changepoint_prior_scale)."),
    )


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
        default=None, min_length=1, title=say("Items"), description=say("Left empty: all items.")
    )
    levels: list[Level] = Field(
        default=REPORT_LEVELS,
        min_length=1,
        max_length=9,
        title=say("Interval levels"),
        description=say("80 means: four of five values are expected between the bounds."),
    )
    period: Literal["step", "day", "week", "month", "quarter", "year", "horizon"] = Field(
        default="step",
        title=say("Totals of"),
        description=say(
            "Left at step, each step is answered. Totals of longer periods have bounds of their own; of "
            "a first or last period that is only partly ahead, the part that is ahead is summed."
        ),
        json_schema_extra={
            "words": {
                "step": say("nothing: every step"),
                **{step: words for step, words in ONE_STEP.items() if step != "hour"},
                "horizon": say("the whole horizon"),
            }
        },
    )
    group: str = Field(
        default="",
        max_length=200,
        title=say("Together"),
        description=say(
            "Left empty, each item by itself. all: the sum of the items. Or a column that names items in "
            "part, such as the store of products in stores."
        ),
    )

    @field_validator("levels")
    @classmethod
    def _ascending(cls, levels: list[int]) -> list[int]:
        return sorted(set(levels))
