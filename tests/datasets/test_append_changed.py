"""Rows that exist come again with other values: they take the place of those there, if that is meant."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from datasets import services
from datasets.ingest.import_execution import execute
from datasets.models import DatasetVersion, Import
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import append, by_page, codes

SHOPS = ("North", "South")


def days(first: int, last: int, extra: int = 0, month: int = 1) -> str:
    return "".join(
        f"2025-{month:02}-{day:02},{shop},{100 * (at + 1) + day + extra}\n"
        for day in range(first, last)
        for at, shop in enumerate(SHOPS)
    )


HEAD = "date,shop,amount\n"
THERE = (HEAD + days(1, 21)).encode()
CHANGED = (HEAD + days(19, 24, extra=5)).encode()
"""Two days that exist, three that do not, of two shops."""


@pytest.fixture
def sales(analyst: User) -> DatasetVersion:
    return upload(analyst, THERE)


def frame(number: int) -> Any:
    return DatasetVersion.objects.get(number=number).frame()


def test_changed_figures_are_not_added_in_silence(api: Api, sales: DatasetVersion) -> None:
    problem = assert_problem(append(api, CHANGED), 422)
    assert problem["confirm"] == ["replace"]
    plan = problem["plan"]
    assert plan["choices"] == ["replace", "same_key", "add"]
    assert (plan["key"], plan["same_key"], plan["replaced"]) == (["date", "shop"], 4, 4)
    assert plan["changed"][0] == {
        "key": {"date": "2025-01-19", "shop": "North"},
        "before": {"amount": 119},
        "after": {"amount": 124},
    }
    assert "4 rows have a 'date, shop' that already exists" in problem["detail"]
    assert "Such as 19 Jan 2025, North: 'amount' was 119, and is 124 in this sheet" in problem["detail"]
    assert DatasetVersion.objects.count() == 1


def test_they_take_the_place_of_what_is_there(api: Api, sales: DatasetVersion) -> None:
    body = append(api, CHANGED, confirm="replace").json()
    assert (body["version"], body["rows"], body["rows_added"], body["rows_replaced"]) == (2, 46, 10, 4)
    found = frame(2)
    assert not found.duplicated(["date", "shop"]).any()
    assert found.set_index(["date", "shop"]).amount[("2025-01-19", "North")] == 124
    assert found.set_index(["date", "shop"]).amount[("2025-01-18", "North")] == 118
    assert len(frame(1)) == 40, "the version before stays as it was"
    assert "replaced_rows" in codes(body["problems"])
    assert body["columns"][2]["max"] == 228
    line = AuditEvent.objects.first()
    assert line is not None and (line.data["rows_added"], line.data["rows_replaced"]) == (10, 4)


def test_or_they_are_left_out_or_added(api: Api, sales: DatasetVersion) -> None:
    left_out = append(api, CHANGED, confirm="same_key", preview="true").json()
    assert (left_out["rows_added"], left_out["to_confirm"]) == (6, [])
    body = append(api, CHANGED, confirm="add").json()
    assert (body["rows"], body["rows_added"]) == (50, 10)
    (found,) = [one for one in body["problems"] if one["code"] == "same_key_added"]
    assert "count twice" in found["remedy"]


def test_rows_that_are_the_same_are_no_other_values(api: Api, sales: DatasetVersion) -> None:
    assert append(api, (HEAD + days(19, 24)).encode()).json()["rows_added"] == 6


def test_another_item_on_a_day_that_exists_is_new(api: Api, sales: DatasetVersion) -> None:
    assert append(api, b"date,shop,amount\n2025-01-19,West,5\n").json()["rows_added"] == 1


def test_an_item_beside_the_only_one_so_far_is_new(api: Api, analyst: User) -> None:
    one = "".join(f"2025-01-{day:02},North,{day}\n" for day in range(1, 29))
    upload(analyst, (HEAD + one).encode())
    assert append(api, b"date,shop,amount\n2025-01-19,West,5\n").json()["rows_added"] == 1
    again = append(api, b"date,shop,amount\n2025-01-19,North,5\n")
    assert assert_problem(again, 422)["plan"]["same_key"] == 1


def test_what_changes_from_day_to_day_names_no_row(api: Api, analyst: User) -> None:
    weather = ("rain", "sun", "snow")
    rows = "".join(f"2025-01-{day:02},{weather[day % 3]},{day}\n" for day in range(1, 29))
    upload(analyst, ("date,weather,amount\n" + rows).encode())
    plan = append(api, b"date,weather,amount\n2025-01-19,snow,5\n", preview="true").json()
    assert (plan["key"], plan["same_key"]) == (["date"], 1)


def test_numbered_stores_name_rows_too(api: Api, analyst: User) -> None:
    rows = "".join(f"2025-01-{d:02},{store},{d * store}\n" for d in range(1, 29) for store in (1, 2, 3))
    upload(analyst, ("date,Store,amount\n" + rows).encode())
    plan = append(api, b"date,Store,amount\n2025-01-19,2,5\n", preview="true").json()
    assert (plan["key"], plan["same_key"], plan["replaced"]) == (["date", "Store"], 1, 1)


def test_sales_one_by_one_have_no_key(api: Api, analyst: User) -> None:
    rows = "".join(f"2025-01-{day:02},A,{day}\n2025-01-{day:02},A,{day + 1}\n" for day in range(1, 29))
    upload(analyst, (HEAD + rows).encode())
    assert append(api, b"date,shop,amount\n2025-01-19,A,5\n").json()["rows_added"] == 1


def test_all_lines_of_an_order_go_together(api: Api, analyst: User) -> None:
    upload(analyst, b"order,line,amount\nO-1,a,5\nO-1,b,6\nO-2,a,7\n")
    sheet = b"order,line,amount\nO-1,a,5\nO-1,b,9\n"
    plan = append(api, sheet, key="order", preview="true").json()
    assert (plan["same_key"], plan["replaced"]) == (1, 2)
    body = append(api, sheet, key="order", confirm="replace").json()
    assert body["rows"] == 3
    assert frame(2).values.tolist() == [["O-2", "a", 7], ["O-1", "a", 5], ["O-1", "b", 9]]


def test_whole_numbers_with_gaps_stay_whole(api: Api, analyst: User) -> None:
    upload(analyst, b"date,shop,amount\n2025-01-01,A,5\n2025-01-02,A,\n2025-01-03,A,7\n")
    append(api, b"date,shop,amount\n2025-01-03,A,8\n", confirm="replace")
    assert str(frame(2).amount.dtype) == "Int64" and frame(2).amount.isna().sum() == 1


def test_what_was_replaced_is_read_again_alone(analyst: User, api: Api, sales: DatasetVersion) -> None:
    append(api, CHANGED, confirm="replace")
    second = DatasetVersion.objects.get(number=2)
    third, created = services.read_again(analyst, second, {"decimal": ","})
    assert (created, third.rows, third.joined_to) == (True, 46, 1)
    append(api, (HEAD + days(1, 3, month=2)).encode())
    assert DatasetVersion.objects.get(number=4).rows == 50


def test_a_repair_of_replaced_rows_keeps_all_of_them(analyst: User, api: Api, sales: DatasetVersion) -> None:
    from datasets.checking import Step

    append(api, CHANGED, confirm="replace")
    second = DatasetVersion.objects.get(number=2)
    third, _ = services.apply_steps(analyst, second, [Step("set_missing", ("amount",), {"above": 220})])
    assert services.read_again(analyst, third, {"missing": "228"})[0].rows == 46


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def on_page(page: Client, **fields: Any) -> Any:
    return by_page(page, CHANGED, "more.csv", to="sales", mode="append", **fields)


def test_the_page_offers_to_replace_first(page: Client, sales: DatasetVersion) -> None:
    response = on_page(page)
    text = text_of(response)
    places = [text.index(f'name="confirm" value="{word}"') for word in ("replace", "same_key", "add")]
    assert places == sorted(places)
    assert 'id="confirm-replace" checked' in text and 'id="confirm-add" checked' not in text
    assert "confirm=" not in text, "words of the API stay there"
    assert "19 Jan 2025, North" in text and ">124<" in text
    planned = response.context["plan"].subject
    answer = on_page(page, confirm="replace", add="yes", planned=planned)
    assert answer["Location"] == "/datasets/sales/2"
    assert "4 rows were replaced by newer ones" in text_of(page.get("/datasets/sales/2"))


def test_a_large_sheet_is_asked_about_too(
    page: Client, sales: DatasetVersion, settings: Any, sent: list[int]
) -> None:
    settings.IMPORT_JOB_BYTES = 20
    on_page(page)
    job = Import.objects.get()
    execute(job.pk)
    text = text_of(page.get(f"/imports/{job.pk}"))
    assert 'id="confirm-replace" checked' in text
    page.post(f"/imports/{job.pk}/answer", {"add": "yes", "confirm": "replace"})
    execute(Import.objects.latest("pk").pk)
    assert DatasetVersion.objects.get(number=2).rows == 46
