"""A name and a sentence for each segment, from its strongest traits, in the words of the sheet."""

from __future__ import annotations

from segmentation.profiles import Trait

STRONG = 0.5  # standard deviations
MOST_TRAITS = 3


def names(segments: list[list[Trait]], value: str | None) -> list[str]:
    """One name per segment, all different, e.g. "large urban customers with high visits".

    Each takes the strongest traits; equal names take weaker ones too, and at last a number.
    """
    ranked = [_ranked(traits, value) for traits in segments]
    chosen = [[trait for trait in traits if abs(trait.strength) >= STRONG][:MOST_TRAITS] for traits in ranked]
    result = [_name(traits, value) for traits in chosen]
    for more in range(1, max(map(len, ranked)) + 1):
        if len(set(result)) == len(result):
            break
        result = [
            _name(ranked[place][:more], value)
            if result.count(name) > 1 and more > len(chosen[place])
            else name
            for place, name in enumerate(result)
        ]
    return [
        f"{name} ({result[:place].count(name) + 1})" if result.count(name) > 1 else name
        for place, name in enumerate(result)
    ]


def description(number: int, name: str, traits: list[Trait], value: str | None) -> str:
    """One sentence, e.g. "Segment 1: large urban customers, sales 2.3 times the average."."""
    telling = [
        trait for trait in _ranked(traits, value) if trait.column == value or abs(trait.strength) >= STRONG
    ]
    facts = [trait.fact for trait in telling[:MOST_TRAITS]] or ["close to the average in every column"]
    return f"Segment {number}: {', '.join([name, *facts])}."


def _ranked(traits: list[Trait], value: str | None) -> list[Trait]:
    """Traits that can be told, the value first, then the strongest."""
    told = [trait for trait in traits if trait.words and trait.strength]
    return sorted(told, key=lambda trait: (trait.column != value, -abs(trait.strength)))


def _name(traits: list[Trait], value: str | None) -> str:
    before = [
        *(("large" if trait.strength > 0 else "small") for trait in traits if trait.column == value),
        *(trait.words for trait in traits if trait.adjective),
    ]
    after = [trait.words for trait in traits if trait.column != value and not trait.adjective]
    if before:
        return " ".join([*before, "customers"]) + (f" with {_listed(after)}" if after else "")
    return _listed(after) or "average customers"


def _listed(items: list[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
