"""What is assumed of drivers ahead that nobody tells, by the panel's rule ``drivers_ahead``.

Prices stay as they are. Flags and categories come back: after the season, or after the number of seasons (or
the year) that would have told the past best, so that promotions of every other week come every other week.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from contract.asking import Flag
from forecasting.panel import Driver, Panel
from forecasting.step_words import steps_in_words
from language.sentences import Sentence, say, say_count

MOST_VALUES = 12  # up to which numbers are treated as flags and categories are
MOST_SEASONS = 4  # after which something may come back
WORTH_CHANGING = 0.8  # of the share that was told wrong by the season before
DRIVER_ASSUMED = "driver_assumed"
LAST, USUAL = say("its last value is used"), say("its usual value is used")


View = Callable[[Panel], Panel]
"""Of a panel as it was, with what was known of its drivers."""


def as_it_came(past: Panel) -> Panel:
    return past


def few_values(driver: Driver, values: np.ndarray) -> np.ndarray | None:
    """The values, ascending, of a flag, a category or a number of few values; None of other numbers."""
    found = np.unique(values[np.isfinite(values)])
    return found if driver.categories or len(found) <= MOST_VALUES else None


def known_mean(values: np.ndarray) -> np.ndarray:
    """Mean along the last axis of what is known; NaN where nothing is."""
    known = np.isfinite(values)
    count = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)


def unknown_ahead(panel: Panel, horizon: int) -> np.ndarray:
    """Driver × series × ``horizon``: True where the sheet does not tell, and a rule has to."""
    unknown = np.isnan(panel.known_drivers(horizon)[:, :, panel.steps :])
    return unknown & needs_a_rule(panel)[:, None, None]


def needs_a_rule(panel: Panel) -> np.ndarray:
    """For each driver, whether it may be unknown ahead; others say what holds where nothing is told."""
    return np.array([driver.otherwise is None for driver in panel.driver_columns], dtype=bool)


def as_assumed(past: Panel, horizon: int, unknown: np.ndarray) -> Panel:
    """``past`` as it would have been asked at its end: what is ``unknown``, driver × series × steps, is
    assumed from what was known until then."""
    drivers = past.known_drivers(horizon)
    ahead = drivers[:, :, past.steps :]
    ahead[unknown[:, :, :horizon]] = np.nan
    return filled(coming_back(past, horizon), drivers)


def filled(panel: Panel, drivers: np.ndarray) -> Panel:
    """``panel`` with ``drivers``, of which what is not known ahead is assumed; they are changed in place."""
    for number, driver in enumerate(panel.driver_columns):
        _fill(drivers[number], panel, rule_of(driver, drivers[number, :, : panel.steps], panel), driver)
    return replace(panel, drivers=drivers, driver_means=None, driver_ranks=None)


def rule_of(driver: Driver, past: np.ndarray, panel: Panel) -> str:
    """season, last or usual."""
    if panel.drivers_ahead != "auto":
        return panel.drivers_ahead
    return "last" if few_values(driver, past) is None else "season"


def flag_of(driver: Driver, unknown: np.ndarray, rule: str, panel: Panel) -> Flag:
    """``unknown`` is series × steps ahead."""
    message = say(
        "'{driver}' is not known for {steps} ahead ({items}): {assumed}.",
        driver=driver.name,
        steps=steps_in_words(int(unknown.any(axis=0).sum()), panel.frequency.name),
        items=say_count("{count:integer} item", "{count:integer} items", int(unknown.any(axis=1).sum())),
        assumed=_in_words(rule, driver, panel),
    )
    return Flag(row=None, code=DRIVER_ASSUMED, message=message, column=driver.name)


def _in_words(rule: str, driver: Driver, panel: Panel) -> Sentence:
    if rule != "season":
        return LAST if rule == "last" else USUAL
    if driver.back:
        steps = steps_in_words(driver.back, panel.frequency.name)
        return say("its value {steps} earlier is used", steps=steps)
    return say("its value one season earlier is used")


def _fill(values: np.ndarray, panel: Panel, rule: str, driver: Driver) -> None:
    """Fill unknown steps ahead of series × steps, in place."""
    ahead = values[:, panel.steps :]
    if driver.otherwise is not None:
        np.copyto(ahead, driver.otherwise, where=np.isnan(ahead))
    elif rule == "usual":
        usual = _usual(values[:, : panel.steps], driver)
        np.copyto(ahead, usual[:, None], where=np.isnan(ahead))
    else:
        back = 1 if rule == "last" else driver.back or panel.frequency.season
        for step in range(panel.steps, values.shape[1]):
            before = values[:, max(step - back, 0)]
            values[:, step] = np.where(np.isnan(values[:, step]), before, values[:, step])


def _usual(past: np.ndarray, driver: Driver) -> np.ndarray:
    """Of each series the mean, or the most common where the values are few; NaN where none is known."""
    seen = few_values(driver, past)
    if seen is None:
        return known_mean(past)
    counts = np.stack([(past == value).sum(axis=1) for value in seen], axis=1)
    most = seen[counts.argmax(axis=1)] if len(seen) else np.full(len(past), np.nan)
    return np.where(counts.any(axis=1), most, np.nan)


# --- After how many steps values come back --------------------------------------------------------


def coming_back(panel: Panel, horizon: int) -> Panel:
    """``panel`` whose drivers of few values know after how many steps they come back, by the past alone."""
    if panel.drivers_ahead != "auto" or not panel.driver_columns:
        return panel
    past = panel.known_drivers(0)
    columns = [
        replace(driver, back=_back(values, horizon, panel.frequency.season, panel.frequency.steps_a_year))
        if driver.otherwise is None and few_values(driver, values) is not None
        else driver
        for driver, values in zip(panel.driver_columns, past, strict=True)
    ]
    return replace(panel, driver_columns=tuple(columns))


def _back(past: np.ndarray, horizon: int, season: int, a_year: float) -> int:
    """Steps; 0 for one season, where nothing longer told the past clearly better."""
    year = round(a_year / season) * season
    longest = past.shape[1] // 2
    choices = [seasons * season for seasons in range(1, MOST_SEASONS + 1)]
    choices = [back for back in dict.fromkeys([*choices, year]) if back <= longest]
    if len(choices) < 2:
        return 0
    wrong = {back: _told_wrong(past, back, min(horizon, longest)) for back in choices}
    best = min(choices, key=lambda back: (wrong[back], back))
    return best if best != season and wrong[best] < WORTH_CHANGING * wrong[season] else 0


def _told_wrong(past: np.ndarray, back: int, horizon: int) -> float:
    """Share of values that differ from those told so far ahead: the next ``back`` steps from one time before,
    the following from two times, as the last value known is then older."""
    found, reach = [], -(-horizon // back)
    for times in range(1, reach + 1):
        steps = min(back, horizon - (times - 1) * back)
        lag = times * back
        if lag >= past.shape[1]:
            break
        before, after = past[:, :-lag], past[:, lag:]
        known = np.isfinite(before) & np.isfinite(after)
        if known.any():
            found += [float((before != after)[known].mean())] * steps
    return float(np.mean(found)) if found else np.inf
