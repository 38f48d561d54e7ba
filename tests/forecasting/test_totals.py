"""Totals of weeks, of the horizon and of groups: by request and in the report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.asking import RequestProblem
from contract.data import MAIN, TrainingData
from contract.family import Trained
from forecasting.options import Request
from tests.forecasting.conftest import FAMILY, WEEK, plan, sheet, train

LEVELS = [80, 95]


@pytest.fixture(scope="module")
def trained() -> Trained:
    """Two stores of two products each, 140 days from a Monday; the forecast begins on a Monday, too."""
    random = np.random.default_rng(3)
    frames = [
        sheet(np.tile(WEEK * size, 20) + random.normal(0, 2, 140)).assign(store=store, product=product)
        for size, (store, product) in enumerate((("N", "a"), ("N", "b"), ("S", "a"), ("S", "b")), start=1)
    ]
    frame = pd.concat(frames, ignore_index=True)
    columns = {"time": "date", "target": "amount", "item": ("store", "product")}
    kinds: Mapping[str, Any] = {
        "date": "date",
        "amount": "number",
        "store": "category",
        "product": "category",
    }
    return FAMILY.train(TrainingData({MAIN: frame}, columns, {MAIN: kinds}), plan(horizon=10))


def ask(trained: Trained, **request: Any) -> pd.DataFrame:
    return trained.model.predict(Request(horizon=10, levels=LEVELS, **request)).table


def test_weeks_are_sums_of_their_days(trained: Trained) -> None:
    days, weeks = ask(trained), ask(trained, period="week")
    assert weeks["date"].tolist() == ["2024-05-20", "2024-05-27"] * 4  # the second in part only
    first = days[days["item"] == "N / a"]["value"].to_numpy()
    found = weeks[weeks["item"] == "N / a"]["value"].tolist()
    assert found == pytest.approx([first[:7].sum(), first[7:].sum()])
    assert list(weeks.columns) == FAMILY.ask().columns(Request(levels=LEVELS))


def test_bounds_of_a_total_are_narrower_than_the_sum_of_bounds(trained: Trained) -> None:
    days, total = ask(trained, group="all"), ask(trained, period="horizon", group="all")
    added = (ask(trained)["upper_95"] - ask(trained)["lower_95"]).sum()
    assert len(days) == 10 and len(total) == 1
    (row,) = total.to_dict("records")
    assert row["lower_95"] < row["lower_80"] < row["value"] < row["upper_80"] < row["upper_95"]
    assert row["upper_95"] - row["lower_95"] < 0.6 * added
    assert row["value"] == pytest.approx(ask(trained)["value"].sum())


def test_groups_are_named_and_add_up(trained: Trained) -> None:
    stores = ask(trained, period="horizon", group="store")
    assert stores["item"].tolist() == ["N", "S"]
    each = ask(trained, period="horizon").set_index("item")["value"]
    assert stores["value"].tolist() == pytest.approx([each[:2].sum(), each[2:].sum()])
    asked = ask(trained, items=["N / a", "S / a"], period="horizon", group="store")
    assert asked["value"].tolist() == pytest.approx([each["N / a"], each["S / a"]])


def test_totals_of_counts_have_whole_bounds(random: np.random.Generator) -> None:
    frames = [sheet(random.poisson(6, 140), item="pieces"), sheet(random.normal(50, 9, 140), item="litres")]
    model = train(*frames, horizon=14, model="theta").model
    table = model.predict(Request(horizon=14, period="week")).table.set_index("item")
    bounds = ["lower_80", "upper_80", "lower_95", "upper_95"]
    assert (table.loc["pieces", bounds] % 1 == 0).all().all()
    assert (table.loc["litres", bounds] % 1 != 0).all().all()


def test_totals_are_not_kept_as_predictions(trained: Trained) -> None:
    assert trained.model.predict(Request(horizon=10)).logged
    assert not trained.model.predict(Request(horizon=10, period="week")).logged


@pytest.mark.parametrize(
    ("request_", "location", "said"),
    [
        ({"group": "brand"}, "group", "choose from all, store, product"),
        ({"period": "week", "group": "colour"}, "group", "'colour'"),
    ],
)
def test_unknown_groups_are_refused(
    trained: Trained, request_: dict[str, Any], location: str, said: str
) -> None:
    with pytest.raises(RequestProblem) as refused:
        ask(trained, **request_)
    assert refused.value.location == location
    assert said in str(refused.value)


def test_a_period_shorter_than_the_step_is_refused() -> None:
    found = train(sheet(np.tile(WEEK, 6), start="2020-01-01", freq="MS"), model="seasonal_naive", horizon=3)
    with pytest.raises(RequestProblem, match="no totals of a week, which is shorter"):
        found.model.predict(Request(horizon=3, period="week"))
    quarters = found.model.predict(Request(horizon=6, period="quarter")).table
    assert quarters["date"].tolist() == ["2023-07-01", "2023-10-01"]


def test_the_report_holds_the_groups_after_the_sum_of_all(trained: Trained) -> None:
    assert trained.items is not None
    names = trained.items["item"].tolist()
    assert names[0] == "All items"
    assert set(names[1:5]) == {"store: S", "store: N", "product: a", "product: b"}
    entry = json.loads(trained.items.set_index("item").loc["store: S", "report"])
    ahead = ask(trained, items=["S / a", "S / b"], period="horizon", group="all")["value"].item()
    assert entry["total"]["value"] == pytest.approx(ahead, rel=1e-4)
    assert len(entry["history"]["at"]) == 140
