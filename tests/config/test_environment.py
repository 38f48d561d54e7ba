"""Reading environment variables: what cannot be read falls back and is remembered."""

from __future__ import annotations

from typing import Any

import pytest

from config import environment


@pytest.fixture(autouse=True)
def wrong(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(environment, "wrong_values", [])
    return environment.wrong_values


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Any:
    def give(value: str | None) -> None:
        if value is None:
            monkeypatch.delenv("ALMANAC_TRY", raising=False)
        else:
            monkeypatch.setenv("ALMANAC_TRY", value)

    return give


@pytest.mark.parametrize(("value", "read"), [(None, "d"), ("", "d"), ("  ", "d"), (" x ", "x")])
def test_text(value: str | None, read: str, given: Any) -> None:
    given(value)
    assert environment.text("ALMANAC_TRY", "d") == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("1", True),
        ("true", True),
        ("YES", True),
        (" on ", True),
        ("0", False),
        ("False", False),
        ("off", False),
    ],
)
def test_flag(value: str, read: bool, given: Any, wrong: list[Any]) -> None:
    given(value)
    assert environment.flag("ALMANAC_TRY", default=not read) is read
    assert wrong == []


@pytest.mark.parametrize("default", [True, False])
@pytest.mark.parametrize("value", [None, "", "perhaps"])
def test_flag_falls_back(value: str | None, default: bool, given: Any, wrong: list[Any]) -> None:
    given(value)
    assert environment.flag("ALMANAC_TRY", default) is default
    assert wrong == ([("ALMANAC_TRY", "perhaps", "true or false")] if value else [])


@pytest.mark.parametrize(("value", "read"), [(None, 7), ("", 7), ("1", 1), (" 10 ", 10)])
def test_integer(value: str | None, read: int, given: Any, wrong: list[Any]) -> None:
    given(value)
    assert environment.integer("ALMANAC_TRY", 7, least=1, most=10) == read
    assert wrong == []


@pytest.mark.parametrize("value", ["0", "11", "-3", "1.5", "ten", "9" * 5000])
def test_integer_falls_back(value: str, given: Any, wrong: list[Any]) -> None:
    given(value)
    assert environment.integer("ALMANAC_TRY", 7, least=1, most=10) == 7
    assert wrong == [("ALMANAC_TRY", value, "a whole number from 1 to 10")]


@pytest.mark.parametrize(
    ("value", "read"), [(None, ["d"]), (" , ", ["d"]), ("a", ["a"]), (" a, b ,,c", ["a", "b", "c"])]
)
def test_words(value: str | None, read: list[str], given: Any) -> None:
    given(value)
    assert environment.words("ALMANAC_TRY", ["d"]) == read
