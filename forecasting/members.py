"""The models of the family, in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from forecasting.options import BoostingParams, ProphetParams
from language.sentences import say
from training.families import ModelChoice

if TYPE_CHECKING:
    from forecasting.forecaster import Forecaster

BASELINE = "seasonal_naive"
COMBINED = "combined"

MODELS: dict[str, ModelChoice] = {
    BASELINE: ModelChoice(
        say("Repeat the last season"),
        "forecasting.seasonal_naive:SeasonalNaive",
        help=say("Last week again (last year, for weeks and months): the baseline of every comparison."),
    ),
    "boosting": ModelChoice(
        say("Gradient boosting"),
        "forecasting.boosting:Boosting",
        BoostingParams,
        help=say("Learns from all items together: recent values, calendar and known drivers."),
    ),
    "prophet": ModelChoice(
        "Prophet",
        "forecasting.prophet_model:ProphetPerSeries",
        ProphetParams,
        help=say("A bending trend with seasons, fitted to each item on its own; slow for many items."),
    ),
    COMBINED: ModelChoice(
        say("Weighted mean of the models"),
        "forecasting.weighted_mean:WeightedMean",
        help=say("The better a model was in the backtest, the more it counts."),
    ),
}
CANDIDATES = tuple(key for key in MODELS if key != COMBINED)


def new_member(key: str, params: Any = None) -> Forecaster:
    """An unfitted model; with its default parameters where ``params`` are another model's."""
    choice = MODELS[key]
    own = params if isinstance(params, choice.Params) else choice.Params()
    return cast("Forecaster", choice.load_class()(own))
