"""A client that is made from the description of the API: typed, and it walks from a sheet to its answer."""

from __future__ import annotations

import importlib
import io
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest
from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application

from accounts.models import ApiToken
from api.openapi.views import as_json
from tests.conftest import sales_csv
from tests.predictions.trained_on_the_spot import train_now
from training.runs import services as run_services

NAME = "almanac_client"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package as anybody would generate it."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(as_json())
    order = ["generate", "--path", "openapi.json", "--meta", "none", "--output-path", NAME]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *order],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    sys.path.insert(0, str(folder))
    yield importlib.import_module(NAME)
    sys.path.remove(str(folder))


@pytest.fixture
def client(made: ModuleType, analyst: User, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    """Speaks with the product in this process; runs are trained as soon as they are ordered."""
    settings.ALLOWED_HOSTS = ["almanac.example"]
    monkeypatch.setattr(run_services, "enqueue_run", train_now)
    _token, secret = ApiToken.issue(analyst, "client")
    transport = httpx.WSGITransport(app=get_wsgi_application())
    return made.AuthenticatedClient(
        base_url="http://almanac.example", token=secret, httpx_args={"transport": transport}
    )


def call(tag: str, operation: str) -> Any:
    return importlib.import_module(f"{NAME}.api.{tag}.{operation}")


def test_from_a_sheet_to_a_forecast(
    client: Any, made: ModuleType, django_capture_on_commit_callbacks: Any
) -> None:
    models, types = importlib.import_module(f"{NAME}.models"), importlib.import_module(f"{NAME}.types")
    sheet = types.File(io.BytesIO(sales_csv()), "sales.csv", "text/csv")
    uploaded = call("data_sets", "upload_dataset").sync(
        client=client, body=models.UploadDatasetBody(file=sheet, name="Tills")
    )
    assert isinstance(uploaded, models.DatasetVersion)
    assert [(column.name, column.kind) for column in uploaded.columns] == [
        ("date", "date"),
        ("amount", "number"),
    ]

    order = models.ForecastingRunOrder(
        family="forecasting",
        dataset=uploaded.slug,
        settings=models.ForecastingSettings(horizon=7),
        model=models.ForecastingRunOrderModel.SEASONAL_NAIVE,
        name="Tills of next week",
    )
    with django_capture_on_commit_callbacks(execute=True):
        started = call("runs", "start_run").sync(client=client, body=order)
    assert isinstance(started, models.Run)

    run = call("runs", "read_run").sync(started.id, client=client)
    assert (run.status, run.version) == ("succeeded", 1)

    answer = call("asking", "predict").sync(
        run.trained_model, client=client, body=models.ForecastingPredictRequest(horizon=3)
    )
    assert isinstance(answer, models.ForecastingPredictAnswer)
    assert [row.date for row in answer.predictions] == ["2025-05-01", "2025-05-02", "2025-05-03"]
    assert all(row.lower_95 < row.value < row.upper_95 for row in answer.predictions)


def test_a_refusal_is_typed_too(client: Any, made: ModuleType) -> None:
    models = importlib.import_module(f"{NAME}.models")
    order = models.SegmentationRunOrder(family="segmentation", dataset="nowhere")
    refused = call("runs", "start_run").sync(client=client, body=order)
    assert isinstance(refused, models.Problem)
    assert (refused.status, refused.errors[0].location) == (422, "dataset")
