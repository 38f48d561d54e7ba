"""What a user may choose for each model."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from contract.data import Options
from language.sentences import say


class DirectParams(Options):
    trees: int | None = Field(
        default=None,
        ge=10,
        le=2000,
        title=say("Trees"),
        description=say("If empty: 150 for a fast run, 300 for the best."),
    )
    leaves: int | None = Field(
        default=None,
        ge=2,
        le=255,
        title=say("Leaves per tree"),
        description=say("If empty: 31, or 15 if there are few rows."),
    )
    learning_rate: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title=say("Learning rate"),
        description=say("If empty: 0.08 for a fast run, 0.05 for the best."),
    )
    least_rows: int | None = Field(
        default=None,
        ge=1,
        le=1000,
        title=say("Minimum rows per leaf"),
        description=say("If empty: 20, or 10 if there are few rows."),
    )
    feature_share: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title=say("Share of features each tree sees"),
        description=say("If empty: 0.6."),
    )


class ForestParams(Options):
    trees: int = Field(default=100, ge=10, le=1000, title=say("Trees"))
    leaves: int = Field(
        default=255,
        ge=2,
        le=1023,
        title=say("Leaves per tree"),
        description=say("The trees of a forest are deep: averaging them prevents overfitting."),
    )


class BoostingParams(Options):
    trees: int | None = Field(
        default=None,
        ge=10,
        le=2000,
        title=say("Trees"),
        description=say("If empty: 100."),
    )
    depth: int = Field(default=5, ge=1, le=10, title=say("Tree depth"))


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
        title=say("Trend flexibility"),
        description=say("Larger values let the trend bend more (Prophet's changepoint_prior_scale)."),
    )
