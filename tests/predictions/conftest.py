"""A forecast to ask beside the segments of ``tests/conftest.py``; a worker; an empty cache each time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile

from contract import registry
from contract.data import TrainingData
from contract.family import Trained
from datasets.models import DatasetVersion
from jobs import queue
from predictions import job_execution, jobs, shortcuts
from predictions.loading import loaded
from predictions.models import PredictionJob
from tests.conftest import Api, sales_csv, upload
from tests.predictions import customers_asked
from tests.predictions.leads_asked import AS_OF, CUSTOMER, DATA, PREDICT
from tests.predictions.trained_on_the_spot import commit_and_wait, train_now
from tests.written import HANDS, as_csv
from training.models import ModelVersion
from training.runs import services as run_services
from training.runs.orders import RunOrder, plan_for
from training.runs.services import start_run
from training.versions.services import keep

WAITING = 60

STORES = ("north", "o'south")


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trains each run in the test's own process, as soon as it is queued."""
    monkeypatch.setattr(run_services, "enqueue_run", train_now)
    monkeypatch.setattr(shortcuts, "wait_for", commit_and_wait)


@pytest.fixture(autouse=True)
def nothing_loaded() -> Iterator[None]:
    loaded._models.clear()
    yield
    loaded._models.clear()


@pytest.fixture(scope="session")
def forecast_of_stores() -> Trained:
    """A forecast of two stores, trained once for all tests."""
    family = registry.get("forecasting")
    frame = pd.read_csv(io.BytesIO(sales_csv(items=STORES)), parse_dates=["date"])
    columns = {"time": "date", "target": "amount", "item": "store"}
    data = TrainingData(
        {"main": frame}, columns, {"main": {"date": "date", "amount": "number", "store": "category"}}
    )
    return family.train(data, plan_for(family, {"horizon": 7}, {}, "seasonal_naive"))


@pytest.fixture
def forecast(analyst: User, forecast_of_stores: Trained) -> ModelVersion:
    """A trained forecast of the analyst."""
    dataset: DatasetVersion = upload(analyst, sales_csv(items=STORES))
    order = RunOrder(family="forecasting", dataset=dataset.reference, name="stores", settings={"horizon": 7})
    run = start_run(analyst, order)
    assert run.claim()
    return keep(run, plan_for(run.get_family(), run.settings, run.params), forecast_of_stores)


@pytest.fixture(scope="session")
def scores_of_leads() -> Trained:
    """Lead scores of the family's own example, trained once for all tests."""
    family = registry.get("lead_scoring")
    return family.train(family.example(), plan_for(family, {}, {}))


@pytest.fixture
def leads(analyst: User, scores_of_leads: Trained) -> ModelVersion:
    """Trained lead scores of the analyst."""
    data = registry.get("lead_scoring").example()
    dataset = upload(analyst, data.main.to_csv(index=False).encode(), "leads.csv")
    order = RunOrder(
        family="lead_scoring",
        dataset=dataset.reference,
        name="leads",
        columns={
            role: [names] if isinstance(names, str) else list(names) for role, names in data.columns.items()
        },
    )
    run = start_run(analyst, order)
    assert run.claim()
    return keep(run, plan_for(run.get_family(), run.settings, run.params), scores_of_leads)


@pytest.fixture
def train_again(analyst: User, segments_of_customers: Trained) -> Callable[[], ModelVersion]:
    """Another version of the segments of ``trained``."""

    def train() -> ModelVersion:
        order = RunOrder(
            family="segmentation", dataset="customers", name="customers", settings={"segments": 2}
        )
        run = start_run(analyst, order)
        assert run.claim()
        return keep(run, plan_for(run.get_family(), run.settings, run.params), segments_of_customers)

    return train


@pytest.fixture(scope="session")
def scores_of_three_sheets() -> Trained:
    """Lead scores that learned from customers, transactions and notes, trained once for all tests."""
    family = registry.get("lead_scoring")
    return family.train(DATA, plan_for(family, {}, {}))


@pytest.fixture
def scores(analyst: User, scores_of_three_sheets: Trained) -> ModelVersion:
    """The model of the analyst; its sheets are the data sets main, transactions and notes."""
    references = {}
    for key, table in DATA.tables.items():
        content = as_csv(HANDS["iso"].rows(table, DATA.kinds[key]), ",")
        references[key] = upload(analyst, content, f"{key}.csv").reference
    order = RunOrder(
        family="lead_scoring",
        dataset=references.pop("main"),
        tables=references,
        name="scores",
        columns={role: [n] if isinstance(n, str) else list(n) for role, n in DATA.columns.items()},
    )
    run = start_run(analyst, order)
    assert run.claim()
    return keep(run, plan_for(run.get_family(), run.settings, run.params), scores_of_three_sheets)


@pytest.fixture
def call(api: Api, scores: ModelVersion) -> Callable[..., Any]:
    """The answer about a customer, or ``rows``, with tables: as of the last day of the sheets, or another."""

    def ask(rows: Any = None, as_of: str | None = AS_OF, **tables: Any) -> Any:
        body = {"rows": [CUSTOMER] if rows is None else rows, "tables": tables, "reasons": 0}
        response = api("POST", PREDICT, body | ({"as_of": as_of} if as_of else {}))
        assert response.status_code == 200, response.content
        return response.json()

    return ask


@pytest.fixture
def many_are_few(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty-five rows are thousands, in parts of ten."""
    settings.PREDICTION_JOB_ROWS = 20
    monkeypatch.setattr(job_execution, "PART", 10)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs handed to the queue, which is always empty."""
    keys: list[int] = []
    monkeypatch.setattr(jobs, "enqueue", keys.append)
    monkeypatch.setattr(queue, "messages_waiting", lambda cluster: 0)
    return keys


@pytest.fixture
def job(api: Api, trained: ModelVersion, many_are_few: None, sent: list[int]) -> PredictionJob:
    """Of 25 customers, in the queue."""
    api("POST", customers_asked.PREDICT, {"rows": customers_asked.ROWS})
    return PredictionJob.objects.get()


@pytest.fixture
def waiting(leads: ModelVersion) -> list[str]:
    """The customers that the list must hold, in its order: the others have an outcome."""
    frame = pd.read_parquet(leads.results)
    frame.loc[frame.index[:WAITING], "known_outcome"] = ""
    frame.loc[frame.index[:WAITING], "recommendation"] = "Call today."
    frame.loc[0, "id"] = "=cmd()"
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    leads.results.save("again.parquet", ContentFile(buffer.getvalue()))
    return frame["id"].head(WAITING).tolist()
