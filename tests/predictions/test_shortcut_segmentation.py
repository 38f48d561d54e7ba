"""POST /upload-train-segmentation: a sheet of customers in, a segment for each of them out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api.problems import assert_problem, strict_json
from tests.conftest import Api, customers_csv, upload
from tests.datasets.uploads import assert_nothing_kept
from tests.predictions.trained_on_the_spot import shortcut
from training.models import TrainingRun

CUSTOMERS = customers_csv(30)


def segment(api: Api, content: bytes = CUSTOMERS, **fields: Any) -> Any:
    return shortcut(api, "segmentation", content, **fields)


def assert_answer(answer: dict[str, Any], segments: int, customers: int) -> None:
    assert set(answer) == {
        *("run", "model", "version", "assignments", "segments", "distribution", "metrics", "baseline"),
        *("extends", "problems", "defaults", "processing_seconds"),
    }
    assert len(answer["assignments"]) == customers
    assert [found["segment"] for found in answer["segments"]] == list(range(1, segments + 1))
    for found in answer["segments"]:
        assert {"segment", "name", "description", "size", "share", "profile"} <= set(found)
        assert found["name"] and found["description"] and found["profile"]
        assert found["share"] == pytest.approx(found["size"] / customers, abs=1e-4)
    counted = Counter(str(row["segment"]) for row in answer["assignments"])
    assert answer["distribution"] == counted
    assert answer["distribution"] == {str(found["segment"]): found["size"] for found in answer["segments"]}


def test_the_answer(api: Api, worker: None) -> None:
    response = segment(api, num_clusters=2)
    assert response.status_code == 200
    answer = strict_json(response.content)
    assert_answer(answer, segments=2, customers=30)
    # Odd numbers are the large customers, and the most valuable segment comes first.
    assert answer["assignments"] == [{"id": n, "segment": 1 if n % 2 else 2} for n in range(1, 31)]
    run = TrainingRun.objects.get(pk=answer["run"])
    assert (run.status, run.trigger) == ("succeeded", "api")
    assert run.columns["features"] == ["city", "employees"]


def test_the_answer_is_what_was_stored(api: Api, worker: None) -> None:
    answer = segment(api).json()
    path = f"/models/{answer['model']}/versions/{answer['version']}"
    stored = api("GET", f"{path}/results?limit=200").json()["results"]
    assert answer["assignments"] == [{"id": row["id"], "segment": row["segment"]} for row in stored]
    names = {found["segment"]: found["name"] for found in answer["segments"]}
    assert all(names[row["segment"]] == row["name"] for row in stored)
    assert api("GET", path).json()["metrics"] == answer["metrics"]


def test_three_unless_told_otherwise(api: Api, worker: None) -> None:
    answer = segment(api).json()
    assert_answer(answer, segments=3, customers=30)
    assert answer["defaults"] == {"num_clusters": 3}


def test_auto_finds_the_two_groups(api: Api, worker: None) -> None:
    assert_answer(segment(api, num_clusters="auto").json(), segments=2, customers=30)


def test_the_names_of_the_sheet_count_where_the_data_set_has_others(
    api: Api, analyst: User, worker: None
) -> None:
    upload(
        analyst, customers_csv(40).replace(b"id,", b"ID,").replace(b"total_sales", b"Total Sales"), "c.csv"
    )
    answer = segment(api, num_clusters=2, dataset="c").json()
    assert_answer(answer, segments=2, customers=30)
    assert [column["name"] for column in api("GET", "/datasets/c").json()["columns"]][::3] == [
        "ID",
        "Total Sales",
    ]


def test_the_required_columns_are_enough(api: Api, worker: None) -> None:
    content = b"id,total_sales\n" + b"".join(b"C%d,%d\n" % (n, 10 + n % 3 + n % 2 * 500) for n in range(20))
    answer = segment(api, content, num_clusters=2).json()
    assert answer["assignments"][:2] == [{"id": "C0", "segment": 2}, {"id": "C1", "segment": 1}]


@pytest.mark.parametrize("number", ["1", "0", "-3", "21", "many", "2.5", "²", ""])
def test_a_number_of_segments_that_is_none(number: str, api: Api) -> None:
    problem = assert_problem(segment(api, num_clusters=number), 422)
    assert problem["errors"][0]["location"] == "num_clusters"
    assert "from 2 to 20" in problem["detail"]
    assert_nothing_kept()


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (b"number,city,employees,total_sales", ["id"]),
        (b"id,city,employees,sales", ["total_sales"]),
        (b"a,b,c,d", ["id", "total_sales"]),
    ],
)
def test_a_missing_column_is_named(header: bytes, missing: list[str], api: Api) -> None:
    problem = assert_problem(segment(api, CUSTOMERS.replace(b"id,city,employees,total_sales", header)), 422)
    assert [entry["location"]["column"] for entry in problem["errors"]] == missing
    assert {entry["code"] for entry in problem["errors"]} == {"missing_column"}
    assert header.decode().replace(",", ", ") in problem["detail"]
    assert_nothing_kept()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"id,city,total_sales\n1,Paarl,5\n", "has 1 customer; at least 10 are needed"),
        (customers_csv(12).replace(b",3", b",many3"), "'total_sales'"),
        (b"id,total_sales\n" + b"".join(b"%d,5\n" % n for n in range(20)), "distinguishes customers"),
    ],
)
def test_a_sheet_that_cannot_answer_leaves_nothing(content: bytes, said: str, api: Api) -> None:
    assert said in assert_problem(segment(api, content), 422)["detail"]
    assert_nothing_kept()


def test_more_segments_than_customers_allow(api: Api) -> None:
    problem = assert_problem(segment(api, customers_csv(12), num_clusters=20), 422)
    assert "has 12 customers; at least 40 are needed" in problem["detail"]
    assert_nothing_kept()


def test_who_does_not_wait_is_told_where_to_look(api: Api) -> None:
    response = segment(api, prefer="wait=0")
    assert response.status_code == 202
    assert response["Location"] == f"/api/v1/runs/{TrainingRun.objects.get().pk}"


@pytest.mark.parametrize(
    ("name", "segments", "customers"),
    [("customer_segmentation_training.csv", 5, 50), ("test_segmentation.csv", 3, 10)],
)
def test_the_sheets_this_was_made_for(
    name: str, segments: int, customers: int, known_sheets: Path, api: Api, worker: None
) -> None:
    content = (known_sheets / "seed" / name).read_bytes()
    answer = segment(api, content, file_name=name, num_clusters=segments).json()
    assert_answer(answer, segments, customers)
    assert [row["id"] for row in answer["assignments"]] == list(range(1, customers + 1))
    assert len({found["name"] for found in answer["segments"]}) == segments
