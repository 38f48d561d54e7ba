"""A name and a sentence for each segment, from its strongest traits, in the words of the sheet.

Names are compared in English; they are shown in the reader's language.
"""

from __future__ import annotations

from language.sentences import Sentence, joined, say
from segmentation.profiles import Trait

STRONG = 0.5  # standard deviations
MOST_TRAITS = 3


def names(segments: list[list[Trait]], value: str | None) -> list[Sentence]:
    """One name per segment, all different, e.g. "Large urban customers with high visits".

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
    return [_numbered(place, result) for place in range(len(result))]


def _numbered(place: int, found: list[Sentence]) -> Sentence:
    """The name at ``place`` as it begins a line; equal ones are distinguished by a number."""
    name = found[place]
    if found.count(name) == 1:
        return say("{name:capital}", name=name)
    return say("{name:capital} ({number})", name=name, number=found[:place].count(name) + 1)


def description(traits: list[Trait], value: str | None) -> Sentence:
    """What sets a segment apart in one sentence, e.g. "Sales 2.3 times the average, 95 % urban."."""
    telling = [
        trait for trait in _ranked(traits, value) if trait.column == value or abs(trait.strength) >= STRONG
    ]
    if not telling:
        return say("Close to the average in every column.")
    facts = joined([trait.fact for trait in telling[:MOST_TRAITS]], ", ")
    return say("{facts:capital}.", facts=facts)


def _ranked(traits: list[Trait], value: str | None) -> list[Trait]:
    """Traits that can be told, the value first, then the strongest."""
    told = [trait for trait in traits if trait.words and trait.strength]
    return sorted(told, key=lambda trait: (trait.column != value, -abs(trait.strength)))


def _name(traits: list[Trait], value: str | None) -> Sentence:
    large = next((trait.strength > 0 for trait in traits if trait.column == value), None)
    adjectives = joined(trait.words for trait in traits if trait.adjective)
    others = _listed([trait.words for trait in traits if trait.column != value and not trait.adjective])
    if large is None and not adjectives:
        return others or say("average customers")
    customers = _customers(large, adjectives)
    return say("{customers} with {traits}", customers=customers, traits=others) if others else customers


def _customers(large: bool | None, adjectives: Sentence) -> Sentence:
    if large is None:
        return say("{adjectives} customers", adjectives=adjectives)
    if large:
        return (
            say("large {adjectives} customers", adjectives=adjectives)
            if adjectives
            else say("large customers")
        )
    return (
        say("small {adjectives} customers", adjectives=adjectives) if adjectives else say("small customers")
    )


def _listed(items: list[str]) -> Sentence:
    if len(items) < 2:
        return joined(items)
    return say("{most} and {last}", most=joined(items[:-1], ", "), last=items[-1])
