"""A parameter means its name: one that does not exist is refused with the nearest that does, wherever it is
sent. Ignored, it would let its sender believe in an answer to another question."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.urls import URLPattern, URLResolver, get_resolver

from api.views import View
from datasets.models import DatasetVersion
from tests.conftest import Api, sales_csv
from training.models import ModelVersion


@pytest.mark.parametrize(
    ("path", "field", "nearest"),
    [
        ("/upload-train-forecast", "horizon", "horizon_days"),
        ("/upload-train-forecast", "date_colum", "date_column"),
        ("/upload-train-segmentation", "clusters", "num_clusters"),
        ("/datasets", "date-order", "date_order"),
    ],
)
def test_a_field_of_a_form_that_does_not_exist(api: Api, path: str, field: str, nearest: str) -> None:
    refused = api("POST", path, {field: "14"}, files={"file": ("sales.csv", sales_csv())})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {
            "location": field,
            "code": "unknown",
            "message": f"There is no field '{field}'; did you mean '{nearest}'?",
        }
    ]
    assert not DatasetVersion.objects.exists()


def test_a_second_file(api: Api) -> None:
    sheets = {"file": ("sales.csv", sales_csv()), "promotions": ("promotions.csv", b"day\n2025-01-01\n")}
    assert api("POST", "/datasets", files=sheets).json()["errors"][0]["location"] == "promotions"


@pytest.mark.parametrize(
    "path", ["/datasets", "/runs", "/models", "/prediction-jobs", "/sessions", "/families"]
)
def test_a_parameter_of_a_list_that_does_not_exist(api: Api, path: str) -> None:
    refused = api("GET", f"{path}?limt=5")
    assert refused.status_code == 422
    assert "did you mean 'limit'?" in refused.json()["detail"]
    assert api("GET", f"{path}?limit=5").status_code == 200


def test_every_view_refuses_what_it_does_not_know(
    administrator: User, sales: DatasetVersion, trained: ModelVersion
) -> None:
    """Of all addresses of the API that can be read, with whatever records there are."""
    api, read = Api(administrator), 0
    known = {
        "slug": trained.model.slug,
        "number": 1,
        "key": "segmentation",
        "pk": trained.run_id,
        "alias": "a",
    }
    for pattern in _of_our_own(get_resolver()):
        for slug in (sales.dataset.slug, trained.model.slug):
            path = pattern
            for name, value in {**known, "slug": slug}.items():
                for kind in ("slug", "int", "str"):
                    path = path.replace(f"<{kind}:{name}>", str(value))
            if "<" in path or "(" in path:
                continue
            found = api("GET", path.removeprefix("/api/v1"))
            if found.status_code != 200:
                continue
            read += 1
            refused = api("GET", f"{path.removeprefix('/api/v1')}?no_such=1")
            assert refused.status_code == 422, path
    assert read >= 15


def _of_our_own(resolver: URLResolver, before: str = "/") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += _of_our_own(entry, path)
        elif isinstance(entry, URLPattern) and issubclass(getattr(entry.callback, "cls", object), View):
            found.append(path)
    return found


def test_a_call_that_asks_a_model(api: Api, trained: ModelVersion) -> None:
    refused = api(
        "POST",
        f"/models/{trained.model.slug}/predict?hoizon=3",
        b"id,city\n1,Paarl\n",
        content_type="text/csv",
    )
    assert refused.status_code == 422


def test_answers_to_questions_go_with_the_form(api: Api) -> None:
    form = {
        "settings": json.dumps({"unit": "R"}),
        "filters": json.dumps([{"column": "date", "from": "2025-02-01"}]),
    }
    queued = api(
        "POST",
        "/upload-train-forecast",
        form,
        {"HTTP_PREFER": "wait=0"},
        files={"file": ("sales.csv", sales_csv())},
    ).json()
    assert queued["settings"]["unit"] == "R"
    assert queued["filters"] == [{"column": "date", "from": "2025-02-01"}]


@pytest.mark.parametrize("form", [{"settings": "["}, {"filters": "{}"}, {"filters": '[{"column": "x"}]'}])
def test_answers_that_are_no_json(api: Api, form: dict[str, str]) -> None:
    refused = api("POST", "/upload-train-forecast", form, files={"file": ("sales.csv", sales_csv())})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["location"].startswith(next(iter(form)))
