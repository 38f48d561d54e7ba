"""Correcting one cell of the table: old and new are seen, the next version has it, the one before stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from datasets.models import DatasetVersion
from datasets.services import append_version, repairs_to_repeat
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from training.runs.orders import load

SHEET = (
    b"day,shop,amount,open,note\n"
    + b"".join(
        f"2025-01-{day:02},{'A' if day % 2 else 'B'},{day},{'yes' if day % 3 else 'no'},text {day}\n".encode()
        for day in range(1, 13)
    )
    + b"2025-01-13,A,,yes,the last\n"
)
CELL = "/datasets/till/1/cell"


@pytest.fixture
def till(analyst: User) -> DatasetVersion:
    return upload(analyst, SHEET, "till.csv")


def correct(page: Client, row: int, column: str, value: str, number: int = 1) -> Any:
    return page.post(f"/datasets/till/{number}/cell?row={row}&column={column}", {"value": value}, follow=True)


@pytest.mark.parametrize(
    ("row", "column", "value", "old", "kept"),
    [
        (4, "amount", "30", "3", 30),
        (4, "amount", "3.5", "3", 3.5),
        (4, "amount", "-7", "3", -7),
        (14, "amount", "13", "nothing", 13),
        (4, "amount", "", "3", None),
        (4, "shop", "C", "A", "C"),
        (4, "day", "2024-12-31", "Jan", "2024-12-31"),
        (3, "open", "false", "yes", False),
        (3, "note", "other words", "text 2", "other words"),
    ],
)
def test_old_is_shown_and_new_is_kept(
    row: int, column: str, value: str, old: str, kept: Any, page: Client, api: Api, till: DatasetVersion
) -> None:
    asked = page.get(f"{CELL}?row={row}&column={column}").content.decode()
    assert old in asked.partition("holds <strong>")[2][:60]
    shown = correct(page, row, column, value)
    assert shown.redirect_chain == [("/datasets/till/2", 302)]
    assert f"Row {row} of “{column}” was corrected." in shown.content.decode()
    rows = api("GET", "/datasets/till/versions/2/preview").json()["rows"]
    before = api("GET", "/datasets/till/versions/1/preview").json()["rows"]
    assert rows[row - 2][column] == kept
    changed = [place for place, (one, two) in enumerate(zip(before, rows, strict=True)) if one != two]
    assert changed == [row - 2], "all other cells stay as they were"
    made = DatasetVersion.objects.get(number=2)
    assert made.created_by is not None
    assert made.kinds == till.kinds
    event = AuditEvent.objects.get(verb="repaired")
    assert event.actor_name == "ann"
    assert event.data["steps"][0]["params"]["row"] == row


def test_the_new_version_says_what_was_done(page: Client, till: DatasetVersion) -> None:
    text = correct(page, 4, "amount", "30").content.decode()
    assert "Row 4 of &#x27;amount&#x27;: “3” becomes “30”." in text
    assert page.get("/datasets/till/1").status_code == 200


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("amount", "1,234", "write it like 1234.5"),
        ("amount", "many", "is no number"),
        ("day", "31.12.2024", "is no date"),
        ("open", "maybe", "Choose yes or no."),
    ],
)
def test_what_does_not_fit_is_refused(
    column: str, value: str, said: str, page: Client, till: DatasetVersion
) -> None:
    answer = correct(page, 4, column, value)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert DatasetVersion.objects.count() == 1


def test_numbers_are_read_as_the_reader_writes_them(
    page: Client, analyst: User, till: DatasetVersion
) -> None:
    page.post("/account/preferences", {"language": "fr", "numbers": "fr"})
    answer = page.post(
        f"{CELL}?row=4&column=amount", {"value": "3,5"}, headers={"Accept-Language": "fr"}, follow=True
    )
    assert answer.status_code == 200
    assert DatasetVersion.objects.get(number=2).frame(["amount"])["amount"].iloc[2] == 3.5


@pytest.mark.parametrize(
    "query", ["row=1&column=amount", "row=15&column=amount", "row=2&column=none", "row=x"]
)
def test_a_place_that_is_not_there(query: str, page: Client, till: DatasetVersion) -> None:
    assert page.get(f"{CELL}?{query}").status_code == 400
    assert page.post(f"{CELL}?{query}", {"value": "1"}).status_code == 400
    assert DatasetVersion.objects.count() == 1


def test_without_a_place_it_is_asked_for(page: Client, till: DatasetVersion) -> None:
    text = page.get(CELL).content.decode()
    assert 'name="row"' in text
    assert "Show the cell" in text


def test_no_change_makes_no_version(page: Client, till: DatasetVersion) -> None:
    answer = correct(page, 4, "amount", "3")
    assert answer.status_code == 409
    assert "change nothing" in answer.content.decode()


def test_two_clicks_make_one_version(page: Client, till: DatasetVersion) -> None:
    correct(page, 4, "amount", "30")
    again = correct(page, 4, "amount", "30")
    assert "This was already done; nothing was added." in again.content.decode()
    assert DatasetVersion.objects.count() == 2


def test_of_two_people_the_second_is_told(page: Client, till: DatasetVersion) -> None:
    correct(page, 4, "amount", "30")
    answer = correct(page, 5, "amount", "40")
    assert answer.status_code == 409
    assert "Version 2 has come since" in answer.content.decode()
    assert DatasetVersion.objects.count() == 2
    assert correct(page, 5, "amount", "40", number=2).redirect_chain[0][0] == "/datasets/till/3"
    amounts = DatasetVersion.objects.get(number=3).frame(["amount"])["amount"]
    assert list(amounts[2:4]) == [30, 40]


def test_only_the_newest_offers_it(page: Client, till: DatasetVersion) -> None:
    assert "Click a cell to correct it." in page.get("/datasets/till/1").content.decode()
    correct(page, 4, "amount", "30")
    assert "Click a cell to correct it." not in page.get("/datasets/till/1").content.decode()


def test_rows_of_an_append_can_be_corrected(page: Client, analyst: User, till: DatasetVersion) -> None:
    import io

    from django.core.files.base import File

    more = io.BytesIO(b"day,shop,amount,open,note\n2025-01-14,A,14,yes,more\n")
    append_version(analyst, till.dataset, File(more, name="more.csv"))
    correct(page, 15, "amount", "140", number=2)
    amounts = DatasetVersion.objects.get(number=3).frame(["amount"])["amount"]
    assert (len(amounts), amounts.iloc[13]) == (14, 140)


def test_a_correction_is_not_repeated_on_another_sheet(
    page: Client, analyst: User, till: DatasetVersion
) -> None:
    correct(page, 4, "amount", "30")
    newer = upload(analyst, SHEET.replace(b"text 1\n", b"text one\n"), "till.csv", dataset=till.dataset)
    assert newer.number == 3
    assert repairs_to_repeat(newer) is None


def test_over_the_api_old_is_checked(api: Api, till: DatasetVersion) -> None:
    step = {"kind": "set_cell", "columns": ["amount"], "params": {"row": 4, "value": 30, "old": 4}}
    problem = assert_problem(api("POST", "/datasets/till/versions/1/steps", {"steps": [step]}), 422)
    assert problem["detail"] == "Row 4 of 'amount' holds “3”, not “4”."
    step["params"] = {"row": 4, "value": 30}
    made = api("POST", "/datasets/till/versions/1/steps", {"steps": [step]})
    assert (made.status_code, made.json()["version"]) == (201, 2)


@pytest.mark.parametrize(
    ("column", "params"),
    [
        ("amount", {"row": 4, "value": "many"}),
        ("amount", {"row": 4, "value": True}),
        ("amount", {"row": 99, "value": 1}),
        ("amount", {"row": "4", "value": 1}),
        ("amount", {"value": 1}),
        ("day", {"row": 4, "value": "soon"}),
        ("day", {"row": 4, "value": 5}),
        ("open", {"row": 4, "value": "yes"}),
        ("shop", {"row": 4, "value": 5}),
    ],
)
def test_steps_that_do_not_fit(column: str, params: Any, api: Api, till: DatasetVersion) -> None:
    step = {"kind": "set_cell", "columns": [column], "params": params}
    assert_problem(api("POST", "/datasets/till/versions/1/steps", {"steps": [step]}), 422)
    assert DatasetVersion.objects.count() == 1


def test_others_correct_nothing(client: Client, till: DatasetVersion, colleague: User, viewer: User) -> None:
    for person in (colleague, viewer):
        client.force_login(person)
        assert client.get(f"{CELL}?row=4&column=amount").status_code == 403
        assert client.post(f"{CELL}?row=4&column=amount", {"value": "1"}).status_code == 403
        assert "Click a cell" not in client.get("/datasets/till/1").content.decode()
    assert DatasetVersion.objects.count() == 1


def test_a_table_that_is_gone(page: Client, till: DatasetVersion) -> None:
    till.table.storage.delete(till.table.name)
    assert page.get(f"{CELL}?row=4&column=amount").status_code == 410


def test_a_row_has_the_number_of_its_line_everywhere(page: Client, api: Api, analyst: User) -> None:
    """Lines above the names and empty ones are no rows, and still count."""
    lines = ["Report of the tills", "", *SHEET.decode().splitlines()]
    lines.insert(9, ",,,,")
    lines[12] = lines[12].replace("A", "A ", 1)
    doubled = "\n".join([*lines, lines[-2], ""])
    version = upload(analyst, doubled.encode(), "till.csv")
    wanted = doubled.splitlines().index("2025-01-08,B,8,yes,text 8") + 1
    shown = page.get("/datasets/till/1").content.decode()
    row = shown.partition(f'<tr data-row="{wanted}">')[2].partition("</tr>")[0]
    assert f'<th scope="row">{wanted}</th>' in row
    assert "text 8" in row
    [found] = [
        one
        for one in api("GET", "/datasets/till/versions/1/check").json()["findings"]
        if one["code"] == "duplicates"
    ]
    assert found["row"] == len(lines) + 1
    assert found["examples"] == [len(lines) + 1]
    data = load({"main": version}, {"target": "amount"})
    assert data.row_number(7) == wanted
    assert "holds <strong>8</strong>" in page.get(f"{CELL}?row={wanted}&column=amount").content.decode()
    text = correct(page, wanted, "amount", "80").content.decode()
    assert f"Row {wanted} of &#x27;amount&#x27;: “8” becomes “80”." in text
    assert f'<tr data-row="{wanted}">' in text, "the corrected version counts alike"
