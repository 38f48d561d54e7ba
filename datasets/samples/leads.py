"""Leads with contacts and conversations: outcomes drawn from known probabilities, and their ceiling."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from datasets.samples.sample import Sample, SampleSize

CONVERSION = 0.3  # share of the leads that convert
SOURCES = {"Referral": 1.0, "Trade fair": 0.4, "Website": 0.0, "Advert": -0.6, "Bought list": -1.2}
SOURCE_SHARES = (0.15, 0.1, 0.4, 0.25, 0.1)
SIZES = {"1-10": -0.3, "11-50": 0.0, "51-250": 0.3, "over 250": 0.1}
WEIGHTS = {
    "minutes_on_site": 0.055,
    "emails_opened": 0.28,
    "calls": 0.45,
    "days_since_contact": -0.035,
    "asked_for_price": 1.3,
}
PHRASES = {
    True: ("Asked for the price and a date to start.", "Wants an offer, has a budget this quarter."),
    False: ("Only looking around for now.", "No budget before next year.", "Could not be reached."),
}
TALK = 0.75  # share of conversations whose words fit to whether the price was asked for
SCORE_NOISE = 6.0  # standard deviation of the score that a sales team gives, in points
CHURN_SLOPE, ENGAGEMENT_SLOPE = 2.2, 2.2  # how much clearer than conversion these outcomes follow the drivers


def leads(generator: np.random.Generator, size: SampleSize) -> Sample:
    """One row per lead, 2,000 by default: ``lead_id`` … ``converted``.

    log-odds = intercept + source + size + the sum of WEIGHTS; the intercept makes CONVERSION convert on
    average. The truth holds every lead's probability, further outcomes drawn from the same drivers (score,
    engaged, churned), and the ceiling: how good a model that knows the probabilities would be.
    """
    rows = size.rows or 2_000
    frame = _known(generator, rows, size)
    drive = _drive(frame)
    probability = _probability(drive, 1.0, CONVERSION)
    frame["converted"] = np.where(generator.random(rows) < probability, "yes", "no")
    ids = frame["lead_id"].tolist()
    outcomes: dict[str, dict[str, Any]] = {}
    ceiling = {"converted": _ceiling(frame["converted"] == "yes", probability)}
    for name, slope in (("engaged", ENGAGEMENT_SLOPE), ("churned", -CHURN_SLOPE)):
        chance = _probability(drive, slope, 0.5)
        came = generator.random(rows) < chance
        outcomes[name] = dict(zip(ids, came.tolist(), strict=True))
        ceiling[name] = _ceiling(came, chance)
    meant = 100 * _probability(drive, 1.0, CONVERSION)
    score = (meant + generator.normal(0, SCORE_NOISE, rows)).clip(0, 100).round(1)
    outcomes["score"] = dict(zip(ids, score.tolist(), strict=True))
    ceiling["score"] = _score_ceiling(score, meant)
    truth: dict[str, Any] = {
        "weights": WEIGHTS,
        "source": SOURCES,
        "company_size": SIZES,
        "conversion": CONVERSION,
        "probability": dict(zip(ids, probability.round(4).tolist(), strict=True)),
        "outcomes": outcomes,
        "ceiling": ceiling,
    }
    best = ceiling["converted"]
    text = (
        f"{rows:,} leads, {100 * (frame['converted'] == 'yes').mean():.0f} % of them converted. A model that "
        f"knew the true probabilities would reach an AUC of {best['auc']:.3f} and an accuracy of "
        f"{best['accuracy']:.3f}."
    )
    return Sample(frame, truth, text)


def _known(generator: np.random.Generator, rows: int, size: SampleSize) -> pd.DataFrame:
    asked = generator.random(rows) < 0.25
    fits = generator.random(rows) < TALK
    says = np.where(fits, asked, ~asked)
    phrases = {sign: generator.choice(PHRASES[sign], rows) for sign in (True, False)}
    created = pd.Timestamp(size.end) - pd.to_timedelta(generator.integers(30, 400, rows), unit="D")
    return pd.DataFrame(
        {
            "lead_id": [f"L{number:05d}" for number in range(1, rows + 1)],
            "created": created.normalize(),
            "source": generator.choice(list(SOURCES), rows, p=SOURCE_SHARES),
            "company_size": generator.choice(list(SIZES), rows),
            "country": generator.choice(["DE", "FR", "GB", "US", "ZA"], rows),
            "minutes_on_site": generator.gamma(1.5, 8, rows).round(1),
            "emails_opened": generator.poisson(2.5, rows),
            "calls": generator.poisson(1.2, rows),
            "days_since_contact": generator.integers(0, 60, rows),
            "asked_for_price": np.where(asked, "yes", "no"),
            "conversation": np.where(says, phrases[True], phrases[False]),
        }
    )


def _drive(frame: pd.DataFrame) -> np.ndarray:
    """Log-odds without the intercept."""
    total = frame["source"].map(SOURCES) + frame["company_size"].map(SIZES)
    for name, weight in WEIGHTS.items():
        values = (frame[name] == "yes") if name == "asked_for_price" else frame[name]
        total = total + weight * values.astype(float)
    return total.to_numpy(dtype=float)


def _probability(drive: np.ndarray, slope: float, share: float) -> np.ndarray:
    """Logistic in ``slope`` times the drive, with the intercept that makes the mean ``share``."""
    low, high = -60.0, 60.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if _logistic(slope * drive + middle).mean() > share else (middle, high)
    return _logistic(slope * drive + low)


def _logistic(odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-odds.clip(-30, 30))))


def _ceiling(came: Any, probability: np.ndarray) -> dict[str, float]:
    """What knowing the probabilities reaches on these very outcomes, at a cut-off of one half."""
    came = np.asarray(came, dtype=bool)
    called = probability >= 0.5
    hits = int((came & called).sum())
    order = probability.argsort(kind="stable").argsort(kind="stable") + 1
    positive = int(came.sum())
    pairs = positive * (len(came) - positive)
    precision, recall = hits / max(called.sum(), 1), hits / max(positive, 1)
    return {
        "auc": float((order[came].sum() - positive * (positive + 1) / 2) / pairs) if pairs else 0.5,
        "accuracy": float((came == called).mean()),
        "precision": float(precision),
        "recall": float(recall),
        "f1": float(2 * precision * recall / max(precision + recall, 1e-9)),
    }


def _score_ceiling(score: np.ndarray, meant: np.ndarray) -> dict[str, float]:
    spread = float(((score - score.mean()) ** 2).sum())
    r2 = 1 - float(((score - meant) ** 2).sum()) / spread if spread else 0.0
    return {"mae": float(np.abs(score - meant).mean()), "r2": r2}
