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


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, ""),
        ("https://almanac.example.com/", "https://almanac.example.com"),
        ("http://10.0.0.1:8000/tools", "http://10.0.0.1:8000/tools"),
    ],
)
def test_address(value: str | None, read: str, given: Any) -> None:
    given(value)
    assert environment.address("ALMANAC_TRY") == read


@pytest.mark.parametrize("value", ["almanac.example.com", "ftp://x", "https://", "https://x?a=b"])
def test_a_wrong_address_is_remembered(value: str, given: Any, wrong: list[Any]) -> None:
    given(value)
    assert environment.address("ALMANAC_TRY") == ""
    assert [name for name, *_ in wrong] == ["ALMANAC_TRY"]


def test_no_mail_server(given: Any, wrong: list[Any]) -> None:
    given(None)
    assert environment.mail_server("ALMANAC_TRY") is None
    assert wrong == []


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("smtp://mail", ("mail", 25, "", "", False, False, "almanac@mail")),
        ("smtp://mail:2525/", ("mail", 2525, "", "", False, False, "almanac@mail")),
        ("smtp://me%40x.y:p%2F%40@mail/?tls=1", ("mail", 587, "me@x.y", "p/@", True, False, "me@x.y")),
        ("smtps://me:p@mail?from=a@b.c", ("mail", 465, "me", "p", False, True, "a@b.c")),
    ],
)
def test_mail_server(value: str, read: tuple[Any, ...], given: Any) -> None:
    given(value)
    assert environment.mail_server("ALMANAC_TRY") == environment.MailServer(*read)


@pytest.mark.parametrize(
    "value",
    [
        "mail:25",
        "http://mail",
        "smtp://",
        "smtp://mail:x",
        "smtp://mail?tls=yes",
        "smtp://mail?colour=blue",
        "smtp://mail/inbox",
        "smtps://mail?tls=1",
        "smtp://mail?from=nobody",
    ],
)
def test_a_wrong_mail_server_is_remembered(value: str, given: Any, wrong: list[Any]) -> None:
    given(value)
    assert environment.mail_server("ALMANAC_TRY") is None
    assert [name for name, *_ in wrong] == ["ALMANAC_TRY"]


def test_a_password_is_neither_remembered_nor_shown(given: Any, wrong: list[Any]) -> None:
    given("smtp://me:secret@mail?tls=yes")
    environment.mail_server("ALMANAC_TRY")
    given("smtp://me:secret@mail")
    assert "secret" not in f"{wrong} {environment.mail_server('ALMANAC_TRY')}"
