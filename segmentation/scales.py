"""Words that have an order. Words in one set mean the same step of the scale."""

from __future__ import annotations

from collections.abc import Iterable

DEGREES = (
    {"none", "no"},
    {"very low", "very small"},
    {"low", "small", "primary", "basic"},
    {"medium", "mid", "middle", "moderate", "average", "normal", "secondary"},
    {"high", "large", "big", "tertiary", "advanced"},
    {"very high", "very large"},
)
SCALES = (
    DEGREES,
    ({"xxs"}, {"xs"}, {"s"}, {"m"}, {"l"}, {"xl"}, {"xxl"}, {"xxxl"}),
    ({"child", "kid"}, {"youth", "young", "teen"}, {"adult", "middle-aged"}, {"senior", "old", "elderly"}),
    ({"never"}, {"rarely", "seldom"}, {"sometimes", "occasionally"}, {"often", "frequently"}, {"always"}),
    ({"very poor"}, {"poor", "bad"}, {"fair", "average", "ok"}, {"good"}, {"very good"}, {"excellent"}),
    ({"beginner"}, {"intermediate"}, {"advanced"}, {"expert"}),
    ({"bronze"}, {"silver"}, {"gold"}, {"platinum"}, {"diamond"}),
    ({"cold"}, {"warm"}, {"hot"}),
)


def ranks(words: Iterable[str]) -> dict[str, int] | None:
    """The step of each lower-case word, or None where no scale holds at least two steps and all words."""
    words = list(words)
    for scale in SCALES:
        steps = {word: step for step, same in enumerate(scale) for word in same}
        if all(word in steps for word in words) and len({steps[word] for word in words}) > 1:
            return {word: steps[word] for word in words}
    return None
