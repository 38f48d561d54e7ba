"""A wrong setting is said by a system check with an id, the value and a remedy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from home import checks

NOBODY = 65_534


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """Root may write anywhere, so root becomes nobody for as long as the test lasts."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def test_the_settings_of_the_tests_are_right() -> None:
    for check in (checks.environment_values, checks.media_root, checks.bind_address, checks.api_rate):
        assert check() == []


def test_e001_names_the_variable_and_what_it_takes(settings: Any) -> None:
    settings.WRONG_ENVIRONMENT = [("DEBUG", "perhaps", "true or false")]
    (found,) = checks.environment_values()
    assert found.id == "almanac.E001"
    assert found.msg == "The environment variable DEBUG is 'perhaps'."
    assert found.hint == "Set it to true or false, or leave it out."


def test_e002_media_root_below_a_file(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    (found,) = checks.media_root()
    assert found.id == "almanac.E002"
    assert str(tmp_path / "file") in found.msg
    assert "MEDIA_ROOT" in str(found.hint)


def test_e002_media_root_below_a_folder_that_may_not_be_entered(
    settings: Any, tmp_path: Path, ordinary_user: None
) -> None:
    shut = tmp_path / "shut"
    if os.getuid() == NOBODY:
        shut = tmp_path  # pytest's folders are open to their owner, root, alone
    else:
        shut.mkdir(mode=0)
    settings.MEDIA_ROOT = shut / "inner" / "media"
    (found,) = checks.media_root()
    assert found.id == "almanac.E002"


def test_a_media_root_that_is_still_to_be_made_is_fine(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "a" / "b" / "media"
    assert checks.media_root() == []
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "0.0.0.0:80", "almanac.local:65535", "[::1]:8000"])
def test_a_right_address(bind: str, settings: Any) -> None:
    settings.BIND = bind
    assert checks.bind_address() == []


@pytest.mark.parametrize(
    "bind",
    ["8000", ":8000", "localhost", "localhost:", "localhost:0", "localhost:65536", "::1:8000", "a b:80"],
)
def test_e003_a_wrong_address(bind: str, settings: Any) -> None:
    settings.BIND = bind
    (found,) = checks.bind_address()
    assert found.id == "almanac.E003"
    assert bind in found.msg
    assert "127.0.0.1:8000" in str(found.hint)


@pytest.mark.parametrize("rate", ["600/min", "10/s", "1/day", "5000/hour"])
def test_a_right_rate(rate: str, settings: Any) -> None:
    settings.API_RATE = rate
    assert checks.api_rate() == []


@pytest.mark.parametrize(
    "rate", ["600", "600/", "/min", "0/min", "-1/min", "many/min", "600/fortnight", "1.5/s"]
)
def test_e004_a_wrong_rate(rate: str, settings: Any) -> None:
    settings.API_RATE = rate
    (found,) = checks.api_rate()
    assert found.id == "almanac.E004"
    assert rate in found.msg
    assert "600/min" in str(found.hint)
