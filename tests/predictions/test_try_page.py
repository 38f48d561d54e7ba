"""The "try it" form: derived from the inputs of a version, and the same call for other programs."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from datasets.models import DatasetVersion
from predictions.models import PredictionLog
from tests.conftest import Api
from training.models import ModelVersion
from training.versions.services import set_alias

SEGMENTS, STORES = "/models/customers/1/try", "/models/stores/1/try"
LARGE = {"row-id": "901", "row-city": "Durban", "row-employees": "82", "row-total_sales": "30200"}
HTMX = {"HX-Request": "true"}


def arguments(response: Any) -> list[str]:
    """What the shell hands to curl."""
    return shlex.split(response.context["calls"]["curl"].replace("\\\n", ""))


def sent_body(response: Any) -> Any:
    found = arguments(response)
    return json.loads(found[found.index("-d") + 1])


def test_the_form_is_filled_with_typical_values(page: Client, trained: ModelVersion) -> None:
    response = page.get(SEGMENTS)
    form = response.context["form"]
    typical = {wanted["name"]: wanted["typical"] for wanted in trained.inputs}
    assert {name: str(field.initial) for name, field in form.fields.items()} == {
        f"row-{name}": str(value).removesuffix(".0") for name, value in typical.items()
    }
    content = response.content.decode()
    assert f'<option value="{typical["city"]}" selected>' in content
    assert 'name="row-employees"' in content
    assert PredictionLog.objects.count() == 0


def test_a_request_has_its_own_fields(page: Client, forecast: ModelVersion) -> None:
    response = page.get(STORES)
    form = response.context["form"]
    assert set(form.fields) == {f"request-{name}" for name in ("horizon", "items", "period", "group")}
    assert form.fields["request-horizon"].initial == 7
    assert [value for value, _ in form.fields["request-items"].choices] == ["north", "o'south"]


def test_an_answer_is_drawn(page: Client, analyst: User, trained: ModelVersion) -> None:
    response = page.post(SEGMENTS, LARGE)
    assert response.status_code == 200
    (row,) = response.context["served"].answer.table.to_dict("records")
    assert escape(row["name"]) in response.content.decode()
    assert response.context["blocks"]
    log = PredictionLog.objects.get()
    assert (log.version, log.requested_by, log.rows) == (trained, analyst, 1)


def test_a_forecast_is_drawn(page: Client, forecast: ModelVersion) -> None:
    response = page.post(STORES, {"request-horizon": "5", "request-items": ["north"]})
    assert response.context["served"].answer.table["item"].unique().tolist() == ["north"]
    assert len(response.context["served"].answer.table) == 5
    assert "fan" in [block["kind"] for block in response.context["blocks"]]


def test_the_part_of_a_page_is_only_that(page: Client, trained: ModelVersion) -> None:
    for response in (page.get(SEGMENTS, headers=HTMX), page.post(SEGMENTS, LARGE, headers=HTMX)):
        content = response.content.decode()
        assert "<html" not in content
        assert 'id="call-curl"' in content


def test_an_answer_leaves_the_form_alone(page: Client, trained: ModelVersion) -> None:
    """What is typed while the answer is on its way must stay."""
    assert 'id="try-answer"' in page.get(SEGMENTS, headers=HTMX).content.decode()
    content = page.post(SEGMENTS, LARGE, headers=HTMX).content.decode()
    assert "<form" not in content
    assert 'id="call-python" hx-swap-oob="true"' in content
    assert "30200" in content


def test_an_error_is_named_where_only_the_answer_is_shown(page: Client, trained: ModelVersion) -> None:
    content = page.post(SEGMENTS, {**LARGE, "row-employees": "many"}, headers=HTMX).content.decode()
    assert "Not asked yet" in content
    assert escape("'employees' is 'many'") in content


def test_the_range_of_the_data_helps(page: Client, trained: ModelVersion, customers: DatasetVersion) -> None:
    column = next(column for column in customers.columns if column["name"] == "employees")
    fields = page.get(SEGMENTS).context["form"].fields
    assert fields["row-employees"].help_text == f"{column['min']} to {column['max']} in the data"
    customers.dataset.delete()
    assert page.get(SEGMENTS).context["form"].fields["row-employees"].help_text == ""


def test_many_items_are_suggested_not_listed(page: Client, forecast: ModelVersion) -> None:
    for wanted in forecast.manifest["inputs"]:
        if wanted["name"] == "items":
            wanted["choices"] = ["north", *(f"item {n}" for n in range(999))]
    forecast.save()
    content = page.get(STORES).content.decode()
    assert content.partition("<datalist")[2].partition("</datalist>")[0].count("<option ") == 200
    assert 'value="north" list=' in content
    response = page.post(STORES, {"request-horizon": "5", "request-items": "o'south"})
    assert sent_body(response) == {"horizon": 5, "items": ["o'south"]}
    assert response.context["served"].answer.table["item"].unique().tolist() == ["o'south"]
    response = page.post(STORES, {"request-horizon": "5", "request-items": "nowhere"})
    assert "The model cannot answer this" in response.content.decode()


def test_the_number_of_queries_is_that_of_few_inputs(page: Client, trained: ModelVersion) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page.get(SEGMENTS).status_code == 200
        return len(captured)

    page.get(SEGMENTS)
    few = queries()
    more = {"kind": "number", "typical": 1.0, "choices": [], "of": "rows"}
    trained.manifest["inputs"] += [{**more, "name": f"column {n}"} for n in range(30)]
    trained.save()
    assert queries() == few


def test_a_flag_is_shown(page: Client, trained: ModelVersion) -> None:
    content = page.post(SEGMENTS, {**LARGE, "row-employees": "100000"}).content.decode()
    assert "Treat with caution" in content
    assert "employees" in content


@pytest.mark.parametrize(
    ("changes", "field"), [({"row-employees": "many"}, "row-employees"), ({"row-city": "Oslo"}, "row-city")]
)
def test_an_error_stands_beside_its_field(
    changes: dict[str, str], field: str, page: Client, trained: ModelVersion
) -> None:
    response = page.post(SEGMENTS, {**LARGE, **changes})
    assert list(response.context["form"].errors) == [field]
    assert "served" not in response.context
    assert not PredictionLog.objects.exists()


def test_what_the_model_cannot_answer_is_said(page: Client, trained: ModelVersion) -> None:
    content = page.post(SEGMENTS, dict.fromkeys(LARGE, "")).content.decode()
    assert "The model cannot answer this" in content
    assert "city" in content


def test_what_the_family_refuses_is_said(page: Client, forecast: ModelVersion) -> None:
    response = page.post(STORES, {"request-horizon": "100000"})
    (error,) = response.context["form"].errors["request-horizon"]
    assert "less than or equal to" in error
    assert not PredictionLog.objects.exists()


def test_a_file_that_is_gone_is_said(page: Client, trained: ModelVersion) -> None:
    default_storage.delete(str(trained.artifact.name))
    response = page.post(SEGMENTS, LARGE)
    assert response.status_code == 200
    assert "is missing" in response.content.decode()


def test_the_call_holds_the_columns_of_this_model(page: Client, trained: ModelVersion) -> None:
    response = page.get(SEGMENTS)
    assert arguments(response)[:2] == ["curl", "http://testserver/api/v1/models/customers/predict"]
    (row,) = sent_body(response)["rows"]
    assert set(row) == {"id", "city", "employees", "total_sales"}
    filled = sent_body(page.post(SEGMENTS, LARGE))
    assert filled == {"rows": [{"id": 901, "city": "Durban", "employees": 82, "total_sales": 30200}]}


def test_the_call_gives_the_answer_of_the_page(page: Client, api: Api, trained: ModelVersion) -> None:
    response = page.post(SEGMENTS, LARGE)
    path = arguments(response)[1].partition("/api/v1")[2]
    answer = api("POST", path, sent_body(response)).json()
    assert answer["predictions"] == response.context["served"].as_dict()["predictions"]


def test_the_call_asks_this_version(
    page: Client, trained: ModelVersion, train_again: Callable[[], ModelVersion]
) -> None:
    newer = train_again()
    assert arguments(page.get(SEGMENTS))[1].endswith("/models/customers/versions/1/predict")
    assert arguments(page.get(f"/models/customers/{newer.number}/try"))[1].endswith("/customers/predict")
    set_alias(None, trained, "production")
    assert arguments(page.get(SEGMENTS))[1].endswith("/customers/predict")


def test_the_shell_changes_nothing_of_the_call(page: Client, forecast: ModelVersion) -> None:
    response = page.post(STORES, {"request-horizon": "3", "request-items": ["o'south"]})
    assert sent_body(response) == {"horizon": 3, "items": ["o'south"]}
    script = f"TOKEN='a b'; {response.context['calls']['curl'].replace('curl', 'printf %s%s', 1)}".replace(
        "printf %s%s", r"printf '%s\n'"
    )
    shown = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True).stdout
    lines = shown.splitlines()
    assert "Authorization: Bearer a b" in lines
    assert json.loads(lines[-1]) == {"horizon": 3, "items": ["o'south"]}


EVIL = "$(touch /x) `id` \"q\" 'a' \\ ü\n;"


def test_no_value_can_leave_its_quotes(page: Client, trained: ModelVersion) -> None:
    for wanted in trained.manifest["inputs"]:
        if wanted["name"] == "city":
            wanted.update(typical=EVIL, choices=[])
    trained.save()
    assert sent_body(page.post(SEGMENTS, {**LARGE, "row-city": EVIL}))["rows"][0]["city"] == EVIL.strip()


@pytest.mark.parametrize("path", ["/models/customers/2/try", "/models/nothing/1/try"])
def test_what_is_not_there(path: str, page: Client, trained: ModelVersion) -> None:
    assert page.get(path).status_code == 404


def test_a_viewer_may_try(client: Client, viewer: User, trained: ModelVersion) -> None:
    client.force_login(viewer)
    assert client.post(SEGMENTS, LARGE).status_code == 200
    assert PredictionLog.objects.get().requested_by == viewer
