"""How the cells of a column are written: found at upload, kept, and what decides for later rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from cells.conventions import Conventions
from contract.conform import conform
from datasets import services
from datasets.checking import Step
from datasets.ingest.append import UploadRequest
from datasets.models import DatasetVersion
from tests.cells.tools import plain
from tests.conftest import Api, upload
from tests.datasets.uploads import append, by_api, codes, sheet, workbook

FULL = b"""day;iso;price;rate;units;active;shop
31/01/2026;2026-01-31;1.234,50;12 %;5;ja;A
01/02/2026;2026-02-01;2,5;3,5 %;6;nein;B
02/02/2026;2026-02-02;3;7 %;7;ja;A
"""
DATES = b"day,amount\n31/01/2026,5\n01/02/2026,6\n02/02/2026,7\n"


def settled(body: dict[str, Any]) -> dict[str, Any]:
    return {column["name"]: column.get("conventions") for column in body["columns"]}


def test_what_an_upload_settles(analyst: User) -> None:
    assert upload(analyst, FULL).conventions() == {
        "day": Conventions("day", "date", date_order="dmy"),
        "iso": Conventions("iso", "date"),
        "price": Conventions("price", "number", decimal=",", thousands="."),
        "rate": Conventions("rate", "number", decimal=",", percent=True),
        "units": Conventions("units", "number"),
        "active": Conventions("active", "flag", yes=("ja",), no=("nein",)),
        "shop": Conventions("shop", "category", categories=("A", "B")),
    }


@pytest.mark.parametrize(
    ("cells", "decimal", "thousands"),
    [
        (["1,5", "2,25"], ",", None),
        (["1 234,50", "2,5"], ",", " "),
        (["1'234.50", "2.5"], ".", "'"),
        (["1,234.50", "2,345.00"], ".", ","),
        (["1 234,50", "1.234,50"], ",", None),
        (["1.234", "5.678"], ",", None),
        (["12", "13"], None, None),
    ],
)
def test_marks(analyst: User, cells: list[str], decimal: str | None, thousands: str | None) -> None:
    content = "row;value\n" + "".join(f"r{place};{cell}\n" for place, cell in enumerate(cells))
    how = upload(analyst, content.encode()).conventions()["value"]
    assert (how.decimal, how.thousands) == (decimal, thousands)


def test_only_the_columns_asked_for(analyst: User) -> None:
    assert list(upload(analyst, FULL).conventions(["price", "nothing"])) == ["price"]


def test_the_answer_shows_what_is_settled(api: Api) -> None:
    body = by_api(api, FULL, missing="999").json()
    assert settled(body) == {
        "day": {"date_order": "dmy", "missing": ["999"]},
        "iso": {"missing": ["999"]},
        "price": {"decimal": ",", "thousands": ".", "missing": ["999"]},
        "rate": {"decimal": ",", "percent": True, "missing": ["999"]},
        "units": {"missing": ["999"]},
        "active": {"yes": ["ja"], "no": ["nein"], "missing": ["999"]},
        "shop": {"missing": ["999"]},
    }
    assert settled(api("GET", "/datasets/sales/versions/1").json()) == settled(body)


def test_a_column_of_which_nothing_is_settled_has_no_conventions(api: Api) -> None:
    body = by_api(api, b"day,units\n2026-01-01,5\n2026-01-02,6\n").json()
    assert settled(body) == {"day": None, "units": None}


def test_what_was_chosen_is_settled(api: Api) -> None:
    by_api(api, b"day,amount\n03/04/2026,1.234\n05/06/2026,5.678\n", date_order="mdy", decimal=",")
    how = DatasetVersion.objects.get().conventions()
    assert (how["day"].date_order, how["amount"].decimal) == ("mdy", ",")


def test_a_workbook_with_typed_cells_settles_no_marks(api: Api) -> None:
    by_api(api, workbook(("amount", "shop"), (1.5, "A"), (2.5, "B")), "sales.xlsx")
    assert DatasetVersion.objects.get().conventions()["amount"] == Conventions("amount", "number")


def test_versions_of_earlier_releases_have_kinds_and_the_order_of_dates(analyst: User) -> None:
    version = upload(analyst, FULL)
    new = ("decimal", "thousands", "percent", "missing", "yes", "no")
    version.schema = [{key: entry[key] for key in entry if key not in new} for entry in version.schema]
    assert version.conventions()["day"].date_order == "dmy"
    assert version.conventions()["price"] == Conventions("price", "number")
    version.schema = []
    assert version.conventions()["rate"] == Conventions("rate", "number")
    assert version.conventions()["shop"].categories == ("A", "B")


def test_later_cells_are_read_as_the_upload_was(analyst: User) -> None:
    version = upload(analyst, FULL)
    rows = [{"day": "03/04/2026", "price": "1.234,50", "rate": "12 %", "active": "Nein", "shop": "B"}]
    table = conform(rows, version.conventions())
    assert [plain(table.frame[name])[0] for name in table.frame] == ["2026-04-03", 1234.5, 0.12, False, "B"]
    assert not table.invalid_cells


# --- Rows that join -------------------------------------------------------------------------------


def test_each_column_is_read_by_its_own_order(api: Api, analyst: User) -> None:
    both = b"ordered,shipped\n31/01/2026,01/31/2026\n28/02/2026,02/28/2026\n"
    upload(analyst, both)
    body = append(api, b"ordered,shipped\n03/04/2026,04/03/2026\n").json()
    assert [column["max"] for column in body["columns"]] == ["2026-04-03", "2026-04-03"]
    assert [column["conventions"]["date_order"] for column in body["columns"]] == ["dmy", "mdy"]


def test_a_column_that_fits_another_order_alone_is_told(api: Api, analyst: User) -> None:
    upload(analyst, DATES)
    other = b"day,amount\n03/25/2026,8\n04/05/2026,9\n"
    plan = append(api, other, preview="true").json()
    assert plan["rows_added"] == 2
    body = append(api, other).json()
    (problem,) = body["problems"]
    assert (problem["code"], problem["column"]) == ("other_date_order", "day")
    assert "written month first in this sheet, but day first in the existing rows" in problem["message"]
    assert body["columns"][0]["max"] == "2026-04-05"
    assert settled(body)["day"] == {"date_order": "dmy"}, "what the data set knows stays"


def test_the_plan_says_so_too(api: Api, analyst: User) -> None:
    upload(analyst, DATES)
    plan = append(api, b"day,amount\n03/25/2026,8\n04/05/2026,9\n", preview="true").json()
    assert "other_date_order" in codes(plan["problems"])


@pytest.mark.parametrize(
    ("cells", "value", "told"),
    [("1.234", 1234, "remembered"), ("1.5", 1.5, "other_decimal"), ("1,5", 1.5, None), ("7", 7, None)],
)
def test_the_decimal_mark_of_rows_that_join(
    api: Api, analyst: User, cells: str, value: float, told: str | None
) -> None:
    upload(analyst, b"shop;price\nA;2,5\nB;3,5\n")
    body = append(api, f"shop\tprice\nA\t{cells}\n".encode()).json()
    assert DatasetVersion.objects.get(number=2).frame()["price"].iloc[2] == value
    assert codes(body["problems"]) == ([told] if told else [])
    assert settled(body)["price"] == {"decimal": ","}


def test_words_of_rows_that_join(api: Api, analyst: User) -> None:
    upload(analyst, b"shop,active,amount\nA,y,5\nB,n,6\nA,y,7\n", options={"missing": "amount: 999"})
    append(api, b"shop,active,amount\nB,n,999\n")
    frame = DatasetVersion.objects.get(number=2).frame()
    assert plain(frame["active"]) == [True, False, True, False]
    assert plain(frame["amount"])[3] is None


def test_what_is_text_stays_text(api: Api, analyst: User) -> None:
    upload(analyst, b"code,amount\nA1,5\n03/04/2026,6\n1.50,7\n")
    body = append(api, b"code,amount\n1.50,8\n2.50,9\n").json()
    assert DatasetVersion.objects.get(number=2).frame()["code"].tolist()[3:] == ["1.50", "2.50"]
    assert "retyped_column" not in codes(body["problems"])


def test_a_column_without_values_may_become_anything(api: Api, analyst: User) -> None:
    upload(analyst, b"shop,amount\nA,\nB,\n")
    append(api, b"shop,amount\nC,5.5\n")
    assert DatasetVersion.objects.get(number=2).frame()["amount"].tolist()[2] == 5.5


def test_percentages_that_come_without_a_sign_are_told(api: Api, analyst: User) -> None:
    upload(analyst, b"shop,rate\nA,12 %\nB,7 %\n")
    body = append(api, b"shop,rate\nC,9\n").json()
    assert "no_percent" in codes(body["problems"])
    assert settled(body)["rate"]["percent"] is True


def test_rows_that_join_settle_what_was_open(api: Api, analyst: User) -> None:
    upload(analyst, b"day,amount\n2026-01-01,5\n2026-01-02,6\n")
    body = append(api, b"day,amount\n25/02/2026,7.5\n26/02/2026,8\n").json()
    assert settled(body) == {"day": {"date_order": "dmy"}, "amount": {"decimal": "."}}


def test_corrections_of_rows_that_joined_are_read_as_these_were(api: Api, analyst: User) -> None:
    upload(analyst, DATES)
    first = b"day,amount\n" + b"".join(b"03/%02d/2026,5\n" % month for month in range(4, 13)) + b"soon,5\n"
    append(api, first)
    version = DatasetVersion.objects.get(number=2)
    assert version.reject_count == 1
    corrected = sheet(services.rejects_of(version).replace(b"soon", b"04/05/2026"), "rejects.csv")
    mended, _ = services.complete_version(analyst, version, corrected)
    assert plain(mended.frame()["day"])[-1] == "2026-05-04"


def test_reading_rows_again_may_find_another_order(analyst: User) -> None:
    first = upload(analyst, DATES)
    services.append_version(analyst, first.dataset, sheet(b"day,amount\n03/04/2026,8\n"), UploadRequest())
    second = DatasetVersion.objects.get(number=2)
    again, _ = services.read_again(analyst, second, {"date_order": "mdy"})
    assert plain(again.frame()["day"])[3] == "2026-03-04"


# --- Steps and new sheets -------------------------------------------------------------------------


def test_steps_keep_what_is_settled(analyst: User) -> None:
    version = upload(analyst, FULL)
    steps = [
        Step("rename", ("price",), {"to": "cost"}),
        Step("drop_column", ("iso",)),
        Step("set_missing", ("units",), {"values": [7]}),
        Step("set_missing", ("cost",), {"values": [2.5]}),
    ]
    repaired, _ = services.apply_steps(analyst, version, steps)
    how = repaired.conventions()
    assert how["cost"] == Conventions("cost", "number", decimal=",", thousands=".", missing=("2,5",))
    assert how["units"].missing == ("7",)
    assert how["day"].date_order == "dmy"
    assert "iso" not in how
    table = conform([{"units": 7, "cost": "2,50"}, {"units": "7", "cost": 2.5}], how)
    assert table.frame.isna().all(axis=None)


def test_text_made_numbers_has_the_mark_that_was_chosen(analyst: User) -> None:
    version = upload(analyst, b"shop;amount\n" + b"A;many\nB;1.234\nC;2.345\n" * 4)
    repaired, _ = services.apply_steps(
        analyst, version, [Step("convert_kind", ("amount",), {"to": "number", "decimal": ","})]
    )
    assert repaired.conventions()["amount"].decimal == ","


def test_a_new_sheet_under_other_names_keeps_its_own(api: Api, analyst: User) -> None:
    upload(analyst, DATES)
    by_api(api, b"Day_;Amount\n31.01.2026;5,5\n01.02.2026;6\n02.02.2026;7\n", dataset="sales")
    how = DatasetVersion.objects.get(number=2).conventions()
    assert how["day"] == Conventions("day", "date", date_order="dmy")
    assert how["amount"].decimal == ","
