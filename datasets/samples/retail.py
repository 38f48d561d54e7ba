"""Daily sales: one series, and a panel of stores and products with prices and promotions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datasets.samples.sample import Sample, SampleSize

DAYS_PER_YEAR = 365.25
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STORES = ("Harbour", "Station", "Old Town", "Airport", "University", "Lakeside", "Market Hall", "West End")
PRODUCTS = ("Coffee", "Tea", "Chocolate", "Juice", "Bread", "Cheese", "Honey", "Pasta", "Olive Oil", "Soap")
DISCOUNT = 0.2  # a promotion takes 20 % off the price
ROUNDED_TO = 2  # digits of every price


def sales(generator: np.random.Generator, size: SampleSize) -> Sample:
    """One series: ``date, amount``, two years by default.

    amount = level * (1 + growth)^years * weekday * (1 + swing * cos(2 pi (day - peak) / 365.25)) * noise
    """
    dates = _dates(size.days or size.rows or 730, size)
    truth = _calendar_truth(generator)
    truth |= {"level": round(float(generator.uniform(2_000, 6_000)), 2), "noise": 0.06}
    expected = truth["level"] * _calendar(dates, truth)
    amount = expected * _noise(generator, truth["noise"], len(dates))
    frame = pd.DataFrame({"date": dates, "amount": amount.round(2)})
    text = f"Sales of one shop on {len(dates)} days up to {size.end}, with trend, weekdays and seasons."
    return Sample(frame, truth, text)


def retail(generator: np.random.Generator, size: SampleSize) -> Sample:
    """A panel: ``date, store, product, price, promotion, units, amount``, one row per day, store, product.

    units ~ Poisson(level * store * calendar * (price / base price)^elasticity * lift^promotion * noise).
    The lift of a promotion comes on top of what its lower price does. ``rows`` sets the days.
    """
    stores = _names(STORES, size.stores or 4, "Store")
    products = _names(PRODUCTS, size.products or 3, "Product")
    days = size.days or -(-(size.rows or 0) // (len(stores) * len(products))) or 730
    dates = _dates(days, size)
    truth = _retail_truth(generator, stores, products)
    series = [_series(generator, dates, truth, store, product) for store in stores for product in products]
    frame = pd.concat(series, ignore_index=True).sort_values("date", kind="stable", ignore_index=True)
    frame = frame.iloc[-size.rows :].reset_index(drop=True) if size.rows else frame
    text = (
        f"Daily sales of {len(products)} products in {len(stores)} stores on {days} days up to {size.end}, "
        "with trend, weekdays, seasons, price elasticity and promotion lift."
    )
    return Sample(frame, truth, text)


def _retail_truth(
    generator: np.random.Generator, stores: list[str], products: list[str]
) -> dict[str, object]:
    def drawn(low: float, high: float, names: list[str]) -> dict[str, float]:
        return {
            name: round(float(value), 3)
            for name, value in zip(names, generator.uniform(low, high, len(names)), strict=True)
        }

    return {
        **_calendar_truth(generator),
        "noise": 0.1,
        "stores": drawn(0.6, 1.6, stores),
        "level": drawn(40, 120, products),
        "base_price": {name: round(price, ROUNDED_TO) for name, price in drawn(2, 15, products).items()},
        "elasticity": drawn(-2.4, -0.9, products),
        "promotion_lift": drawn(1.15, 1.6, products),
        "promotion_share": 0.1,
        "discount": DISCOUNT,
    }


def _series(
    generator: np.random.Generator, dates: pd.DatetimeIndex, truth: dict, store: str, product: str
) -> pd.DataFrame:
    days = len(dates)
    # The list price moves every four weeks by up to 12 %; a promotion runs for a week.
    list_price = np.repeat(generator.uniform(0.88, 1.12, days // 28 + 1), 28)[:days]
    promotion = np.repeat(generator.random(days // 7 + 1) < truth["promotion_share"], 7)[:days]
    price = truth["base_price"][product] * list_price * np.where(promotion, 1 - truth["discount"], 1)
    price = np.maximum(price.round(ROUNDED_TO), 0.01)
    expected = (
        truth["level"][product]
        * truth["stores"][store]
        * _calendar(dates, truth)
        * (price / truth["base_price"][product]) ** truth["elasticity"][product]
        * np.where(promotion, truth["promotion_lift"][product], 1)
    )
    units = generator.poisson(expected * _noise(generator, truth["noise"], days))
    return pd.DataFrame(
        {
            "date": dates,
            "store": store,
            "product": product,
            "price": price,
            "promotion": np.where(promotion, "yes", "no"),
            "units": units,
            "amount": (units * price).round(2),
        }
    )


def _calendar_truth(generator: np.random.Generator) -> dict:
    weekdays = np.array([0.9, 0.86, 0.93, 1.0, 1.16, 1.32, 0.83]) * generator.uniform(0.94, 1.06, 7)
    weekdays /= weekdays.mean()
    return {
        "growth_per_year": round(float(generator.uniform(0.03, 0.12)), 4),
        "weekday": {name: round(float(factor), 4) for name, factor in zip(WEEKDAYS, weekdays, strict=True)},
        "swing_of_the_year": round(float(generator.uniform(0.1, 0.25)), 4),
        "peak_day_of_year": int(generator.integers(320, 356)),
    }


def _calendar(dates: pd.DatetimeIndex, truth: dict) -> np.ndarray:
    """Trend, weekday and season as one factor per day; the trend starts at 1."""
    years = np.arange(len(dates)) / DAYS_PER_YEAR
    weekday = np.array(list(truth["weekday"].values()))[dates.dayofweek]
    angle = 2 * np.pi * (dates.dayofyear.to_numpy() - truth["peak_day_of_year"]) / DAYS_PER_YEAR
    season = 1 + truth["swing_of_the_year"] * np.cos(angle)
    return np.asarray((1 + truth["growth_per_year"]) ** years * weekday * season)


def _noise(generator: np.random.Generator, deviation: float, count: int) -> np.ndarray:
    """Log-normal factors with mean 1."""
    return generator.lognormal(-(deviation**2) / 2, deviation, count)


def _dates(days: int, size: SampleSize) -> pd.DatetimeIndex:
    return pd.date_range(end=pd.Timestamp(size.end), periods=days, freq="D")


def _names(known: tuple[str, ...], count: int, word: str) -> list[str]:
    return [known[i] if i < len(known) else f"{word} {i + 1}" for i in range(count)]
