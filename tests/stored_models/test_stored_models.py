"""A model file of release 0.4.0 still answers what it answered then."""

from __future__ import annotations

import json
from typing import Any

import pytest

from language.reader import LOCALE
from tests.stored_models.asking import FOLDER, ask

KEPT = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
ASKED = [(name, number) for name, kept in KEPT.items() for number in range(len(kept["asked"]))]
WORDING = json.loads((LOCALE / "earlier_wording.json").read_text(encoding="utf-8"))


def test_every_model_file_has_its_answers() -> None:
    assert set(KEPT) == {path.stem for path in FOLDER.glob("*.zip")}
    assert len(KEPT) > 30


@pytest.mark.parametrize(("name", "number"), ASKED)
def test_the_answer_is_the_same(name: str, number: int) -> None:
    kept = KEPT[name]
    asked = kept["asked"][number]
    then, now = asked["answer"], ask(name, kept["family"], kept["sha256"], asked["request"])
    if "refused" in then:
        assert asked["request"] in READ_NOW or now["refused"]["location"] == then["refused"]["location"]
        return
    assert differences(then["predictions"], now["predictions"]) == []
    assert doubts(then) - doubts(now) == set()


READ_NOW = [
    {"horizon": 2, "items": ["North / tea"], "future": [{"date": "2024-03-30", "promotion": "yes"}]},
    {"horizon": 2, "future": [{"date": "2024-03-30", "price": 3}]},
    {"horizon": 2, "items": ["North / tea"], "future": [{"price": 3}]},
]
"""Refused by 0.4.0, which knew no yes in a request, and no row for every item or every date: read since, or
refused for what else is wrong with them."""


def doubts(answer: dict[str, Any]) -> set[tuple[Any, ...]]:
    """What is doubted of which cell; the words for it may change, and more may be said.

    In 0.4.0, segments called a text among numbers missing.
    """
    same = {"not_a_number": "missing"}
    return {(flag["row"], flag["column"], same.get(flag["code"], flag["code"])) for flag in answer["flags"]}


def differences(then: Any, now: Any, place: str = "answer") -> list[str]:
    """Where ``now`` is not ``then``, in sentences.

    Numbers may differ by 1e-9 of themselves: other processors add up in another order, which moves the last
    digits of a forecast. Recommendations are said in today's words.
    """
    if isinstance(then, dict) and isinstance(now, dict) and list(then) == list(now):
        return [found for key in then for found in differences(then[key], now[key], f"{place}.{key}")]
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        pairs = enumerate(zip(then, now, strict=True))
        return [found for row, pair in pairs for found in differences(*pair, f"{place}.{row}")]
    if isinstance(then, float) and isinstance(now, float) and now == pytest.approx(then, rel=1e-9, abs=0):
        return []
    if isinstance(then, str):
        # Points were written with a decimal that said nothing: +17.0.
        then = WORDING.get(then, then).replace(".0 points)", " points)")
    return [] if type(then) is type(now) and then == now else [f"{place} was {then!r}, is {now!r}"]
