"""A sheet that takes the place of another: its columns keep the names that they have in the data set."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client

from datasets.ingest import import_execution, imports
from datasets.ingest.append import UploadRequest
from datasets.ingest.imports import start_import
from datasets.models import DatasetVersion
from datasets.services import complete_version, read_again
from tests.conftest import Api, upload
from tests.datasets.uploads import by_api, by_page, sheet, workbook

SHOPS = b"shop,unit_price,sold\nA,1.5,7\nB,2.5,8\nC,3.5,9\n"
SIMILAR = b"shop,Unit Price,sold\nA,1.6,7\nB,2.6,8\nC,3.6,9\n"
OTHER_NAME = b"shop,cost,sold\nA,1.7,7\nB,2.7,8\nC,3.7,9\n"
NEXT = b"shop,Cost,sold\nA,1.8,7\nB,2.8,8\nC,3.8,9\n"
RENAME = {"kind": "rename", "columns": ["cost"], "params": {"to": "unit_price"}}
PROPOSED = (
    "Column 'cost' may be 'unit_price' of shops@1, which is missing here: their contents are alike. If it "
    "is the same column, rename it to 'unit_price' (step rename); later sheets can then call it 'cost' too."
)


@pytest.fixture
def shops(analyst: User) -> DatasetVersion:
    return upload(analyst, SHOPS, "shops.csv")


def replace(user: User, shops: DatasetVersion, content: bytes, **fields: Any) -> DatasetVersion:
    return upload(user, content, "shops.csv", dataset=shops.dataset, **fields)


def found(version: DatasetVersion, code: str) -> list[tuple[str | None, str | None, str]]:
    return [
        (one["column"], one["value"], f"{one['message']} {one['remedy']}".strip())
        for one in version.problems
        if one["code"] == code
    ]


def names(version: DatasetVersion) -> list[str]:
    assert list(version.frame()) == list(version.kinds) == [entry["name"] for entry in version.schema]
    return list(version.kinds)


def accept(page: Client, number: int, **sent: str) -> Any:
    sent = sent or {"found": "cost", "column": "unit_price"}
    return page.post(f"/datasets/shops/{number}/same-column", sent, follow=True)


def test_a_similar_name_becomes_that_of_the_data_set(analyst: User, shops: DatasetVersion) -> None:
    version = replace(analyst, shops, SIMILAR)
    assert names(version) == ["shop", "unit_price", "sold"]
    assert version.frame()["unit_price"].tolist() == [1.6, 2.6, 3.6]
    assert [one["code"] for one in version.problems] == ["matched_column"]
    said = "Column 'Unit Price' is 'unit_price', as in version 1."
    assert found(version, "matched_column") == [("unit_price", "Unit Price", said)]


def test_many_names_are_said_at_once(analyst: User) -> None:
    first = upload(analyst, b"a,b,c,d,e,f\n1,2,3,4,5,6\n7,8,9,1,2,3\n", "shops.csv")
    version = replace(analyst, first, b"A,B,C,D,E,F\n1,2,3,4,5,6\n7,8,9,1,2,4\n")
    assert names(version) == list("abcdef")
    said = (
        "6 columns have different names in this sheet. As in version 1, 'A' is 'a', 'B' is 'b', 'C' is 'c', "
        "'D' is 'd', 'E' is 'e', …."
    )
    assert found(version, "matched_column") == [(None, None, said)]


def test_the_name_in_the_sheet_stays_in_sight(page: Client, api: Api, shops: DatasetVersion) -> None:
    body = by_api(api, SIMILAR, "shops.csv", dataset="shops").json()
    assert body["report"]["names"] == [{"column": "unit_price", "found": "Unit Price"}]
    assert body["original_name"] == "shops.csv"
    shown = html.unescape(page.get("/datasets/shops/2").content.decode())
    assert "<strong>unit_price</strong> (“Unit Price”)" in shown
    assert "Column 'Unit Price' is 'unit_price', as in version 1." in shown


def test_it_is_so_on_every_way_in(
    page: Client, api: Api, analyst: User, shops: DatasetVersion, monkeypatch: Any
) -> None:
    monkeypatch.setattr(imports, "enqueue", lambda key: None)
    by_page(page, SIMILAR, "shops.csv", to="shops", mode="replace")
    by_api(api, SIMILAR.replace(b"1.6", b"1.65"), "shops.csv", dataset="shops")
    third = sheet(SIMILAR.replace(b"1.6", b"1.66"), "shops.csv")
    job = start_import(analyst, third, dataset=shops.dataset, wanted=UploadRequest())
    assert import_execution.execute(job.pk) == "succeeded"
    read_again(analyst, DatasetVersion.objects.get(number=2), {"missing": "9"})
    versions = list(DatasetVersion.objects.order_by("number"))
    assert [names(version) for version in versions] == [["shop", "unit_price", "sold"]] * 5
    shown = page.post("/datasets/shops/2/read/preview", {"missing": "8"}).content.decode()
    assert "unit_price" in shown


def test_what_is_expected_of_a_column_goes_on(api: Api, analyst: User, shops: DatasetVersion) -> None:
    expected = {"kind": "range", "column": "unit_price", "params": {"min": 0, "max": 3}}
    api("PUT", "/datasets/shops/expectations", {"expectations": [expected]})
    version = replace(analyst, shops, SIMILAR)
    assert version.verdicts is not None
    assert "'unit_price' holds something else in 1 row (3.6)" in version.verdicts[0]["message"]


def test_corrections_go_by_the_names_of_the_sheet(analyst: User, shops: DatasetVersion) -> None:
    rows = [b"shop,Unit Price,sold", *(b"S%d,%d.5,7" % (row, row) for row in range(30)), b"T,many,8", b""]
    version = replace(analyst, shops, b"\n".join(rows))
    assert version.reject_count == 1
    corrected = sheet(version.rejects.read().replace(b"many", b"4.5"), "rejects.csv")
    completed, created = complete_version(analyst, version, corrected)
    assert created
    assert names(completed) == ["shop", "unit_price", "sold"]
    assert completed.frame()["unit_price"].iloc[-1] == 4.5


def test_the_very_name_comes_first(analyst: User, shops: DatasetVersion) -> None:
    both = b"shop,unit_price,Unit Price\nA,1,5\nB,2,6\n"
    assert names(replace(analyst, shops, both)) == ["shop", "unit_price", "Unit Price"]


@pytest.mark.parametrize(
    "header", [b"shop,Unit Price,UNIT-PRICE", b"shop,Unit Price (EUR),sold", b"shop,%,sold"]
)
def test_a_name_that_could_be_two_or_has_more_words_is_not_guessed(
    analyst: User, shops: DatasetVersion, header: bytes
) -> None:
    version = replace(analyst, shops, header + b"\nA,1,5\nB,2,6\n")
    assert names(version) == header.decode().split(",")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Price (€)", "Price ($)", ["missing_column", "new_column"]),
        ("Price €", "Price $", ["renamed_column"]),
        ("Growth", "Growth %", ["renamed_column"]),
    ],
)
def test_another_unit_may_be_another_column(analyst: User, before: str, after: str, said: list[str]) -> None:
    first = upload(analyst, f"shop,{before}\nA,1.5\nB,2.5\n".encode(), "shops.csv")
    version = replace(analyst, first, f"shop,{after}\nA,1.6\nB,2.6\n".encode())
    assert names(version) == ["shop", after]
    assert [one["code"] for one in version.problems] == said


def test_a_column_that_holds_the_same_is_proposed_and_never_taken(
    analyst: User, shops: DatasetVersion
) -> None:
    version = replace(analyst, shops, OTHER_NAME)
    assert names(version) == ["shop", "cost", "sold"]
    assert [one["code"] for one in version.problems] == ["renamed_column"]
    assert found(version, "renamed_column") == [("unit_price", "cost", PROPOSED)]


def test_one_click_makes_it_the_same_column(page: Client, analyst: User, shops: DatasetVersion) -> None:
    replace(analyst, shops, OTHER_NAME)
    shown = page.get("/datasets/shops/2").content.decode()
    assert "It is the same column" in shown
    assert 'action="/datasets/shops/2/same-column"' in shown
    response = accept(page, 2)
    assert response.redirect_chain == [("/datasets/shops/3", 302)]
    assert "“cost” now counts as “unit_price”" in html.unescape(response.content.decode())
    version = DatasetVersion.objects.get(number=3)
    assert names(version) == ["shop", "unit_price", "sold"]
    assert version.frame()["unit_price"].tolist() == [1.7, 2.7, 3.7]
    assert version.problems == []
    assert names(DatasetVersion.objects.get(number=2)) == ["shop", "cost", "sold"]


def test_from_then_on_the_name_is_known(page: Client, analyst: User, shops: DatasetVersion) -> None:
    replace(analyst, shops, OTHER_NAME)
    accept(page, 2)
    version = replace(analyst, shops, NEXT)
    assert names(version) == ["shop", "unit_price", "sold"]
    said = "Column 'Cost' is 'unit_price', as in version 3."
    assert [message for *_place, message in found(version, "matched_column")] == [said]
    assert names(replace(analyst, shops, SHOPS.replace(b"1.5", b"1.55"))) == ["shop", "unit_price", "sold"]
    again = replace(analyst, shops, NEXT.replace(b"1.8", b"1.85"))
    assert names(again) == ["shop", "unit_price", "sold"], "a version under the own name between them"


def test_over_the_api_it_is_a_step(api: Api, analyst: User, shops: DatasetVersion) -> None:
    replace(analyst, shops, OTHER_NAME)
    answer = api("POST", "/datasets/shops/versions/2/steps", {"steps": [RENAME]})
    assert answer.status_code == 201
    assert [column["name"] for column in answer.json()["columns"]] == ["shop", "unit_price", "sold"]
    assert answer.json()["problems"] == []
    assert names(replace(analyst, shops, NEXT)) == ["shop", "unit_price", "sold"]


def test_what_was_confirmed_while_rows_were_added_is_known_too(
    api: Api, analyst: User, shops: DatasetVersion
) -> None:
    rows = b"shop,cost,sold\nD,1.9,7\nE,2.9,8\n"
    added = by_api(api, rows, "more.csv", dataset="shops", mode="append", confirm="renamed")
    assert added.json()["report"]["names"] == [{"column": "unit_price", "found": "cost"}]
    assert names(replace(analyst, shops, OTHER_NAME)) == ["shop", "unit_price", "sold"]
    more = b"shop,Cost,sold\nF,1.2,7\nG,2.2,8\n"
    plan = by_api(api, more, dataset="shops", mode="append", preview="true").json()
    assert [(match["column"], match["how"]) for match in plan["columns"]][1] == ("unit_price", "alias")
    assert plan["to_confirm"] == []


def test_names_stay_known_through_repairs(api: Api, analyst: User, shops: DatasetVersion) -> None:
    replace(analyst, shops, OTHER_NAME)
    steps = [
        RENAME,
        {"kind": "clip_outliers", "columns": ["unit_price"], "params": {"low": 2, "high": 3}},
    ]
    api("POST", "/datasets/shops/versions/2/steps", {"steps": steps})
    api("POST", "/datasets/shops/versions/3/steps", {"steps": [{"kind": "drop_column", "columns": ["sold"]}]})
    assert names(replace(analyst, shops, NEXT)) == ["shop", "unit_price", "sold"]


def test_the_same_file_again_is_the_version_that_is_there(
    page: Client, analyst: User, shops: DatasetVersion
) -> None:
    assert [replace(analyst, shops, content).number for content in (SIMILAR, SHOPS, SIMILAR)] == [2, 1, 2]
    other = replace(analyst, shops, b"colour,size\nred,5\nblue,6\n")
    assert [replace(analyst, shops, content).number for content in (SIMILAR, SHOPS)] == [2, 1]
    assert names(other) == ["colour", "size"]


def test_a_file_whose_names_were_accepted_is_the_version_with_them(
    page: Client, analyst: User, shops: DatasetVersion
) -> None:
    replace(analyst, shops, OTHER_NAME)
    accept(page, 2)
    assert replace(analyst, shops, OTHER_NAME).number == 3
    assert replace(analyst, shops, SHOPS).number == 1
    assert DatasetVersion.objects.count() == 3


def test_missing_and_new_columns_are_said(analyst: User, shops: DatasetVersion) -> None:
    version = replace(analyst, shops, b"shop,colour,since\nA,red,2024-01-01\nB,blue,2024-01-02\n")
    assert found(version, "missing_column") == [
        (
            None,
            None,
            "2 columns of shops@1 are missing from this sheet: 'unit_price', 'sold'. If anything depends on "
            "what is missing, add it to the sheet and upload it again.",
        )
    ]
    said = "2 columns are new, shops@1 does not have them: 'colour', 'since'."
    assert found(version, "new_column") == [(None, None, said)]


def test_the_same_file_read_otherwise_proposes_nothing(analyst: User) -> None:
    first = upload(analyst, b"1,2.5\n2,3.5\n3,4.5\n", "shops.csv")
    version, _ = read_again(analyst, first, {"header_row": "1"})
    assert [one["code"] for one in version.problems] == ["missing_column", "new_column"]


def test_many_columns_are_not_compared_by_what_they_hold(analyst: User) -> None:
    def wide(letter: str) -> bytes:
        heads = [f"{letter}{n}" for n in range(400)]
        return "\n".join([",".join(heads), *(",".join(["1.5"] * 400) for _row in range(3)), ""]).encode()

    first = upload(analyst, wide("a"), "shops.csv")
    version = replace(analyst, first, wide("b"))
    assert [one["code"] for one in version.problems] == ["missing_column", "new_column"]
    assert "'b0', 'b1', 'b2', 'b3', 'b4', …." in version.problems[1]["message"]


def test_what_is_no_column_is_refused(page: Client, analyst: User, shops: DatasetVersion) -> None:
    replace(analyst, shops, OTHER_NAME)
    for sent, said in (
        ({"found": "colour", "column": "unit_price"}, "needs the column 'colour'"),
        ({"found": "cost", "column": "sold"}, "already has a column 'sold'"),
        ({"found": "cost", "column": ""}, "does not work with these settings"),
    ):
        assert said in html.unescape(accept(page, 2, **sent).content.decode())
    default_storage.delete(str(DatasetVersion.objects.get(number=2).table.name))
    assert "no longer on disk" in accept(page, 2).content.decode()
    assert DatasetVersion.objects.count() == 2


def test_only_the_owner_renames(
    client: Client, analyst: User, shops: DatasetVersion, colleague: User
) -> None:
    replace(analyst, shops, OTHER_NAME)
    client.force_login(colleague)
    assert accept(client, 2).status_code == 403
    assert "It is the same column" not in client.get("/datasets/shops/2").content.decode()
    assert client.get("/datasets/shops/2/same-column").status_code == 405


def test_a_workbook_too(analyst: User, shops: DatasetVersion) -> None:
    content = workbook(("shop", "UNIT PRICE", "sold"), ("A", 1.5, 7), ("B", 2.5, 8))
    version = upload(analyst, content, "shops.xlsx", dataset=shops.dataset)
    assert names(version) == ["shop", "unit_price", "sold"]
