"""The scripts of a page write numbers and dates as its templates do: the cases of tests/language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser import wait_until

pytestmark = pytest.mark.browser

CASES = json.loads((Path(__file__).parents[1] / "language" / "written_numbers.json").read_text())
WRITE = """(cases) => {
  const { number, apart, moment, date } = AlmanacNumbers;
  const one = ([value, kind]) => (kind === "date" ? date(moment(value)) : number(value, kind));
  return { shown: cases.shown.map(one), apart: cases.apart.map(([values, kind]) => apart(values, kind)) };
}"""
TICKS = """([kind, marks]) => {
  const all = marks.map((value) => ({ value }));
  return marks.map((value, at) => AlmanacNumbers.tick(kind)(value, at, all));
}"""


@pytest.mark.parametrize(("place", "locale"), [(2, "en-GB"), (3, "fr-FR")])
def test_scripts_write_what_pages_write(look: Any, place: int, locale: str) -> None:
    page = look("/login", locale=locale)
    wait_until(page, "Boolean(window.AlmanacNumbers)")
    found = page.evaluate(WRITE, CASES)
    for kind, texts in found.items():
        expected = [case[place] for case in CASES[kind]]
        assert texts == expected


@pytest.mark.parametrize(
    ("kind", "marks", "texts"),
    [
        ("number", [0, 500_000, 1_000_000], ["0", "0.5 M", "1 M"]),
        ("number", [0, 4_000, 12_000], ["0", "4,000", "12,000"]),
        ("number", [0.25, 0.5], ["0.25", "0.5"]),
        ("percent", [0, 0.145, 1], ["0 %", "14.5 %", "100 %"]),
    ],
)
def test_the_marks_of_an_axis_are_in_one_unit(look: Any, kind: str, marks: Any, texts: Any) -> None:
    page = look("/login")
    wait_until(page, "Boolean(window.AlmanacNumbers)")
    assert page.evaluate(TICKS, [kind, marks]) == texts


def test_an_axis_of_percent_shows_the_whole(look: Any) -> None:
    page = look()
    axis = page.evaluate(
        """Object.values(Chart.instances).filter((chart) => chart.options.indexAxis === "y")
           .map(({ scales: { x } }) => [x.min, x.max, x.ticks.at(-1).label])
           .find(([, , label]) => label.includes("%"))"""
    )
    assert axis == [0, 1, "100 %"]
