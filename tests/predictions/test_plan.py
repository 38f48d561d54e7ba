"""The grid of a plan: what is known is shown, what is filled in is answered, and can be kept."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contract import registry
from contract.data import TrainingData
from contract.family import Trained
from datasets.models import DatasetVersion
from tests.conftest import upload
from training.models import Draft, ModelVersion
from training.runs.orders import RunOrder, plan_for
from training.runs.services import start_run
from training.versions.services import keep

PLAN = "/models/shops/1/plan"
KINDS: Any = {
    "date": "date",
    "store": "category",
    "amount": "number",
    "promo": "number",
    "layout": "category",
}
COLUMNS: Any = {"time": "date", "target": "amount", "item": "store", "features": ("promo", "layout")}
HORIZON = 7


def shops() -> bytes:
    """Two stores until 28 February 2025; in promotions twice as much is sold."""
    random, frames = np.random.default_rng(3), []
    for store in ("north", "south"):
        dates = pd.date_range(end="2025-02-28", periods=210)
        promo = np.repeat(random.random(30) < 0.4, 7).astype(int)
        amounts = (100 * (1 + promo) + random.normal(0, 3, 210)).round(1)
        layout = np.where(dates.dayofweek < 5, "work", "rest")
        frames.append(
            pd.DataFrame({"date": dates, "store": store, "amount": amounts, "promo": promo, "layout": layout})
        )
    return pd.concat(frames).to_csv(index=False).encode()


@pytest.fixture(scope="session")
def forecast_of_shops() -> Trained:
    family = registry.get("forecasting")
    frame = pd.read_csv(io.BytesIO(shops()), parse_dates=["date"])
    data = TrainingData({"main": frame}, COLUMNS, {"main": KINDS})
    return family.train(data, plan_for(family, {"horizon": HORIZON}, {}, "direct_level"))


@pytest.fixture
def version(analyst: User, forecast_of_shops: Trained) -> ModelVersion:
    dataset = upload(analyst, shops(), "shops.csv")
    columns = {key: list(names) if isinstance(names, tuple) else names for key, names in COLUMNS.items()}
    order = RunOrder(
        family="forecasting",
        dataset=dataset.reference,
        name="shops",
        columns=columns,
        settings={"horizon": HORIZON},
    )
    run = start_run(analyst, order)
    assert run.claim()
    return keep(run, plan_for(run.get_family(), run.settings, run.params), forecast_of_shops)


pytestmark = pytest.mark.usefixtures("version")


def texts(response: Any) -> list[list[str]]:
    return [[cell["text"] for cell in row["cells"]] for row in response.context["rows"]]


def cells(promo: str, layout: str = "work") -> dict[str, str]:
    promos = {f"cell-{row}-0": promo for row in range(HORIZON)}
    return promos | {f"cell-{row}-1": layout for row in range(HORIZON)}


def total(response: Any) -> float:
    return float(response.context["served"].answer.table["value"].sum())


def test_the_grid_has_the_dates_ahead_and_the_columns_known_in_advance(page: Client) -> None:
    response = page.get(PLAN)
    assert response.context["rows"][0]["date"] == "2025-03-01"
    assert len(response.context["rows"]) == HORIZON
    assert texts(response) == [["", ""]] * HORIZON
    content = response.content.decode()
    assert "1 Mar 2025" in content
    assert '<option value="1">yes</option>' in content
    assert "<option>rest</option>" in content


def test_other_horizons_and_single_items_can_be_planned(page: Client) -> None:
    response = page.get(f"{PLAN}?item=south&steps=3")
    assert len(response.context["rows"]) == 3
    assert "<option selected>south</option>" in response.content.decode()
    assert page.get(f"{PLAN}?item=west").status_code == 422


def test_an_answer_follows_the_plan_and_assumes_nothing(page: Client) -> None:
    with_it = page.post(PLAN, {"act": "answer", "item": "", "steps": "7", **cells("1")})
    without = page.post(PLAN, {"act": "answer", "item": "", "steps": "7", **cells("0")})
    assert total(with_it) > 1.5 * total(without)
    assert "driver_assumed" not in {flag.code for flag in with_it.context["served"].answer.flags}
    of_one = page.post(PLAN, {"act": "answer", "item": "south", "steps": "7", **cells("1")})
    assert set(of_one.context["served"].answer.table["item"]) == {"south"}


def test_what_is_left_empty_is_assumed_and_said(page: Client) -> None:
    response = page.post(PLAN, {"act": "answer", "item": "", "steps": "7", **cells("")})
    assert "&#x27;promo&#x27; is not known for 7 days ahead" in response.content.decode()


@pytest.mark.parametrize(
    ("rule", "more", "expected"),
    [
        ("value", {}, ["1"] * 7),
        ("value", {"from": "2025-03-03", "to": "2025-03-04"}, ["", "", "1", "1", "", "", ""]),
        ("weeks", {}, ["1"] * 7 + ["0"] * 7),
        ("year", {}, [""] * 7),
    ],
)
def test_a_column_is_filled_by_rule(
    page: Client, rule: str, more: dict[str, str], expected: list[str]
) -> None:
    posted = {"act": "fill", "steps": str(len(expected)), "column": "promo", "rule": rule, "value": "1"}
    response = page.post(PLAN, posted | more)
    assert [row[0] for row in texts(response)] == expected
    filled = sum(text != "" for text in expected)
    said = (
        f"{filled} cells of promo filled."
        if filled
        else "No cell was filled: nothing is known of these dates."
    )
    assert said in response.content.decode()


def test_a_cell_that_cannot_be_read_is_marked_and_nothing_is_asked(page: Client) -> None:
    response = page.post(PLAN, {"act": "answer", "steps": "7", **cells("1", "holiday")})
    assert response.status_code == 422
    assert "served" not in response.context
    assert "Not one of the values there are." in response.content.decode()


def test_a_plan_is_kept_as_a_version_and_leads_to_training_again(page: Client) -> None:
    response = page.post(PLAN, {"act": "keep", "item": "", "steps": "7", **cells("1")})
    draft = Draft.objects.get()
    assert response["Location"].startswith(f"/ask/{draft.pk}/")
    side = draft.side_tables.get()
    assert (side.table, side.columns["known"]) == ("plan", ["promo", "layout"])
    assert side.version is not None
    assert side.version.reference == "plan-for-shops@1"
    assert side.version.frame()["promo"].tolist() == [1] * 7


def test_rows_of_an_item_are_added_to_the_plan_there_is(
    page: Client, analyst: User, version: ModelVersion
) -> None:
    first = upload(analyst, b"date,promo\n2025-03-01,0\n2025-03-02,0\n", "plan.csv")
    assert version.run is not None
    version.run.run_tables.create(
        table="plan", version=first, dataset_name=first.reference, sha256=first.sha256
    )
    page.post(PLAN, {"act": "keep", "item": "south", "steps": "7", **cells("1")})
    kept = DatasetVersion.objects.get(dataset=first.dataset, number=2).frame()
    assert len(kept) == 2 + 7
    assert kept["promo"].tolist() == [0, 0, *[1] * 7]
    assert kept["item"].dropna().unique().tolist() == ["south"]


def test_who_may_not_train_is_not_offered_to_keep_it(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    assert "Keep it and train again" not in client.get(PLAN).content.decode()


def test_more_items_take_no_more_queries(page: Client) -> None:
    page.get(PLAN)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page.get(f"{PLAN}?steps=3")
    with CaptureQueriesContext(connection) as many:
        page.get(f"{PLAN}?steps=300")
    assert len(few) == len(many)


def test_a_model_that_knows_nothing_in_advance_has_no_plan(page: Client, forecast: ModelVersion) -> None:
    assert page.get(forecast.get_absolute_url() + "/plan").status_code == 404


def test_try_it_takes_what_is_known_in_advance_for_every_date(page: Client) -> None:
    """Left empty, it is not sent."""
    address = "/models/shops/1/try"
    assert "future" not in page.get(address).context["calls"]["python"]
    asked = {"request-horizon": "7", "request-items": ["north"]}
    answers = [
        page.post(address, {**asked, "row-promo": promo, "row-layout": "work"}) for promo in ("1", "0")
    ]
    assert total(answers[0]) > 1.5 * total(answers[1])
    assert "'promo': 1" in answers[0].context["calls"]["python"]


def test_try_it_leads_to_the_plan_of_a_model_that_has_one(page: Client, forecast: ModelVersion) -> None:
    assert f'href="{PLAN}"' in page.get("/models/shops/1/try").content.decode()
    assert "/plan" not in page.get("/models/stores/1/try").content.decode()
