"""Steps of every length in words."""

from __future__ import annotations

import pytest

from columns.frequency import Frequency
from forecasting.features.recipes import RECIPES, recipe_of
from forecasting.options import STEPS_TO_SET
from forecasting.step_words import one_step, repeating, steps_in_words


@pytest.mark.parametrize(
    ("name", "one", "six", "baseline"),
    [
        ("15 minutes", "15 minutes", "6 periods of 15 minutes", "repeating yesterday"),
        ("hour", "an hour", "6 hours", "repeating yesterday"),
        ("3 hours", "3 hours", "6 periods of 3 hours", "repeating yesterday"),
        ("day", "a day", "6 days", "repeating last week"),
        ("2 days", "2 days", "6 periods of 2 days", "repeating the last 14 days"),
        ("10 days", "10 days", "6 periods of 10 days", "repeating last year"),
        ("2 weeks", "2 weeks", "6 periods of 2 weeks", "repeating last year"),
        ("4 weeks", "4 weeks", "6 four-week periods", "repeating last year"),
        ("semimonth", "half a month", "6 half-months", "repeating last year"),
        ("2 months", "2 months", "6 periods of 2 months", "repeating last year"),
        ("6 months", "half a year", "6 half-years", "repeating last year"),
        ("quarter", "a quarter", "6 quarters", "repeating last year"),
    ],
)
def test_a_step_in_words(name: str, one: str, six: str, baseline: str) -> None:
    assert str(one_step(name)) == one
    assert str(steps_in_words(6, name)) == six
    assert str(repeating(Frequency.named(name))) == baseline


def test_every_step_that_may_be_set_is_one_and_has_a_recipe() -> None:
    for name in STEPS_TO_SET:
        recipe = recipe_of(Frequency.named(name))
        assert Frequency.named(name).name == name
        assert recipe.seasons[0] == Frequency.named(name).season
        assert all(step > 0 for step in (*recipe.lags, *recipe.windows, *recipe.ranged, *recipe.growth))
        assert list(recipe.lags) == sorted(set(recipe.lags))
    assert recipe_of(Frequency("week")) is RECIPES["week"]


@pytest.mark.parametrize("name", ["fortnight", "2 fortnights", "two weeks", ""])
def test_other_words_are_no_step(name: str) -> None:
    with pytest.raises(ValueError):
        Frequency.named(name)
