"""The forecasting models that are kept: both efforts, every kind of sheet, and each model by its name."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.stored_models import series_sheets as sheets
from tests.stored_models.case import Case, Sheet

FAMILY = "forecasting"
SHORT = ({"horizon": 5}, {"horizon": 10, "items": ["Harbour"], "levels": [50, 90]})
TOTALS = (
    {"horizon": 14, "period": "week", "levels": [80]},
    {"horizon": 14, "period": "horizon", "group": "all"},
)
SHOPS = (
    *SHORT,
    *TOTALS,
    {"horizon": 3, "items": ["North", "Harbour", "North"], "levels": [99, 1, 80]},
    {"horizon": 9, "items": ["North"], "period": "day"},
    {"horizon": 40, "period": "month"},
    {"horizon": 2, "items": ["North", "Nowhere"]},
    {"horizon": 2, "group": "colour"},
    {"horizon": 2, "future": [{"item": "North", "date": "2024-02-05", "price": 2}]},
)
TEA, COFFEE = "North / tea", "Harbour / coffee"
DRIVERS = (
    {"horizon": 5, "levels": [80]},
    {"horizon": 9, "items": [TEA, COFFEE]},
    {
        "horizon": 7,
        "items": [TEA],
        "future": [
            {"date": "2024-03-25", "price": 2.5, "promotion": True, "campaign": "radio"},
            {"date": "2024-03-26T00:00:00", "price": "3.25", "promotion": False, "campaign": "leaflet"},
            {"date": "2024-03-30", "price": 3, "promotion": False, "campaign": "none"},
        ],
    },
    {
        "horizon": 7,
        "items": [TEA, COFFEE],
        "levels": [90],
        "future": [
            {"item": TEA, "date": "2024-03-30", "price": 900, "promotion": 1, "campaign": "radio"},
            {"item": COFFEE, "date": "2024-03-30", "price": None, "promotion": 0, "campaign": None},
            {"item": COFFEE, "date": "2024-03-31", "promotion": 1},
        ],
    },
    {
        "horizon": 7,
        "items": [COFFEE],
        "levels": [90],
        "future": [
            {"item": COFFEE, "date": "2024-03-30", "price": 8, "promotion": False, "campaign": "television"},
            {"item": TEA, "date": "2024-03-30", "price": 2, "promotion": True, "campaign": "none"},
        ],
    },
    {"horizon": 14, "period": "week", "group": "store", "levels": [80]},
    {"horizon": 14, "period": "horizon", "group": "product", "levels": [80]},
    {"horizon": 3, "group": "kind", "levels": [80]},
    {"horizon": 8, "group": "all", "items": [TEA, "Harbour / tea"], "levels": [80]},
    {"horizon": 2, "future": [{"date": "2024-03-30", "price": 3}]},
    {"horizon": 2, "items": [TEA], "future": [{"date": "someday", "price": 3}]},
    {"horizon": 2, "items": [TEA], "future": [{"date": "2024-03-30", "price": "cheap"}]},
    {"horizon": 2, "items": [TEA], "future": [{"date": "2024-03-30", "promotion": "yes"}]},
    {"horizon": 2, "items": [TEA], "future": [{"date": "2024-03-30", "weather": "sunny"}]},
    {"horizon": 2, "items": [TEA], "future": [{"price": 3}]},
)
PROMOTIONS = (
    {"horizon": 10},
    {
        "horizon": 5,
        "items": ["Harbour"],
        "future": [
            {
                "date": "2024-03-12",
                "planned promotion": True,
                "planned promotion: kind": "discount",
                "planned promotion: depth": "15.5",
            },
            {"date": "2024-03-13", "planned promotion": False},
        ],
    },
    *TOTALS,
)
MONTHS = (
    {"horizon": 12},
    {"horizon": 15, "items": ["2"], "levels": [50]},
    {"horizon": 4, "items": [1]},
    {"horizon": 9, "period": "quarter", "levels": [80]},
    {"horizon": 24, "period": "year", "group": "all", "levels": [80]},
    {"horizon": 6, "period": "week"},
    {"horizon": 2, "items": ["3"]},
)
HOURS = (
    {"horizon": 24, "levels": [80]},
    {"horizon": 60, "period": "day"},
    {"horizon": 30, "period": "horizon", "levels": [50, 95]},
)
SELDOM = (
    {"horizon": 4},
    {"horizon": 9, "items": ["valve"], "levels": [90]},
    {"horizon": 28, "period": "week", "group": "all", "levels": [80]},
)
OWN_ENDS = (
    {"horizon": 5},
    {"horizon": 9, "items": ["Harbour"], "levels": [90]},
    {"horizon": 7, "group": "all"},
)
SMALL_TREES = {"trees": 12, "leaves": 6}

RARE = ("croston", "adida", "imapa")
ALONE: dict[str, dict[str, Any]] = {
    "seasonal_naive": {},
    "boosting": {"trees": 12, "depth": 3},
    **{f"direct_{kind}": SMALL_TREES for kind in ("level", "log", "season", "last")},
    "forest": SMALL_TREES,
    "theta": {},
    "ets": {},
    "ces": {},
    "prophet": {"seasonality": "multiplicative"},
    "fixed_mean": {},
}
"""Models by their names and with few trees, so that their files are small. The weighted mean of models, whose
trees cannot be fewer, is what both efforts have chosen."""


def case(name: str, data: Sheet, requests: Any, **more: Any) -> Case:
    return Case(name, FAMILY, data, requests, settings={"horizon": 7} | more.pop("settings", {}), **more)


CASES = (
    # So few days that the weighted mean of many models is a small file.
    case("forecasting-fast", partial(sheets.shops, days=35), SHOPS, settings={"horizon": 3}),
    case("forecasting-best", partial(sheets.shops, days=28), SHOPS, settings={"horizon": 3}, effort="best"),
    case("forecasting-drivers", sheets.drivers, DRIVERS, model="direct_level", params=SMALL_TREES),
    case("forecasting-drivers-boosting", sheets.drivers, DRIVERS, model="boosting", params=ALONE["boosting"]),
    case(
        "forecasting-holidays",
        sheets.drivers,
        DRIVERS[:5],
        model="direct_log",
        params=SMALL_TREES,
        settings={"country": "ZA", "payday": "25", "drivers_ahead": "usual", "unit": "pieces"},
    ),
    case("forecasting-promotions", sheets.promotions, PROMOTIONS, model="direct_level", params=SMALL_TREES),
    case("forecasting-months", sheets.months, MONTHS, model="ets", settings={"horizon": 12}),
    case("forecasting-months-trees", sheets.months, MONTHS, model="direct_season", params=SMALL_TREES),
    case("forecasting-hours", sheets.hours, HOURS, model="theta", settings={"horizon": 24}),
    case("forecasting-hours-trees", sheets.hours, HOURS, model="direct_season", params=SMALL_TREES),
    case("forecasting-own-ends", sheets.own_ends, OWN_ENDS, model="theta", settings={"ends": "own"}),
    *(
        case(f"forecasting-{key}", sheets.shops, SHORT + TOTALS, model=key, params=ALONE[key])
        for key in ALONE
    ),
    *(case(f"forecasting-{key}", sheets.seldom, SELDOM, model=key) for key in RARE),
)
