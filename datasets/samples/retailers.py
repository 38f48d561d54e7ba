"""A sheet of customers (retailers) that falls into five true groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from datasets.samples.sample import Sample, SampleSize

SPREAD = 0.35  # standard deviation of the logarithm of revenue, staff and sales inside a group
USUAL = 0.75  # share of a group's customers that have its usual words; the others have any
WORDS: dict[str, tuple[str, ...]] = {
    "urban_rural_classification": ("urban", "suburban", "rural"),
    "customer_age_class": ("youth", "adult", "senior"),
    "customer_income_bracket": ("low", "medium", "high"),
    "customer_education_level": ("low", "mid", "high"),
}
CITIES: dict[str, tuple[str, ...]] = {
    "urban": ("New York", "Los Angeles", "Chicago", "Boston", "Seattle", "San Francisco"),
    "suburban": ("Plano", "Naperville", "Aurora", "Mesa", "Irvine", "Cary"),
    "rural": ("Ashland", "Cedar Falls", "Marfa", "Bozeman", "Galena", "Taos"),
}
# Medians of the numbers, and the usual words and trades, of every group.
GROUPS: dict[str, dict[str, Any]] = {
    "city flagship": {
        "share": 0.15, "annual_revenue": 1_200_000, "employee_count": 140, "years_in_business": 12,
        "total_sales": 60_000, "male_female_ratio": 1.0, "words": ("urban", "adult", "high", "high"),
        "trades": ("Electronics", "Technology", "Jewellery"),
    },
    "young trend shop": {
        "share": 0.2, "annual_revenue": 320_000, "employee_count": 14, "years_in_business": 3,
        "total_sales": 21_000, "male_female_ratio": 0.7, "words": ("urban", "youth", "medium", "mid"),
        "trades": ("Clothing", "Cosmetics", "Coffee Bar"),
    },
    "family suburb store": {
        "share": 0.3, "annual_revenue": 480_000, "employee_count": 32, "years_in_business": 15,
        "total_sales": 26_000, "male_female_ratio": 0.95, "words": ("suburban", "adult", "medium", "mid"),
        "trades": ("Grocery", "Toys", "Home Goods"),
    },
    "country corner shop": {
        "share": 0.25, "annual_revenue": 70_000, "employee_count": 4, "years_in_business": 9,
        "total_sales": 5_000, "male_female_ratio": 1.05, "words": ("rural", "adult", "low", "low"),
        "trades": ("Grocery", "Hardware", "Fuel"),
    },
    "old country supplier": {
        "share": 0.1, "annual_revenue": 260_000, "employee_count": 17, "years_in_business": 38,
        "total_sales": 30_000, "male_female_ratio": 1.5, "words": ("rural", "senior", "medium", "low"),
        "trades": ("Farm Supply", "Machinery", "Hardware"),
    },
}  # fmt: skip


def retailers(generator: np.random.Generator, size: SampleSize) -> Sample:
    """One row per retailer, 500 by default; the truth holds every customer's group."""
    rows = size.rows or 500
    names = list(GROUPS)
    group = generator.choice(len(names), rows, p=[GROUPS[name]["share"] for name in names])
    place = _words(generator, group, 0)
    frame = pd.DataFrame(
        {
            "id": np.arange(1, rows + 1),
            "male_female_ratio": _amounts(generator, group, "male_female_ratio", 0.1).round(2),
            "city": _choose_by(generator, place, CITIES),
            "urban_rural_classification": place,
            "customer_age_class": _words(generator, group, 1),
            "customer_income_bracket": _words(generator, group, 2),
            "customer_education_level": _words(generator, group, 3),
            "business_type": _choose_by(
                generator, np.array(names)[group], {name: GROUPS[name]["trades"] for name in names}
            ),
            "annual_revenue": _amounts(generator, group, "annual_revenue", SPREAD).round(-2).astype(int),
            "employee_count": _whole(_amounts(generator, group, "employee_count", SPREAD)),
            "years_in_business": _whole(_amounts(generator, group, "years_in_business", SPREAD)),
            "total_sales": _amounts(generator, group, "total_sales", SPREAD).round(-1).astype(int),
        }
    )
    truth: dict[str, Any] = {
        "spread": SPREAD,
        "share_of_usual_words": USUAL,
        "groups": GROUPS,
        "group_of_customer": {str(i): names[position] for i, position in enumerate(group, start=1)},
    }
    return Sample(frame, truth, f"{rows:,} retailers in {len(names)} groups.")


def _amounts(generator: np.random.Generator, group: np.ndarray, column: str, spread: float) -> np.ndarray:
    """Log-normal around the median of each row's group."""
    medians = np.array([values[column] for values in GROUPS.values()], dtype=float)
    return medians[group] * generator.lognormal(0, spread, len(group))


def _whole(amounts: np.ndarray) -> np.ndarray:
    return np.maximum(amounts.round(), 1).astype(int)


def _words(generator: np.random.Generator, group: np.ndarray, position: int) -> np.ndarray:
    """The usual word of each row's group, or now and then any word of that column."""
    usual = np.array([values["words"][position] for values in GROUPS.values()])[group]
    other = generator.choice(list(WORDS.values())[position], len(group))
    return np.where(generator.random(len(group)) < USUAL, usual, other)


def _choose_by(
    generator: np.random.Generator, keys: np.ndarray, choices: dict[str, tuple[str, ...]]
) -> np.ndarray:
    """For every key one of its choices."""
    drawn = generator.random(len(keys))
    result = np.empty(len(keys), dtype=object)
    for key, words in choices.items():
        rows = keys == key
        result[rows] = np.array(words, dtype=object)[(drawn[rows] * len(words)).astype(int)]
    return result
