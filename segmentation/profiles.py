"""What sets each segment apart: one trait per segment and column."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.values import numbers
from language.sentences import Sentence, joined, say
from segmentation.encoding import DEGREES, OTHER, UNKNOWN, Column, NumberColumn, WordColumn

TYPICAL = 0.5  # a word says something about a segment when at least this share of it has the word
ADJECTIVE = re.compile(r"(?!no )[^\W\d_][^\W\d_-]+(-\w+)*( [^\W\d_]+)?", re.IGNORECASE)  # one or two words
VAGUE = {OTHER, UNKNOWN}.union(*DEGREES)  # words that say nothing without the name of their column


@dataclass(frozen=True)
class Trait:
    """How a segment differs from all customers in one column.

    ``value`` is the mean, or the most common word. ``strength`` is the difference in standard
    deviations: of means for a number, of the share of the word otherwise. ``words`` are for a name
    (empty: unfit for one), ``fact`` is for a sentence. An adjective stands before the noun.
    """

    column: str
    value: float | str
    strength: float
    words: str
    fact: str
    adjective: bool = False


def traits(frame: pd.DataFrame, columns: list[Column], labels: np.ndarray) -> list[list[Trait]]:
    """The traits of every segment, in the order of the columns."""
    by_column = [
        _number_traits(column, frame[column.name], labels)
        if isinstance(column, NumberColumn)
        else _word_traits(column, frame[column.name], labels)
        for column in columns
    ]
    return [list(of_segment) for of_segment in zip(*by_column, strict=True)]


def _number_traits(column: NumberColumn, series: pd.Series, labels: np.ndarray) -> list[Trait]:
    values = numbers(series)
    known = ~np.isnan(values)
    average = float(values[known].mean())
    sums = np.bincount(labels, weights=np.where(known, values, 0.0))
    counts = np.bincount(labels, weights=known)
    means = np.divide(sums, counts, out=np.full(len(sums), average), where=counts > 0)
    coordinates = np.bincount(labels, weights=column.encode(series)[:, 0]) / np.bincount(labels)
    # On a logarithmic scale a segment can be above the average that its mean is below: no trait.
    strengths = np.where(coordinates * (means - average) > 0, coordinates, 0.0)
    name = readable(column.name)
    return [
        Trait(
            column=column.name,
            value=float(f"{mean:.6g}"),
            strength=float(strength),
            words=say("high {column}", column=name) if strength > 0 else say("low {column}", column=name),
            fact=_compared(name, float(mean), average, column.low),
        )
        for mean, strength in zip(means, strengths, strict=True)
    ]


def _word_traits(column: WordColumn, series: pd.Series, labels: np.ndarray) -> list[Trait]:
    width = len(column.levels) + 1  # the first place counts the rows without a known word
    cells = labels * width + column.codes(series) + 1
    counts = np.bincount(cells, minlength=(labels.max() + 1) * width).reshape(-1, width)
    shares = counts[:, 1:] / counts.sum(axis=1, keepdims=True)
    overall = counts[:, 1:].sum(axis=0) / len(labels)
    result = []
    for of_segment in shares:
        place = int(of_segment.argmax())
        share, usual, level = of_segment[place], overall[place], column.levels[place]
        strength = (share - usual) / np.sqrt(usual * (1 - usual)) if 0 < usual < 1 else 0.0
        words, adjective = _wording(column, level)
        result.append(
            Trait(
                column=column.name,
                value=level,
                strength=float(strength) if share >= TYPICAL else 0.0,
                words=words if strength > 0 else "",
                fact=say("{share:percent} {words}", share=round(float(share), 2), words=words),
                adjective=adjective,
            )
        )
    return result


def _wording(column: WordColumn, level: str) -> tuple[str, bool]:
    """The words for a level in a name, and whether they are an adjective that can stand alone."""
    name, word = readable(column.name), level.casefold()
    if set(column.levels) == {"0", "1"}:
        word = {"0": "no", "1": "yes"}[level]
    if word == "yes":
        return name, False
    if word == "no":
        return say("no {column}", column=name), False
    if word in VAGUE:
        return say("{word} {column}", word=word, column=name), False
    if ADJECTIVE.fullmatch(level):
        return level, True
    return say("{column} {word}", column=name, word=level), False


def _compared(name: str, mean: float, average: float, low: float) -> str:
    """A mean against that of all customers, as a ratio where all values are 0 or more."""
    if low < 0:
        return say(
            "{column} {mean:number}, {average:number} on average", column=name, mean=mean, average=average
        )
    ratio = mean / average
    if 0.9 <= ratio <= 1.1:
        return say("{column} about the average", column=name)
    if ratio < 1:
        return say("{column} {share:percent} below the average", column=name, share=round(1 - ratio, 2))
    return say("{column} {ratio:number} times the average", column=name, ratio=round(ratio, 1))


def readable(column: str) -> str:
    return column.replace("_", " ")


# --- A name and a sentence for each segment, from its strongest traits, in the words of the sheet ---

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
