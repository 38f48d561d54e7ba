"""Rows that join a data set: what is checked, what is left out, and what is never written again."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.contrib.auth.models import User
from pandas.testing import assert_frame_equal

from audit.models import AuditEvent
from datasets import profiling, services
from datasets.ingest import keeping
from datasets.ingest.append import UploadRequest
from datasets.models import Dataset, DatasetVersion
from datasets.services import delete_dataset
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import FEBRUARY, JANUARY, append, by_api, codes, sheet, stored_files


def test_the_rows_join_those_that_are_there(api: Api, january: DatasetVersion) -> None:
    answer = append(api)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["version"], body["rows"], body["rows_added"]) == (2, 5, 2)
    assert [(part["version"], part["rows"]) for part in body["parts"]] == [(1, 3), (2, 2)]
    frame = DatasetVersion.objects.get(number=2).frame()
    whole = pd.read_csv(io.BytesIO(JANUARY + FEBRUARY.split(b"\n", 1)[1]), parse_dates=["date"])
    assert_frame_equal(frame, whole)
    assert DatasetVersion.objects.get(number=1).rows == 3


def test_old_rows_are_not_written_again(api: Api, january: DatasetVersion) -> None:
    before = {path: path.stat().st_mtime_ns for path in stored_files()}
    append(api)
    after = stored_files()
    assert len(after) == 4, "one more original, one more part"
    assert {path: path.stat().st_mtime_ns for path in before} == before
    added = DatasetVersion.objects.get(number=2)
    assert len(pd.read_parquet(added.table.path)) == 2


def test_the_originals_of_all_parts_can_be_fetched(api: Api, january: DatasetVersion) -> None:
    parts = append(api).json()["parts"]
    found = [api("GET", part["download"].removeprefix("/api/v1")) for part in parts]
    assert [b"".join(response.streaming_content) for response in found] == [JANUARY, FEBRUARY]


def test_the_profile_is_that_of_all_rows(api: Api, january: DatasetVersion) -> None:
    append(api)
    append(api, b"date,shop,amount\n2025-03-01,A,\n2025-03-02,A,4\n")
    version = DatasetVersion.objects.get(number=3)
    assert version.columns == [column.as_dict() for column in profiling.profile(version.frame())]
    assert version.earlier_parts == [1, 2]


@pytest.mark.parametrize("columns", [None, ["amount"], ["shop", "date"]])
@pytest.mark.parametrize("rows", [None, 1, 3, 4, 99])
def test_a_part_of_the_table_is_read_alone(
    rows: int | None, columns: list[str] | None, api: Api, january: DatasetVersion
) -> None:
    append(api)
    version = DatasetVersion.objects.get(number=2)
    whole = version.frame()[columns or ["date", "shop", "amount"]]
    assert_frame_equal(version.frame(columns, rows), whole[: rows or 5])


def test_the_preview_says_what_would_change_and_keeps_nothing(api: Api, january: DatasetVersion) -> None:
    content = JANUARY.splitlines()[0] + b"\n2025-01-03,A,7\n2025-01-04,C,8\n"
    answer = append(api, content, preview="true")
    assert answer.status_code == 200
    plan = answer.json()
    assert (plan["extends"], plan["rows"], plan["rows_added"], plan["duplicates"]) == ("sales@1", 2, 1, 1)
    assert plan["columns"][0] == {"column": "date", "found": "date", "how": "name"}
    assert codes(plan["problems"]) == ["unseen_category", "overlapping_period", "duplicate_rows"]
    assert DatasetVersion.objects.count() == 1
    assert len(stored_files()) == 2


def test_only_appending_has_a_preview(api: Api, january: DatasetVersion) -> None:
    assert_problem(by_api(api, FEBRUARY, dataset="sales", preview="true"), 422)


def test_copies_are_left_out_and_counted(api: Api, january: DatasetVersion) -> None:
    """The third of three equal rows is new where the data set holds two of them."""
    twice = b"date,shop,amount\n2025-01-05,A,1\n2025-01-05,A,1\n"
    append(api, twice)
    body = append(api, twice + b"2025-01-05,A,1\n2025-01-06,B,2\n").json()
    assert (body["version"], body["rows"], body["rows_added"]) == (3, 7, 2)
    assert "duplicate_rows" in codes(body["problems"])


def test_the_same_sheet_again_changes_nothing(api: Api, january: DatasetVersion) -> None:
    first = append(api).json()
    again = append(api)
    assert (again.status_code, again.json()["version"]) == (200, first["version"])
    assert len(stored_files()) == 4


def test_rows_without_dates_are_found_too(api: Api, analyst: User) -> None:
    upload(analyst, b"shop,amount\nA,5\nB,\n")
    body = append(api, b"shop,amount\nB,\nB,7\n").json()
    assert (body["rows"], body["rows_added"]) == (3, 1)


def orders(first: int, last: int, amount: int = 5) -> bytes:
    rows = [f"O-{number:03},{amount}" for number in range(first, last)]
    return "\n".join(["order,amount", *rows, ""]).encode()


def test_rows_with_a_known_key_and_other_values_are_refused(api: Api, analyst: User) -> None:
    upload(analyst, orders(0, 20))
    problem = assert_problem(append(api, orders(18, 25, amount=6)), 422)
    assert problem["confirm"] == ["replace"]
    assert problem["plan"]["key"] == ["order"]
    assert "2 rows have a 'order' that already exists" in problem["detail"]
    assert "confirm=replace" in problem["detail"]
    body = append(api, orders(18, 25, amount=6), confirm="same_key").json()
    assert (body["rows"], body["rows_added"]) == (25, 5)


def test_a_key_may_be_named(api: Api, january: DatasetVersion) -> None:
    other = b"date,shop,amount\n2025-01-03,A,70\n2025-01-03,B,8\n"
    plan = append(api, other, preview="true", key="date, shop").json()
    assert (plan["rows_added"], plan["same_key"], plan["to_confirm"]) == (1, 1, ["replace"])
    assert "is not a column" in assert_problem(append(api, other, key="nothing"), 422)["detail"]


def test_unseen_categories_are_named(api: Api, january: DatasetVersion) -> None:
    body = append(api, b"date,shop,amount\n2025-02-01,a,5\n2025-02-02,C,5\n2025-02-02,B,5\n").json()
    (problem,) = body["problems"]
    assert (problem["code"], problem["column"], problem["count"]) == ("unseen_category", "shop", 2)
    assert "'C', 'a'" in problem["message"]
    assert codes(append(api, b"date,shop,amount\n2025-03-01,C,5\n").json()["problems"]) == []


def test_an_overlap_names_both_days(api: Api, january: DatasetVersion) -> None:
    body = append(api, b"date,shop,amount\n2025-01-02,A,50\n2025-01-09,A,5\n").json()
    (problem,) = body["problems"]
    assert problem["code"] == "overlapping_period"
    assert "begins on 2 Jan 2025, sales@1 ends on 3 Jan 2025" in problem["message"]
    assert body["rows_added"] == 2


def test_dates_are_read_as_those_that_are_there(api: Api, analyst: User) -> None:
    upload(analyst, b"date,amount\n31/01/2025,5\n01/02/2025,6\n")
    body = append(api, b"date,amount\n03/04/2025,5\n05/06/2025,6\n").json()
    assert body["columns"][0]["max"] == "2025-06-05"
    assert body["options"]["remembered"] == ["date_order"]
    assert codes(body["problems"]) == ["remembered"]


def test_the_schema_is_kept_and_grows(api: Api, analyst: User) -> None:
    first = upload(analyst, b"date,shop,Weight (kg),share\n31/01/2025,A,5,10 %\n01/02/2025,B,6,20 %\n")
    date, shop, weight, share = first.schema
    assert (date["kind"], date["date_order"], date["max"]) == ("date", "dmy", "2025-02-01")
    assert (shop["kind"], shop["categories"]) == ("category", ["A", "B"])
    assert (weight["unit"], weight["min"], weight["max"]) == ("kg", 5, 6)
    assert share["unit"] == "%"
    append(api, b"date,shop,Weight (kg),share\n2025-03-01,C,9,30 %\n")
    grown = {entry["name"]: entry for entry in DatasetVersion.objects.get(number=2).schema}
    assert grown["shop"]["categories"] == ["A", "B", "C"]
    assert (grown["Weight (kg)"]["max"], grown["share"]["unit"]) == (9, "%")


def test_versions_from_before_there_were_schemas_take_rows(api: Api, january: DatasetVersion) -> None:
    DatasetVersion.objects.update(schema=[])
    body = append(api, b"date,shop,amount\n2025-02-01,C,5\n").json()
    assert (body["rows"], codes(body["problems"])) == (4, ["unseen_category"])


def test_the_audit_says_how_many_rows_joined(api: Api, january: DatasetVersion) -> None:
    append(api)
    line = AuditEvent.objects.first()
    assert line is not None
    assert (line.object_name, line.data["rows"], line.data["rows_added"]) == ("sales@2", 5, 2)


def test_other_rows_that_joined_in_between_are_followed(
    analyst: User, january: DatasetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, raced = keeping._insert, []

    def insert(*args: Any) -> Any:
        if not raced:
            raced.append(True)
            services.append_version(analyst, january.dataset, sheet(b"date,shop,amount\n2025-02-09,A,1\n"))
        return real(*args)

    monkeypatch.setattr(keeping, "_insert", insert)
    version, created = services.append_version(analyst, january.dataset, sheet(FEBRUARY))
    assert (version.number, created, version.rows, version.earlier_parts) == (3, True, 6, [1, 2])
    assert len(version.frame()) == 6


def test_who_is_overtaken_every_time_is_told(
    api: Api, january: DatasetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(*_: Any) -> Any:
        raise keeping.Overtaken

    monkeypatch.setattr(keeping, "_insert", overtaken)
    problem = assert_problem(append(api), 422)
    assert problem["errors"][0]["code"] == "overtaken"
    assert DatasetVersion.objects.count() == 1


def test_a_part_is_read_again_alone(analyst: User, january: DatasetVersion) -> None:
    services.append_version(
        analyst,
        january.dataset,
        sheet(b"date,shop,amount\n03/04/2025,A,1\n"),
        UploadRequest({"date_order": "dmy"}),
    )
    second = DatasetVersion.objects.get(number=2)
    third, created = services.read_again(analyst, second, {"date_order": "mdy"})
    assert (third.number, created, third.earlier_parts, third.rows) == (3, True, [1], 4)
    assert third.columns[0]["max"] == "2025-03-04"


def test_too_many_rows_together_are_refused(api: Api, january: DatasetVersion, settings: Any) -> None:
    settings.MAX_ROWS = 4
    assert "at most 4 are allowed" in assert_problem(append(api), 422)["detail"]


def test_deleting_takes_all_parts(
    api: Api, january: DatasetVersion, django_capture_on_commit_callbacks: Any
) -> None:
    append(api)
    assert api("DELETE", "/datasets/sales").status_code == 204
    with django_capture_on_commit_callbacks(execute=True):
        delete_dataset(None, january.dataset)
    assert stored_files() == []


def test_a_part_that_is_gone_is_a_missing_file(api: Api, january: DatasetVersion) -> None:
    append(api)
    Path(january.table.path).unlink()
    with pytest.raises(FileNotFoundError):
        DatasetVersion.objects.get(number=2).frame()


def test_what_a_call_may_get_wrong(api: Api, january: DatasetVersion) -> None:
    missing = assert_problem(by_api(api, FEBRUARY, mode="append"), 422)
    assert missing["errors"][0]["location"] == "dataset"
    assert assert_problem(append(api, confirm="all"), 422)["errors"][0]["location"] == "confirm"
    wrong = assert_problem(by_api(api, FEBRUARY, dataset="sales", mode="add"), 422)
    assert wrong["errors"][0]["location"] == "mode"
    assert DatasetVersion.objects.count() == 1


def test_only_the_owner_appends(january: DatasetVersion, api_as: Callable[..., Api], colleague: User) -> None:
    assert_problem(append(api_as(colleague)), 403)
    assert Dataset.objects.get().versions.count() == 1
