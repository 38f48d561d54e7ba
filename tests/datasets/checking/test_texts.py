"""Words for "not known", numbers among words, and spellings of one word."""

from __future__ import annotations

import pytest

from datasets.checking import apply
from tests.datasets.checking.tools import codes, of, people


def test_words_that_stand_for_not_known() -> None:
    frame = people()
    frame.loc[6:9, "city"] = "Select"
    (found,) = of(frame, "disguised_text")
    assert (found.column, found.row, found.count, found.examples) == ("city", 6, 4, ["Select"])
    assert apply(frame, found.steps)["city"].isna().sum() == 4
    assert "disguised_text" not in codes(people())


def test_numbers_among_words() -> None:
    frame = people()
    frame["fee"] = [f"{number}.50" for number in range(200)]
    frame.loc[[3, 8], "fee"] = ["open", "see contract"]
    (found,) = of(frame, "mixed_kinds")
    assert (found.column, found.row, found.count, found.examples) == ("fee", 3, 2, ["open", "see contract"])
    assert apply(frame, found.steps)["fee"].sum() == sum(n + 0.5 for n in range(200) if n not in (3, 8))
    assert "identifier" not in codes(frame)


@pytest.mark.parametrize("fees", [["0", "a", "b", "1"], ["0012", "0047", "0107", "AB12"], ["low", "high"]])
def test_codes_are_no_mixture(fees: list[str]) -> None:
    frame = people().assign(fee=[fees[row % len(fees)] for row in range(200)])
    assert "mixed_kinds" not in codes(frame)


def test_spellings_of_one_category() -> None:
    frame = people()
    frame.loc[:3, "city"] = ["oslo", "Oslo ", "DURBAN", "Óslo"]
    (found,) = of(frame, "spelling_variants")
    assert (found.column, found.row, found.count) == ("city", 0, 4)
    assert found.examples == [
        "'Oslo ' → 'Oslo'",
        "'oslo' → 'Oslo'",
        "'Óslo' → 'Oslo'",
        "'DURBAN' → 'Durban'",
    ]
    assert set(apply(frame, found.steps)["city"]) == {"Durban", "Oslo", "Paarl"}


def test_different_words_are_no_spellings() -> None:
    frame = people().assign(grade=["A+", "A", "A-", "1.5"] * 50)
    assert "spelling_variants" not in codes(frame)
