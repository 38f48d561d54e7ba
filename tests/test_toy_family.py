"""One small family declares all that the contract offers, and the program derives the rest."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from api.rendering import XLSX_TYPE
from contract import registry
from contract.data import Role, Table, TrainingData
from contract.roles import role_problems
from datasets.models import DatasetVersion
from predictions.job_execution import execute
from predictions.models import Prediction, PredictionJob, PredictionLog
from tests.conftest import Api, upload
from tests.helpers import train_here
from tests.toy_family import DayPrices, Stall, StallHistory
from training.models import ModelVersion
from training.runs.orders import RunOrder

SALES = b"day,price,units\n" + b"\n".join(b"d%d,%d,%d" % (n, n, 100 - 10 * n) for n in range(1, 8))
COSTS = b"day,cost\nd1,2\nd2,4\n"
ASK = "/models/stall/asks"


@pytest.fixture(autouse=True)
def toys() -> Iterator[None]:
    for family in (Stall(), StallHistory()):
        registry.register(family)
    registry.register_derivation(DayPrices())
    yield
    registry.unregister("stall")
    registry.unregister("stall_history")
    registry.unregister_derivation("day_prices")


@pytest.fixture
def stall(analyst: User) -> ModelVersion:
    sales, costs = upload(analyst, SALES, "sales.csv"), upload(analyst, COSTS, "costs.csv")
    tables = {"costs": costs.reference}
    columns = {"day": "day", "price": "price", "units": "units", "costs.day": "day", "costs.cost": "cost"}
    order = RunOrder(family="stall", dataset=sales.reference, tables=tables, columns=columns, name="stall")
    return train_here(analyst, order)


def test_its_asks_and_their_tables_are_listed(stall: ModelVersion, api: Api) -> None:
    first, second = api("GET", ASK).json()
    assert (first["key"], first["splittable"], first["logged"]) == ("predict", True, True)
    assert (second["key"], second["splittable"], second["logged"]) == ("slide", False, False)
    assert [(table["key"], table["roles"]) for table in first["tables"]] == [
        ("rows", {"day": "day", "price": "price", "units": "units"}),
        ("costs", {"day": "day", "cost": "cost"}),
    ]
    assert set(first["request"]["properties"]) == {"rows", "costs"}


def test_it_answers_with_named_tables_and_a_curve_and_is_logged_by_two_keys(
    stall: ModelVersion, api: Api
) -> None:
    answer = api("POST", f"{ASK}/predict", {"rows": [{"price": 4}, {"price": 6}]}).json()
    assert [row["profit"] for row in answer["predictions"]] == pytest.approx([(4 - 3) * 60, (6 - 3) * 40])
    assert [row["price"] for row in answer["best"]] == [6]
    assert [block["kind"] for block in answer["blocks"]] == ["curve"]
    assert list(Prediction.objects.values_list("key", "keys")) == [
        ("0 · 4.0", ["0", "4.0"]),
        ("1 · 6.0", ["1", "6.0"]),
    ]


def test_a_workbook_has_a_sheet_for_each_table_of_the_answer(stall: ModelVersion, api: Api) -> None:
    answer = api(
        "POST", f"{ASK}/predict", {"rows": [{"price": 4}, {"price": 6}]}, headers={"Accept": XLSX_TYPE}
    )
    sheets = pd.read_excel(io.BytesIO(answer.content), sheet_name=["stall-1.0.0", "best"])
    assert [list(sheet["price"]) for sheet in sheets.values()] == [[4, 6], [6]]


def test_a_table_comes_with_the_request_or_by_the_name_of_a_data_set(stall: ModelVersion, api: Api) -> None:
    def profit(costs: Any) -> Any:
        answer = api("POST", f"{ASK}/predict", {"rows": [{"price": 6}], "tables": {"costs": costs}})
        return answer.json()["predictions"][0]["profit"]

    assert profit([{"cost": 1}]) == pytest.approx((6 - 1) * 40)
    assert profit("costs@latest") == profit("costs@1") == pytest.approx((6 - 3) * 40)


def test_a_slider_that_is_moved_is_not_logged(stall: ModelVersion, api: Api) -> None:
    answer = api("POST", f"{ASK}/slide", {"rows": [{"price": 5}]})
    assert answer.status_code == 200
    assert answer.json()["prediction_id"] is None
    assert not PredictionLog.objects.exists()
    assert api("POST", f"{ASK}/nope", {}).status_code == 404


def test_every_ask_has_its_form_and_draws_its_curve(stall: ModelVersion, page: Client) -> None:
    for address in ("/models/stall/1/try", "/models/stall/1/try/slide"):
        response = page.post(address, {"row-price": "5", "table-costs": "costs"})
        assert [block["kind"] for block in response.context["blocks"]] == ["curve"]
        assert 'class="block block-curve"' in response.content.decode()
        for other in ("predict", "slide"):
            assert f'href="/models/stall/1/try/{other}"' in response.content.decode()


def test_a_sheet_is_answered_by_an_ask_and_a_data_set_for_its_other_table(
    stall: ModelVersion, page: Client, analyst: User
) -> None:
    shown = page.get("/models/stall/1/jobs").context["form"]
    assert [field.name for field in shown.menus] == ["table-costs"]
    sheet = SimpleUploadedFile("prices.csv", b"price\n6\n")
    page.post("/models/stall/1/jobs", {"file": sheet, "ask": "predict", "table-costs": "costs"})
    job = PredictionJob.objects.get()
    execute(job.pk)
    job.refresh_from_db()
    assert [flag["code"] for flag in job.flags] == ["rows_alone"]  # "best" is of rows together.
    answer = page.get(f"/jobs/{job.pk}/result.csv").content.decode()
    assert float(answer.splitlines()[1].split(",")[3]) == pytest.approx((6 - 3) * 40)


def test_an_analysis_is_trained_and_never_asked(analyst: User, api: Api, page: Client) -> None:
    sales = upload(analyst, SALES, "sales.csv")
    train_here(analyst, RunOrder(family="stall_history", dataset=sales.reference, name="history"))
    assert api("GET", "/models/history/asks").json() == []
    assert api("POST", "/models/history/predict", {"rows": []}).status_code == 404
    shown = page.get("/models/history/").content.decode()
    assert "In short" in shown
    assert 'id="try"' not in shown
    assert page.get("/models/history/1/try").status_code == 404


def test_it_learns_by_trying(stall: ModelVersion, api: Api) -> None:
    session = api("POST", "/sessions", {"model": "stall"}).json()["id"]
    for step, price in enumerate(("3", "5", "7"), start=1):
        found = api("POST", f"/sessions/{session}/propose").json()
        assert (found["step"], found["proposal"]) == (step, {"price": price})
        done = {"step": step, "result": {"profit": float(price)}}
        assert api("POST", f"/sessions/{session}/observe", done).status_code == 200
    assert api("POST", f"/sessions/{session}/propose").json()["why"] == "It brought most."


def test_its_recipe_shows_what_it_would_make(stall: ModelVersion, api: Api) -> None:
    assert [one["key"] for one in api("GET", "/derivations").json()["results"]] == ["day_prices"]
    found = api("POST", "/derivations/day_prices/preview", {"tables": {"main": "sales"}}).json()
    assert (found["rows"], found["first"][0]) == (7, {"day": "d1", "price": 1.0})
    assert DatasetVersion.objects.count() == 2


def test_two_of_one_key_are_an_error_at_the_start() -> None:
    with pytest.raises(registry.RegisteredTwice, match="'stall' is taken"):
        registry.register(Stall())
    with pytest.raises(registry.RegisteredTwice, match="'day_prices' is taken"):
        registry.register_derivation(DayPrices())


def test_a_role_may_be_needed_by_some_settings_alone() -> None:
    role = Role(
        "cost", "Cost", ("number",), required=False, required_if=lambda settings: settings == "margin"
    )
    roles, data = {"cost": (Table("main", "Sales", (role,)), role)}, TrainingData({"main": None}, {})  # type: ignore[dict-item]
    assert role_problems(roles, data, "revenue") == []
    [problem] = role_problems(roles, data, "margin")
    assert (problem.code, problem.fatal) == ("missing_role", True)
