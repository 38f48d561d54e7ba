"""POST /upload-train-forecast: a sheet of dates and amounts in, a forecast out."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.contrib.auth.models import User

from datasets.models import Dataset, DatasetVersion
from tests.api.problems import assert_problem, strict_json
from tests.conftest import Api, sales_csv
from tests.datasets.uploads import AMBIGUOUS, PNG, assert_nothing_kept
from tests.predictions.trained_on_the_spot import fail_now, shortcut
from training.models import TrainedModel, TrainingRun
from training.runs import services as run_services

SALES = sales_csv(days=40)


def forecast(api: Api, content: bytes = SALES, **fields: Any) -> Any:
    return shortcut(api, "forecast", content, **fields)


def test_the_answer(api: Api, analyst: User, worker: None) -> None:
    response = forecast(api, horizon_days=5)
    assert response.status_code == 200
    answer = strict_json(response.content)
    assert set(answer) == {
        *("run", "model", "version", "extends", "forecast", "horizon", "metrics", "baseline", "problems"),
        *("defaults", "processing_seconds"),
    }
    days = [str(date(2025, 2, 10) + timedelta(n)) for n in range(5)]
    assert [row["date"] for row in answer["forecast"]] == days
    for row in answer["forecast"]:
        assert set(row) == {"date", "value", "lower", "upper"}
        assert 0 <= row["lower"] <= row["value"] <= row["upper"]
        assert 50 < row["value"] < 160
    assert answer["metrics"]["wape"] > 0
    assert set(answer["baseline"]) == set(answer["metrics"])
    assert answer["processing_seconds"] > 0
    run = TrainingRun.objects.get(pk=answer["run"])
    assert (run.status, run.effort, run.trigger, run.requested_by) == ("succeeded", "fast", "api", analyst)
    assert Dataset.objects.get().owner == analyst


def test_the_answer_is_what_was_stored(api: Api, worker: None) -> None:
    answer = forecast(api, horizon_days=3).json()
    path = f"/models/{answer['model']}/versions/{answer['version']}"
    stored = api("GET", f"{path}/results").json()["results"]
    assert answer["forecast"] == [
        {"date": r["date"], "value": r["value"], "lower": r["lower_95"], "upper": r["upper_95"]}
        for r in stored
    ]
    version = api("GET", path).json()
    assert (version["metrics"], version["baseline"]) == (answer["metrics"], answer["baseline"])


def test_other_names_of_columns_and_a_series_each(api: Api, worker: None) -> None:
    content = sales_csv(days=40, items=("North", "South")).replace(b"date,store,amount", b"day,shop,sold")
    fields = {"date_column": "day", "amount_column": "sold", "item_column": "shop", "horizon_days": 2}
    answer = forecast(api, content, **fields).json()
    assert [(row["item"], row["date"]) for row in answer["forecast"]] == [
        *(("North", "2025-02-10"), ("North", "2025-02-11")),
        *(("South", "2025-02-10"), ("South", "2025-02-11")),
    ]
    north, _, south, _ = answer["forecast"]
    assert set(north) == {"item", "date", "value", "lower", "upper"}
    assert south["value"] > 1.5 * north["value"]


def test_names_of_the_sheet_count_where_the_data_set_has_others(
    api: Api, worker: None, sales: DatasetVersion
) -> None:
    content = sales_csv(days=40).replace(b"date,amount", b"DATE,Amount")
    fields = {"date_column": "DATE", "amount_column": "Amount", "horizon_days": 2}
    answer = forecast(api, content, dataset="sales", **fields)
    assert answer.status_code == 200
    assert len(answer.json()["forecast"]) == 2
    assert list(DatasetVersion.objects.get(number=2).kinds) == ["date", "amount"]


def test_ninety_days_unless_told_otherwise(api: Api, worker: None) -> None:
    answer = forecast(api).json()
    assert len(answer["forecast"]) == 90
    assert answer["defaults"] == {"date_column": "date", "amount_column": "amount", "horizon_days": 90}
    assert answer["horizon"] == {"horizon_days": 90, "steps": 90, "step": "day", "default": True}
    assert "horizon_in_steps" not in [problem["code"] for problem in answer["problems"]]


def sheet(freq: str, rows: int) -> bytes:
    days = pd.date_range("2020-01-31", periods=rows, freq=freq).strftime("%Y-%m-%d %H:%M:%S")
    lines = [f"{day},{100 + 10 * (row % 4) + row % 7}" for row, day in enumerate(days)]
    return "\n".join(["date,amount", *lines]).encode()


@pytest.mark.parametrize(
    ("freq", "rows", "days", "steps", "step"),
    [
        ("ME", 40, 90, 3, "month"),
        ("ME", 40, 1, 1, "month"),
        ("ME", 40, 365, 12, "month"),
        ("QE", 20, 90, 1, "quarter"),
        ("7D", 60, 30, 5, "week"),
        ("14D", 60, 90, 7, "2 weeks"),
        ("6h", 120, 3, 12, "6 hours"),
        ("15min", 400, 1, 96, "15 minutes"),
    ],
)
def test_days_are_days_on_any_step(
    freq: str, rows: int, days: int, steps: int, step: str, api: Api, worker: None
) -> None:
    answer = forecast(api, sheet(freq, rows), horizon_days=days).json()
    assert len(answer["forecast"]) == steps
    assert answer["horizon"] == {"horizon_days": days, "steps": steps, "step": step, "default": False}
    said = [problem["message"] for problem in answer["problems"] if problem["code"] == "horizon_in_steps"]
    expected = f"horizon_days is {days}: the forecast is {steps} steps long (step: {step})."
    assert said == ([expected] if steps != days else [])


def test_more_steps_than_can_be_forecast_are_refused_where_asked_for(api: Api, worker: None) -> None:
    problem = assert_problem(forecast(api, sheet("h", 300), horizon_days=90), 422)
    assert problem["errors"][0]["location"] == "horizon_days"
    assert "90 days are 2,160 steps of this sheet (step: hour)" in problem["detail"]
    assert "730 can be forecast at once, which is 30 days" in problem["detail"]
    assert_nothing_kept()
    answer = forecast(api, sheet("h", 300)).json()
    assert len(answer["forecast"]) == 730
    assert "horizon_days was not given (90 by default): the forecast is 730 steps long" in json.dumps(answer)


@pytest.mark.parametrize("horizon", ["0", "-1", "731", "soon", "1.5", "²", "--5", "9" * 5000])
def test_a_horizon_that_is_none(horizon: str, api: Api) -> None:
    problem = assert_problem(forecast(api, horizon_days=horizon), 422)
    assert problem["errors"][0]["location"] == "horizon_days"
    assert "from 1 to 730" in problem["detail"]
    assert_nothing_kept()


def test_who_does_not_wait_is_told_where_to_look(
    api: Api, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    queued: list[int] = []
    monkeypatch.setattr(run_services, "enqueue_run", queued.append)
    with django_capture_on_commit_callbacks(execute=True):
        response = forecast(api, prefer="wait=0")
    run = TrainingRun.objects.get()
    assert response.status_code == 202
    assert response["Location"] == f"/api/v1/runs/{run.pk}"
    assert response["Retry-After"] == "1"
    assert (response.json()["id"], response.json()["status"]) == (run.pk, "queued")
    assert queued == [run.pk]


def test_the_same_sheet_again_is_the_next_version_of_the_model(api: Api, worker: None) -> None:
    first, second = (forecast(api, horizon_days=2).json() for _ in range(2))
    assert (first["model"], first["version"], second["version"]) == (second["model"], 1, 2)
    assert first["forecast"] == second["forecast"]
    assert DatasetVersion.objects.count() == 1


def test_an_idempotency_key_trains_once(api: Api, worker: None) -> None:
    def call() -> Any:
        return api(
            "POST",
            "/upload-train-forecast",
            {"horizon_days": 2},
            headers={"Idempotency-Key": "once"},
            files={"file": ("sales.csv", SALES)},
        )

    assert call().content == call().content
    assert TrainingRun.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said", "column", "row"),
    [
        (b"", "'sheet.csv' is empty", None, None),
        (PNG, "'sheet.csv' is a PNG picture", None, None),
        (SALES.replace(b"amount", b"sold"), "no column 'amount'; it has date, sold", "amount", None),
        (b"date,amount\n2024-01-01,many\n2024-01-02,more\n", "'many' in row 2", "amount", 2),
        (
            b"date,amount\n30/01/2024,1\n31/02/2024,2\n31/04/2024,3\n",
            "'31/02/2024' is not a real date",
            "date",
            3,
        ),
        (b"date,amount\n2024-01-01,5\n", "has 1 row with", "amount", None),
        (sales_csv(days=19), "has 19 rows", "amount", None),
        (b"date,amount\n" + b"2024-01-01,5\n" * 30, "is 5 in all 30 rows", "amount", None),
        (AMBIGUOUS, "Choose date_order", "date", None),
    ],
)
def test_a_sheet_that_cannot_answer_leaves_nothing(
    content: bytes, said: str, column: str | None, row: int | None, api: Api
) -> None:
    problem = assert_problem(forecast(api, content, horizon_days=7), 422)
    assert said in problem["detail"]
    (entry,) = problem["errors"]
    assert entry["location"] == {"table": "main", "column": column, "row": row, "series": None}
    assert_nothing_kept()


def test_a_refused_sheet_that_was_there_before_stays(api: Api) -> None:
    short = sales_csv(days=19)
    api("POST", "/datasets", {}, files={"file": ("sheet.csv", short)})
    assert_problem(forecast(api, short), 422)
    assert DatasetVersion.objects.get().original.read() == short
    assert not TrainingRun.objects.exists()


@pytest.mark.parametrize(
    ("cell", "code", "column"),
    [("2025-01-05,many", "not_a_number", "amount"), ("2025-02-31,5", "impossible_date", "date")],
)
def test_single_bad_cells_are_named_in_the_answer(
    cell: str, code: str, column: str, api: Api, worker: None
) -> None:
    lines = SALES.decode().splitlines()
    lines[5] = cell
    answer = forecast(api, "\n".join(lines).encode(), horizon_days=2).json()
    (found,) = [problem for problem in answer["problems"] if problem["code"] == code]
    assert (found["column"], found["row"], found["count"]) == (column, 6, 1)
    assert len(answer["forecast"]) == 2


def test_a_run_that_fails_on_its_data_says_why(
    api: Api, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {
        "code": "too_short",
        "message": "series 'A' has 9 rows, at least 24 are needed",
        "table": "main",
        "column": None,
        "row": None,
        "series": "A",
        "count": 9,
        "remedy": "Add older rows.",
        "fatal": True,
    }
    note = {**found, "code": "gaps", "message": "3 days without a row", "fatal": False}
    monkeypatch.setattr(run_services, "enqueue_run", fail_now("too short", [note, found]))
    problem = assert_problem(forecast(api), 422)
    assert problem["detail"] == found["message"]
    (entry,) = problem["errors"]
    assert entry["location"]["series"] == "A"
    assert problem["run"] == TrainingRun.objects.get().pk
    assert Dataset.objects.exists()  # The run's record shows what it was trained on.


def test_a_run_that_fails_otherwise_is_our_fault(
    api: Api, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_services, "enqueue_run", fail_now("The machine has too little memory.", []))
    problem = assert_problem(forecast(api), 500)
    assert problem["run"] == TrainingRun.objects.get().pk
    assert problem["detail"] == "The machine has too little memory."


def test_a_run_that_was_cancelled(api: Api, worker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancel(run_id: int) -> None:
        assert TrainingRun.objects.get(pk=run_id).cancel_queued()

    monkeypatch.setattr(run_services, "enqueue_run", cancel)
    assert "was cancelled" in assert_problem(forecast(api), 409)["detail"]


def test_what_a_call_may_get_wrong(api: Api) -> None:
    assert_problem(api("POST", "/upload-train-forecast", {}, files={}), 400)
    assert_problem(api("POST", "/upload-train-forecast", {"file": "sales.csv"}), 415)
    assert_problem(api("GET", "/upload-train-forecast"), 405)
    assert_problem(forecast(api, mode="append"), 422)
    assert_problem(forecast(api, dataset="no-such"), 404)
    assert_nothing_kept()


@pytest.mark.parametrize(
    ("name", "horizon", "last"),
    [("sales_forecasting_training.csv", 30, None), ("test_forecast.csv", 7, "2025-01-06")],
)
def test_the_sheets_this_was_made_for(
    name: str, horizon: int, last: str | None, known_sheets: Path, api: Api, worker: None
) -> None:
    content = (known_sheets / "seed" / name).read_bytes()
    answer = forecast(api, content, file_name=name, horizon_days=horizon).json()
    amounts = [float(line.split(b",")[1]) for line in content.split()[1:]]
    first = date.fromisoformat(content.split()[-1].split(b",")[0].decode()) + timedelta(1)
    assert [row["date"] for row in answer["forecast"]] == [str(first + timedelta(n)) for n in range(horizon)]
    assert last is None or answer["forecast"][-1]["date"] == last
    for row in answer["forecast"]:
        assert min(amounts) * 0.5 < row["lower"] < row["value"] < row["upper"] < max(amounts) * 1.5
    assert answer["metrics"]["wape"] < 0.2
    assert TrainedModel.objects.get().slug == answer["model"]
    assert json.dumps(answer["forecast"])
