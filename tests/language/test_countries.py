"""Countries are chosen by name, in the reader's language."""

from __future__ import annotations

import pytest
from holidays import list_supported_countries

from language.countries import countries
from language.reader import Reader, reading


@pytest.mark.parametrize(
    ("language", "name"), [("en", "South Africa"), ("fr", "Afrique du Sud"), ("xx", "South Africa")]
)
def test_by_name(language: str, name: str) -> None:
    with reading(Reader(language, "en")):
        found = dict(countries())
        assert found["ZA"] == name
        assert list(found.values()) == sorted(found.values())


def test_all_whose_holidays_are_known() -> None:
    assert {code for code, _name in countries()} == set(list_supported_countries(include_aliases=False))
