"""Choices made for a sheet are used again at the next one with the same header, and that is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import SourceMemory
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import AMBIGUOUS, by_api, workbook

NEXT_DAY = b"Date,AMOUNT\n07/08/2025,7\n09/10/2025,8\n"
OTHER_HEADER = b"day,amount\n07/08/2025,7\n09/10/2025,8\n"


def remembered(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [problem for problem in answer["problems"] if problem["code"] == "remembered"]


def test_an_answer_is_not_asked_for_again(api: Api) -> None:
    assert_problem(by_api(api, AMBIGUOUS), 422)
    by_api(api, AMBIGUOUS, date_order="mdy")
    answer = by_api(api, NEXT_DAY, "next.csv")
    assert answer.status_code == 201
    assert answer.json()["columns"][0]["min"] == "2025-07-08"
    assert answer.json()["options"]["date_order"] == "mdy"
    assert answer.json()["options"]["remembered"] == ["date_order"]
    (problem,) = remembered(answer.json())
    assert "the date order is 'mdy' (option date_order)" in problem["message"]
    assert "choose another" in problem["remedy"]


def test_what_was_given_is_not_called_remembered(api: Api) -> None:
    answer = by_api(api, AMBIGUOUS, date_order="mdy").json()
    assert "remembered" not in answer["options"]
    assert remembered(answer) == []


def test_another_header_is_asked_about(api: Api) -> None:
    by_api(api, AMBIGUOUS, date_order="mdy")
    assert_problem(by_api(api, OTHER_HEADER), 422)


def test_given_options_win_and_are_remembered_instead(api: Api) -> None:
    by_api(api, AMBIGUOUS, date_order="mdy")
    given = by_api(api, NEXT_DAY, "next.csv", date_order="dmy").json()
    assert (given["columns"][0]["min"], remembered(given)) == ("2025-08-07", [])
    assert by_api(api, NEXT_DAY + b"11/12/2025,9\n", "later.csv").json()["options"]["date_order"] == "dmy"


def test_one_option_given_leaves_the_others_remembered(api: Api) -> None:
    by_api(api, AMBIGUOUS, date_order="mdy")
    answer = by_api(api, NEXT_DAY, "next.csv", decimal=".").json()
    assert answer["options"]["remembered"] == ["date_order"]
    later = by_api(api, NEXT_DAY + b"11/12/2025,9\n", "later.csv").json()
    assert set(later["options"]["remembered"]) == {"date_order", "decimal"}


def test_auto_forgets(api: Api) -> None:
    by_api(api, AMBIGUOUS, date_order="mdy")
    assert_problem(by_api(api, NEXT_DAY, date_order="auto"), 422)
    clear = b"date,amount\n2025-01-30,7\n"
    assert by_api(api, clear, "clear.csv", date_order="auto").status_code == 201
    assert not SourceMemory.objects.exists()
    assert_problem(by_api(api, NEXT_DAY), 422)


def test_the_choice_of_a_colleague_is_not_ours(api: Api, api_as: Callable[..., Api], colleague: User) -> None:
    by_api(api_as(colleague), AMBIGUOUS, date_order="mdy")
    assert_problem(by_api(api, NEXT_DAY), 422)


def test_the_choice_of_the_owner_counts_for_the_data_set(
    api: Api, api_as: Callable[..., Api], administrator: User
) -> None:
    by_api(api, AMBIGUOUS, date_order="mdy")
    office = api_as(administrator)
    assert_problem(by_api(office, NEXT_DAY), 422)
    answer = by_api(office, NEXT_DAY, dataset="sales")
    assert (answer.status_code, answer.json()["options"]["remembered"]) == (201, ["date_order"])


def test_a_choice_made_for_the_data_set_counts_for_its_owner(
    api: Api, api_as: Callable[..., Api], analyst: User, administrator: User
) -> None:
    upload(analyst, b"a,b\n1,2\n", name="sales.csv")
    by_api(api_as(administrator), AMBIGUOUS, dataset="sales", date_order="mdy")
    assert by_api(api, NEXT_DAY, dataset="sales").json()["options"]["remembered"] == ["date_order"]


def test_the_same_bytes_without_the_choice_are_the_same_version(api: Api) -> None:
    first = by_api(api, AMBIGUOUS, date_order="mdy").json()
    again = by_api(api, AMBIGUOUS)
    assert (again.status_code, again.json()["version"]) == (200, first["version"])


def test_the_header_is_the_one_found_before_anything_is_chosen(api: Api) -> None:
    """The chosen row of names is not the one that would be found: still the next file is known."""
    first = b"shop,amount\nname,value\nA,1\nB,2\n"
    by_api(api, first, header_row="2")
    answer = by_api(api, b"shop,amount\nname,value\nC,3\n", "next.csv").json()
    assert [column["name"] for column in answer["columns"]] == ["name", "value"]


def test_what_does_not_fit_any_more_is_left_aside(api: Api) -> None:
    by_api(api, workbook(("shop", "amount"), ("A", 5), sheet="January"), "book.xlsx", sheet="January")
    answer = by_api(api, workbook(("shop", "amount"), ("A", 6), sheet="February"), "book.xlsx")
    assert (answer.status_code, answer.json()["options"]["sheet"]) == (201, "February")
    assert remembered(answer.json()) == []


def test_the_sheet_of_a_workbook_is_remembered(api: Api) -> None:
    rows = (("shop", "amount"), ("A", 5), ("B", 6))
    by_api(api, workbook(*rows), "book.xlsx", sheet="Sales", thousands=",")
    other = workbook(*rows, ("C", 7))
    assert set(by_api(api, other, "book.xlsx").json()["options"]["remembered"]) == {"sheet", "thousands"}
    named = by_api(api, workbook(*rows, ("D", 8)), "book.xlsx", sheet="Sales").json()
    assert named["options"]["remembered"] == ["thousands"]


def test_nothing_is_kept_of_an_upload_that_failed(api: Api) -> None:
    assert_problem(by_api(api, AMBIGUOUS, decimal="x"), 422)
    assert not SourceMemory.objects.exists()


def test_a_number_from_a_form_is_the_same_choice(api: Api, analyst: User) -> None:
    content = b"shop,amount\nname,value\nA,1\nB,2\n"
    first = upload(analyst, content, name="sales.csv", options={"header_row": 2})
    again = by_api(api, content)
    assert (again.status_code, again.json()["version"]) == (200, first.number)


def test_the_page_says_what_is_as_last_time(api: Api, page: Client) -> None:
    by_api(api, AMBIGUOUS, date_order="mdy")
    by_api(api, NEXT_DAY, dataset="sales")
    assert ("Same as last time", "Date order") in page.get("/datasets/sales/2").context["facts"]


def test_it_says_when_it_was_used(api: Api) -> None:
    by_api(api, AMBIGUOUS, date_order="mdy")
    before = SourceMemory.objects.get().used_at
    by_api(api, NEXT_DAY)
    assert SourceMemory.objects.get().used_at > before


@pytest.mark.parametrize("content", [b"1,2\n3,4\n", b"\x89PNG\r\n\x1a\n"])
def test_a_sheet_without_a_header_remembers_nothing(content: bytes, api: Api) -> None:
    by_api(api, content, decimal=".")
    assert not SourceMemory.objects.exists()
