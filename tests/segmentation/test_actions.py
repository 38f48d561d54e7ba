"""What to do with a segment follows from how lately, how often and for how much its customers buy."""

from __future__ import annotations

import pytest

from segmentation.actions import actions, sides

RECENCY, OFTEN, MUCH = "days_since_last_order", "orders", "total_sales"


@pytest.mark.parametrize(
    ("lately", "often", "much", "words"),
    [
        (0, 1, 1, "Invite them first and look after them: total sales above the average."),
        (1, 1, 1, "Win them back first, in person"),
        (1, 0, 0, "Win them back with a reason to return"),
        (1, -1, -1, "Try once to win them back, at little cost"),
        (0, -1, 1, "Give them a reason to come sooner"),
        (0, 1, -1, "Offer them more at each purchase"),
        (0, 1, 0, "Thank them and keep them: orders above the average."),
        (-1, 0, -1, "Welcome them and win a second purchase"),
        (0, -1, -1, "Keep it cheap, such as a newsletter"),
        (-1, 0, 0, "Stay in touch"),
        (0, 0, 0, "They buy as most customers do"),
    ],
)
def test_an_action_for_each_profile(lately: int, often: int, much: int, words: str) -> None:
    segment = {"profile": dict.fromkeys((RECENCY, OFTEN, MUCH), 1.0)}
    [said] = actions((RECENCY, OFTEN, MUCH), [segment], [[lately, often, much]], MUCH)
    assert said.startswith(words)


def test_no_action_is_made_up() -> None:
    profile = {"age": 40.0, "orders": "few", "average_sales": 3.0}
    [said] = actions(tuple(profile), [{"profile": profile}], [[2, 2, 2]], None)
    assert said.startswith("No column says how lately, often or much they buy")


@pytest.mark.parametrize(
    ("columns", "value", "found"),
    [
        (["days_since_last_order", "orders_per_year"], None, {"recency": 0, "frequency": 1}),
        (["sales", "visits", "margin"], "margin", {"amount": 2, "frequency": 1}),
        (["average_order", "discount_on_sales", "age"], None, {}),
    ],
)
def test_what_a_column_tells(columns: list[str], value: str | None, found: dict[str, int]) -> None:
    assert sides(columns, value) == {side: columns[place] for side, place in found.items()}
