"""The models of the family, in the order in which they are tried."""

from __future__ import annotations

from contract.model import ModelChoice
from forecasting.params import BoostingParams, DirectParams, ForestParams, ProphetParams
from language.sentences import say

BASELINE = "seasonal_naive"
COMBINED = "combined"
FIXED_MEAN = "fixed_mean"
LSTM, LSTM_PER_ITEM = "lstm", "lstm_per_item"
DEEP = ("torch", "safetensors")  # the extra of requirements-deep.txt
MOST_LSTM_ITEMS = 20  # each takes half a minute of a core, and half a megabyte

MODELS: dict[str, ModelChoice] = {
    BASELINE: ModelChoice(
        say("Repeat the last season"),
        "forecasting.models.statistical:SeasonalNaive",
        help=say("Last week again (last year, for weeks and months): the baseline for every comparison."),
    ),
    "boosting": ModelChoice(
        say("Gradient boosting"),
        "forecasting.models.boosting:Boosting",
        BoostingParams,
        help=say("Learns from all items together: recent values, calendar and known drivers."),
    ),
    "direct_level": ModelChoice(
        say("Direct trees on levels"),
        "forecasting.models.direct:LevelTrees",
        DirectParams,
        help=say(
            "One model for all items forecasts each step directly, as a difference from the recent level."
        ),
    ),
    "direct_log": ModelChoice(
        say("Direct trees on logarithms"),
        "forecasting.models.boosting:LogTrees",
        DirectParams,
        help=say("As a ratio to the recent level: good when prices and promotions multiply sales."),
    ),
    "direct_season": ModelChoice(
        say("Direct trees on seasonal changes"),
        "forecasting.models.direct:SeasonTrees",
        DirectParams,
        help=say("As a change from the same point last season: good when sales grow or fall."),
    ),
    "direct_last": ModelChoice(
        say("Direct trees on changes"),
        "forecasting.models.direct:LastTrees",
        DirectParams,
        help=say("As a change from the last value: good when there is no season."),
    ),
    "forest": ModelChoice(
        say("Random forest"),
        "forecasting.models.boosting:Forest",
        ForestParams,
        help=say("Deep trees over all items, grown independently and averaged."),
    ),
    "theta": ModelChoice(
        say("Dynamic Theta"),
        "forecasting.models.statistical:Theta",
        help=say("A trend and a smoothed level of each item: strong for short, monthly and weekly series."),
    ),
    "ets": ModelChoice(
        say("Exponential smoothing"),
        "forecasting.models.statistical:ExponentialSmoothing",
        help=say("Level, trend and season of each item, the recent past counting most."),
    ),
    "ces": ModelChoice(
        say("Complex smoothing"),
        "forecasting.models.statistical:ComplexSmoothing",
        help=say("Exponential smoothing that needs no choice between trends."),
    ),
    "croston": ModelChoice(
        "Croston",
        "forecasting.models.statistical:Croston",
        help=say("For items that rarely sell: how much, and how often."),
    ),
    "adida": ModelChoice(
        "ADIDA",
        "forecasting.models.statistical:Adida",
        help=say("For items that rarely sell: adds up steps until few are empty."),
    ),
    "imapa": ModelChoice(
        "IMAPA",
        "forecasting.models.statistical:Imapa",
        help=say("For items that rarely sell: like ADIDA, over several step lengths."),
    ),
    "prophet": ModelChoice(
        "Prophet",
        "forecasting.models.prophet_model:ProphetPerSeries",
        ProphetParams,
        help=say("A bending trend with seasons, fitted to each item on its own; slow for many items."),
    ),
    LSTM: ModelChoice(
        say("LSTM of all items"),
        "forecasting.models.deep.lstm:Lstm",
        help=say("One neural network reads the recent past of every item, with calendar and known drivers."),
        needs=DEEP,
    ),
    LSTM_PER_ITEM: ModelChoice(
        say("LSTM of each item"),
        "forecasting.models.deep.lstm:LstmPerItem",
        help=say(
            "A four-layer network (128, 64, 32, 16) per item, as in older systems: about half a minute "
            "each, at most {most} items. Used only if you select it by name.",
            most=MOST_LSTM_ITEMS,
        ),
        needs=DEEP,
    ),
    COMBINED: ModelChoice(
        say("Weighted mean of the models"),
        "forecasting.models.means:WeightedMean",
        help=say("The better a model was in the backtest, the more it counts."),
    ),
    FIXED_MEAN: ModelChoice(
        say("Fixed mean of three"),
        "forecasting.models.means:FixedMean",
        help=say(
            "40 % gradient boosting, 30 % Prophet, 30 % LSTM, as in older systems; without the LSTM, 57 % "
            "and 43 % of the first two. Used only if you select it by name."
        ),
    ),
}
MEANS = (COMBINED, FIXED_MEAN)
CANDIDATES = tuple(key for key in MODELS if key not in (*MEANS, LSTM_PER_ITEM))
FAST = (BASELINE, "boosting", "direct_level", "direct_log", "direct_season", "theta")
DIRECT = ("direct_level", "direct_season", "direct_last")  # those that can be tuned
RARE_DEMAND = ("croston", "adida", "imapa")
ONE_BY_ONE = ("theta", "ets", "ces", *RARE_DEMAND)
