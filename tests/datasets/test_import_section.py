"""What the page of a version says about its import, and the rejects that come back corrected."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import upload

DAYS = [f"2025-01-{day:02},{day}" for day in range(1, 31)]
PAGE = "/datasets/sales/1"
MIXED = "\n".join(
    [
        "date,amount",
        *(day.replace(",4", ",many") if day == "2025-01-04,4" else day for day in DAYS),
        "2025-01-31,1,2",
        "# checked by hand",
        "2025-02-01,1,2",
        "Total,465",
        "Source: the shop",
        "",
    ]
).encode()
"""A cell and two rows to correct; a comment, a total and a note."""


def sheet(*bad: tuple[int, str]) -> bytes:
    rows = list(DAYS)
    for place, cell in bad:
        rows[place] = f"2025-01-{place + 1:02},{cell}"
    return "\n".join(["date,amount", *rows, ""]).encode()


@pytest.fixture
def bad(analyst: User) -> DatasetVersion:
    return upload(analyst, sheet((3, "<b>many</b>"), (7, "few")))


def shown(page: Client, address: str = PAGE) -> str:
    response = page.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def corrected(page: Client, content: bytes, number: int = 1) -> Any:
    file = SimpleUploadedFile("rejects.csv", content)
    return page.post(f"/datasets/sales/{number}/corrections", {"file": file})


def test_rows_read_kept_and_set_aside_are_counted(page: Client, analyst: User) -> None:
    upload(analyst, sheet() + b"Total,465\n")
    context = page.get(PAGE).context["import"]
    assert (context["report"]["rows_read"], context["report"]["rows_kept"]) == (31, 30)
    assert "Rows of totals: 1" in shown(page)


def test_what_is_to_be_corrected_is_told_apart_from_what_was_set_aside(page: Client, analyst: User) -> None:
    assert upload(analyst, MIXED).reject_count == 6
    text = shown(page)
    said = "1 cell to correct, 2 rows to correct; 1 row of totals set aside, 1 note set aside, 1 comment line"
    assert said in text
    assert page.get(PAGE).context["version"].to_correct == 3
    assert "What could not be read" in text
    assert "3 values in version 1 could not be read" in shown(page, f"{PAGE}/corrections")


def test_where_nothing_is_to_be_corrected_nothing_asks_for_it(page: Client, analyst: User) -> None:
    version = upload(analyst, sheet() + b"Total,465\n")
    assert (version.reject_count, version.to_correct) == (1, 0)
    text = shown(page)
    assert "What was set aside" in text
    assert "1 row of totals set aside. Nothing needs to be corrected." in text
    assert "Download these rows" in text
    assert "Upload the corrected rows" not in text


def test_what_was_changed_has_counts_and_examples(page: Client, analyst: User) -> None:
    upload(analyst, b"day;amount\n31.12.2024;1,5\n01.01.2025;2,5\n")
    text = shown(page)
    assert "decimal commas read" in text
    assert "“1,5” → 1.5" in text


def test_many_changed_columns_come_in_pages(page: Client, analyst: User) -> None:
    names = [f"sensor {n}" for n in range(30)]
    cells = ";".join(["1,5"] * 30)
    upload(analyst, "\n".join([";".join(names), cells, cells]).encode())
    assert len(page.get(PAGE).context["import"]["changed"].object_list) == 20
    assert len(page.get(f"{PAGE}?changes=2").context["import"]["changed"].object_list) == 10
    assert "More columns" in shown(page)


def test_remembered_choices_are_said(page: Client, analyst: User) -> None:
    upload(analyst, b"date,amount\n03/04/2025,5\n", options={"date_order": "mdy"})
    upload(analyst, b"date,amount\n03/05/2025,5\n", name="other.csv")
    assert "As last time, the date order is 'mdy'" in shown(page, "/datasets/other/1")


def test_a_version_kept_before_there_were_reports(page: Client, bad: DatasetVersion) -> None:
    DatasetVersion.objects.update(report={}, reject_count=0, rejects="")
    assert 'id="import"' not in shown(page)


def test_rejects_are_shown_escaped(page: Client, bad: DatasetVersion) -> None:
    raw = page.get(PAGE).content.decode()
    assert "&lt;b&gt;many" in raw
    assert "<b>many" not in raw
    assert [line["row"] for line in page.get(PAGE).context["import"]["rejects"]] == ["5", "9"]


def test_the_first_ten_rejects(page: Client, analyst: User) -> None:
    content = "\n".join(["amount", *map(str, range(400)), *["many"] * 12, ""]).encode()
    assert upload(analyst, content).reject_count == 12
    assert "The first 10 of 12." in shown(page)


def test_rejects_are_downloaded(page: Client, bad: DatasetVersion) -> None:
    response = page.get("/datasets/sales/1/rejects.csv")
    assert response["Content-Disposition"] == 'attachment; filename="sales-1-rejects.csv"'
    assert b"few" in response.content


def test_corrected_rows_make_the_next_version(page: Client, bad: DatasetVersion) -> None:
    content = page.get("/datasets/sales/1/rejects.csv").content.replace(b"few", b"8")
    response = corrected(page, content.replace(b"<b>many</b>", b"400"))
    assert response["Location"] == "/datasets/sales/2"
    assert DatasetVersion.objects.get(number=2).reject_count == 0
    assert "What could not be read" not in shown(page, "/datasets/sales/2")


def test_corrections_that_fit_nothing_are_refused(page: Client, bad: DatasetVersion) -> None:
    response = page.post("/datasets/sales/1/corrections")
    assert response.status_code == 422
    assert "Choose a file first" in response.content.decode()
    response = page.post(
        "/datasets/sales/1/corrections", {"file": SimpleUploadedFile("a.csv", b"shop,amount\nA,4\n")}
    )
    assert response.status_code == 422
    assert "The corrections have no column 'row'" in html.unescape(response.content.decode())
    assert DatasetVersion.objects.count() == 1


def test_files_that_are_gone(page: Client, bad: DatasetVersion) -> None:
    Path(bad.rejects.path).unlink()
    assert page.get("/datasets/sales/1/rejects.csv").status_code == 404
    assert "no longer on disk" in shown(page)


def test_only_the_owner_corrects(client: Client, bad: DatasetVersion, colleague: User) -> None:
    client.force_login(colleague)
    assert corrected(client, b"row,column,value\n5,amount,4\n").status_code == 403
    assert "Upload the corrected rows" not in client.get(PAGE).content.decode()


def test_a_value_that_stands_for_nothing_is_a_button_away(page: Client, analyst: User) -> None:
    rows = [f"{income},{'AB'[income % 2]}" for income in range(20, 60)] + ["-200,A"] * 12
    upload(analyst, "\n".join(["Income,shop", *rows, ""]).encode())
    finding = next(one for one in page.get(PAGE).context["findings"] if one.remedies)
    assert finding.remedies[0].fields == {"missing": "Income: -200"}
    assert 'name="missing" value="Income: -200"' in shown(page)
    page.post(f"{PAGE}/read", finding.remedies[0].fields)
    assert DatasetVersion.objects.get(number=2).columns[0]["missing"] == 12


def test_a_guessed_order_of_dates_is_a_button_away(page: Client, analyst: User) -> None:
    rows = [f"2{day % 9}/01/2025,0{day % 8 + 1}/04/2025" for day in range(30)]
    upload(analyst, "\n".join(["sent,paid", *rows, ""]).encode())
    remedies = [remedy for one in page.get(PAGE).context["findings"] for remedy in one.remedies]
    assert [remedy.fields for remedy in remedies] == [{"date_order": "mdy"}]


def test_a_remedy_keeps_what_was_chosen(page: Client, analyst: User) -> None:
    rows = [f"{income}\tA" for income in range(20, 60)] + ["-200\tA"] * 12
    content = "\n".join(["Income\tshop", *rows, ""]).encode()
    upload(analyst, content, options={"delimiter": "\\t"})
    finding = next(one for one in page.get(PAGE).context["findings"] if one.remedies)
    assert finding.remedies[0].fields == {"delimiter": "tab", "missing": "Income: -200"}


def test_the_history_says_whether_a_change_is_significant(page: Client, analyst: User) -> None:
    first = upload(analyst, sheet())
    upload(analyst, sheet((3, "4.5")), dataset=first.dataset)
    upload(analyst, sheet().replace(b"-01,1\n", b"-01,1000\n"), dataset=first.dataset)
    text = shown(page, "/datasets/sales/3")
    assert text.count("no significant change") == 1
    assert "“amount” ends at 1,000, previously 30" in text
    assert "consider training again" in text


def test_corrections_stay_while_the_cells_stay_where_they_are(page: Client, bad: DatasetVersion) -> None:
    corrected(page, b"row,column,value\n5,amount,400\n9,amount,8\n")
    page.post("/datasets/sales/2/read", {"missing": "amount: 30"})
    assert DatasetVersion.objects.get(number=3).frame()["amount"].max() == 400
    page.post("/datasets/sales/2/read", {"header_row": "2"})
    assert DatasetVersion.objects.get(number=4).rows == 29
