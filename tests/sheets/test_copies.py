"""Rows copied to balance an outcome count once; customers who are merely alike are all counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.sheets.conftest import Refused, Sheets, csv
from tests.sheets.scores import FAST

pytestmark = pytest.mark.django_db


def balanced(
    different: int = 14,
    times: int = 8,
    others: int = 96,
    words: tuple[str, str] = ("1", "0"),
    numbered: bool = False,
    drawn: bool = False,
    seed: int = 1,
) -> str:
    """``different`` hits, each ``times`` (or drawn at random as often), among ``others``."""
    random = np.random.default_rng(seed)

    def people(count: int) -> list[tuple[Any, ...]]:
        return [
            (int(random.integers(18, 80)), int(random.integers(0, 90)), "AB"[random.integers(2)])
            for _ in range(count)
        ]

    hits = people(different)
    copied = hits * times
    if drawn:
        copied = hits + [hits[n] for n in random.integers(0, different, different * (times - 1))]
    rows = [(*one, words[0]) for one in copied] + [(*one, words[1]) for one in people(others)]
    rows = [rows[n] for n in random.permutation(len(rows))]
    if numbered:
        rows = [(f"K{n:04}", *row) for n, row in enumerate(rows)]
    return csv(("number," if numbered else "") + "age,visits,plan,bought", rows)


ROLES: dict[str, Any] = {"label": "bought", "features": ["age", "visits", "plan"]}


def train(sheets: Sheets, text: str, roles: dict[str, Any] = ROLES, **settings: Any) -> Any:
    return sheets.train("purchase", sheets.upload(text), columns=roles, settings={**FAST, **settings})


@pytest.mark.parametrize(
    ("sheet", "copies", "different", "rate"),
    [
        ({}, 98, 14, 14 / 110),
        ({"words": ("oui", "non")}, 98, 14, 14 / 110),
        ({"different": 30, "times": 3, "others": 90}, 60, 30, 0.25),
        ({"different": 40, "times": 2, "others": 160, "words": ("gekauft", "nicht gekauft")}, 40, 40, 0.2),
        ({"different": 20, "times": 6, "others": 100, "drawn": True}, 100, 20, 20 / 120),
        ({"different": 12, "times": 20, "others": 300, "seed": 4}, 228, 12, 12 / 312),
    ],
)
def test_each_different_row_counts_once(
    sheets: Sheets, sheet: dict[str, Any], copies: int, different: int, rate: float
) -> None:
    trained = train(sheets, balanced(**sheet))
    assert f"{copies} of the {copies + different} rows" in trained.said
    assert f"{different} are different" in trained.said
    assert trained.version["base_rate"] == pytest.approx(rate, abs=1e-3)
    rows = trained.results()
    assert np.mean([row["probability"] for row in rows]) == pytest.approx(rate, abs=0.1)
    (report,) = [one for one in trained.version["report"] if one["title"] == "How good the scores are"]
    assert f"{different} different rows, {copies} copies" in report["data"]["cards"][0]["note"]


def test_a_running_number_makes_no_customers_of_copies(sheets: Sheets) -> None:
    trained = train(sheets, balanced(numbered=True), {**ROLES, "entity": "number"})
    assert "98 of the 112 rows" in trained.said
    assert len(trained.results()) == 200  # the first page of 208
    assert trained.version["result_rows"] == 208


def test_copied_misses_are_found_too(sheets: Sheets) -> None:
    trained = train(sheets, balanced(words=("0", "1")))
    assert "98 of the 112 rows with '0'" in trained.said
    assert trained.version["base_rate"] == pytest.approx(96 / 110, abs=1e-3)


def test_copies_can_be_kept(sheets: Sheets) -> None:
    trained = train(sheets, balanced(), copies="keep")
    assert trained.version["base_rate"] == pytest.approx(112 / 208, abs=1e-3)
    assert "would be 12.7 %, not 53.8 %" in trained.said


def test_too_few_different_hits_are_refused(sheets: Sheets) -> None:
    refused = train(sheets, balanced(different=7, times=16))
    assert isinstance(refused, Refused)
    assert "copies of only 7" in refused.text


def alike(rows: int = 400, plans: int = 3, regions: int = 4, seed: int = 2) -> str:
    """Few words describe a customer: many are equal in all, and both outcomes occur among them."""
    random = np.random.default_rng(seed)
    plan, region = random.integers(plans, size=rows), random.integers(regions, size=rows)
    bought = random.random(rows) < 0.1 + 0.15 * plan
    cells = [(f"P{plan[n]}", f"R{region[n]}", 20 + n % 3, int(bought[n])) for n in range(rows)]
    return csv("plan,region,visits,bought", cells)


def idle(rows: int = 300, seed: int = 3) -> str:
    """Half of the customers never came, and did not buy: equal rows, but of one kind."""
    random = np.random.default_rng(seed)
    visits = np.where(np.arange(rows) < rows / 2, 0, random.integers(1, 500, rows))
    bought = (visits > 0) & (random.random(rows) < 0.4)
    cells = [(v, v * 3 % 97 if v else 0, "A", int(b)) for v, b in zip(visits, bought, strict=True)]
    return csv("visits,minutes,plan,bought", cells)


def twice(seed: int = 5) -> str:
    """The whole sheet stands there twice: the base rate is none the worse for it."""
    head, *lines, _ = balanced(different=40, times=1, others=100, seed=seed).split("\n")
    return "\n".join([head, *lines, *lines, ""])


@pytest.mark.parametrize(
    ("text", "features"),
    [
        (alike(), ["plan", "region", "visits"]),
        (alike(plans=2, regions=2), ["plan", "region", "visits"]),
        (alike(rows=90), ["plan", "region", "visits"]),
        (idle(), ["visits", "minutes"]),
        (twice(), ["age", "visits", "plan"]),
        (balanced(different=60, times=1), ["age", "visits", "plan"]),
        (balanced(different=60, times=1), ["visits", "plan"]),
    ],
    ids=["few words", "two words", "few rows", "idle", "whole sheet twice", "no copies", "two columns"],
)
def test_customers_who_are_alike_are_no_copies(sheets: Sheets, text: str, features: list[str]) -> None:
    lines = text.split("\n")[1:-1]
    hits = sum(line.endswith(",1") for line in lines)
    trained = train(sheets, text, {"label": "bought", "features": features})
    assert "copied_outcomes" not in trained.codes
    assert trained.version["base_rate"] == pytest.approx(hits / len(lines), abs=1e-4)
