"""Transactions and notes that do not fit are refused or said; and up to when they count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import Api
from tests.predictions.leads_asked import (
    BOUGHT,
    CUSTOMER,
    NOBODYS,
    OWN,
    PREDICT,
    chances,
    codes,
    flag_of,
)
from training.models import ModelVersion


@pytest.fixture
def refused(api: Api, scores: ModelVersion) -> Any:
    def ask(rows: Any = None, **tables: Any) -> Any:
        response = api("POST", PREDICT, {"rows": [CUSTOMER] if rows is None else rows, "tables": tables})
        assert response.status_code == 422, response.content
        (error,) = response.json()["errors"]
        return error

    return ask


# --- What is wrong is refused or said -------------------------------------------------------------


def test_a_table_that_the_ask_does_not_take(refused: Any) -> None:
    error = refused(visits=[{"customer": 1001}])
    assert (error["location"], error["code"]) == ("tables.visits", "unknown_table")
    assert "it takes rows, transactions, notes" in error["message"]


@pytest.mark.parametrize(
    ("table", "column"), [("transactions", "customer"), ("transactions", "day"), ("notes", "note")]
)
def test_a_table_without_a_column_that_is_needed(table: str, column: str, refused: Any) -> None:
    rows = [{name: cell for name, cell in row.items() if name != column} for row in OWN[table]]
    error = refused(**{table: rows})
    assert (error["location"], error["code"]) == (f"tables.{table}", "missing_column")
    assert f"'{column}'" in error["message"]


def test_rows_without_the_customers_number(refused: Any) -> None:
    rows = [{"visits": 3, "source": "website"}]
    error = refused(rows, **OWN)
    assert (error["location"], error["code"]) == ("rows", "missing_column")
    assert "'customer'" in error["message"]


def test_a_data_set_that_does_not_exist(refused: Any) -> None:
    for reference in ("nothing@latest", "transactions@7", "transactions@first"):
        error = refused(transactions=reference)
        assert (error["location"], error["code"]) == ("tables.transactions", "unknown_dataset")
        assert reference in error["message"]


@pytest.mark.parametrize("cell", [["2026-05-01"], {"day": "2026-05-01"}])
def test_a_cell_that_is_none(cell: Any, refused: Any) -> None:
    error = refused(transactions=[{**BOUGHT[0], "day": cell}])
    assert (error["location"], error["code"]) == ("tables.transactions.0.day", "not_a_cell")


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("day", "03/04/2026", "ambiguous_date"),
        ("day", "2026-02-30", "impossible_date"),
        ("day", "soon", "not_a_date"),
        ("amount", "12,3,4", "not_a_number"),
        ("amount", "much", "not_a_number"),
        ("customer", "K1001", "not_a_number"),
    ],
)
def test_a_cell_that_does_not_fit_is_missing_and_said(column: str, cell: str, code: str, call: Any) -> None:
    others = BOUGHT[1:]
    answer = call(transactions=[*others, {**BOUGHT[0], column: cell}])
    flag = flag_of(answer, code)
    assert flag["column"] == column
    assert f"row {len(others)}" in flag["message"]
    assert cell in flag["message"]
    expected = others if column != "amount" else [*others, {**BOUGHT[0], "amount": None}]
    assert chances(answer) == chances(call(transactions=expected))


def test_transactions_of_strangers_change_nothing_and_are_said(call: Any) -> None:
    strangers = [{**BOUGHT[0], "customer": number} for number in (5, 5, 6, None)]
    answer = call(transactions=[*BOUGHT, *strangers])
    assert chances(answer) == chances(call(transactions=BOUGHT))
    message = flag_of(answer, "unknown_customers")["message"]
    assert "4 rows of 'transactions'" in message
    assert "'5'" in message


def test_no_transactions_are_none_and_not_unknown(call: Any) -> None:
    answer = call(transactions=[], notes=[])
    nobodys = [{**OWN["notes"][0], "customer": 5}]
    others = call(transactions=NOBODYS, notes=nobodys)
    assert chances(answer) == chances(others)
    assert codes(answer) == codes(others) - {"unknown_customers"}


@pytest.mark.parametrize(
    "write", [int, float, str, lambda number: f"{number}.0", lambda number: f" {number} "]
)
@pytest.mark.parametrize("where", ["rows", "transactions"])
def test_a_customers_number_is_one_whatever_its_type(where: str, write: Any, call: Any) -> None:
    expected = call(transactions=BOUGHT, notes=OWN["notes"])
    rows, bought = [CUSTOMER], BOUGHT
    if where == "rows":
        rows = [{**CUSTOMER, "customer": write(CUSTOMER["customer"])}]
    else:
        bought = [{**row, "customer": write(row["customer"])} for row in bought]
    answer = call(rows, transactions=bought, notes=OWN["notes"])
    assert answer["predictions"] == expected["predictions"]
    assert "unknown_customers" not in codes(answer)


def test_a_row_without_a_number_has_no_records(call: Any) -> None:
    """The first row is called 1: it is not the customer of that number."""
    bought = [{**row, "customer": 1} for row in BOUGHT]
    answer = call([{**CUSTOMER, "customer": None}], transactions=bought)
    assert chances(answer) == chances(call(transactions=NOBODYS))
    flag = flag_of(answer, "missing")
    assert (flag["row"], flag["column"]) == (0, "customer")


# --- Up to when records count ---------------------------------------------------------------------


def test_the_whole_of_the_day_counts(call: Any) -> None:
    """What is bought in the afternoon counts as what is bought that day."""
    bought = {"customer": CUSTOMER["customer"], "amount": 900.0}
    days = ["2026-06-30", "2026-06-30T00:00:00", "2026-06-30T23:59:59", "2026-06-30 14:30"]
    answers = [call(transactions=[{**bought, "day": day}]) for day in days]
    assert {tuple(chances(answer)) for answer in answers} == {tuple(chances(answers[0]))}
    assert all("later_records" not in codes(answer) for answer in answers)
    assert chances(answers[0]) != chances(call(transactions=NOBODYS))


def test_what_comes_later_is_left_out_and_said(call: Any) -> None:
    later = [{**BOUGHT[0], "day": day} for day in ("2026-07-01", "2027-01-31")]
    answer = call(transactions=[*BOUGHT, *later])
    assert chances(answer) == chances(call(transactions=BOUGHT))
    assert flag_of(answer, "later_records")["message"].startswith("2 rows of 'transactions' are later than")


def test_an_earlier_day_sees_less(call: Any) -> None:
    early = call(as_of="2026-01-01", **OWN)
    seen = [row for row in BOUGHT if row["day"] < "2026-01-02"]
    assert 0 < len(seen) < len(BOUGHT)
    notes = [row for row in OWN["notes"] if row["day"] < "2026-01-02"]
    assert chances(early) == chances(call(as_of="2026-01-01", transactions=seen, notes=notes))


def test_without_a_day_it_is_today_and_said(call: Any) -> None:
    today = date.today().isoformat()
    answer = call(as_of=None, transactions=[{**BOUGHT[0], "day": f"{today}T00:00:01"}])
    assert "which is today" in flag_of(answer, "as_of_assumed")["message"]
    assert "later_records" not in codes(answer)


@pytest.mark.parametrize("zone", ["Z", "+02:00", "-11:00", " +0530"])
def test_a_time_is_the_one_that_is_written_whatever_its_zone(zone: str, call: Any) -> None:
    """As in an upload: on both sides of midnight the day stays."""
    for time in ("00:30:00", "23:30:00"):
        plain = {**BOUGHT[0], "day": f"2026-06-30T{time}"}
        zoned = {**plain, "day": plain["day"] + zone}
        assert chances(call(transactions=[zoned])) == chances(call(transactions=[plain]))
