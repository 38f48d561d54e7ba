"""Steps without a row, by kind: closed, paused, rarely sold, discontinued, a missing export, a forgotten row.

What is no sale counts as 0; what was only not written down repeats the value of one season before. Nothing
is filled before a series begins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from columns.frequency import DAYS_PER_WEEK, Frequency
from contract.data import Problem
from forecasting.features.holiday_features import holidays_between
from forecasting.sheet import gap_findings
from forecasting.sheet.axis import Sheet

FEWEST_TIMES_CLOSED = 4  # of a slot, before it may be called closed
SHARE_THAT_IS_NEVER = 0.02  # of the rows there would be otherwise
FEWEST_ROWS_EXPECTED = 10  # of all series together in a slot that none of them has a row in
SHARE_OF_STEPS_TRADED = 0.5  # a series with rows in fewer of its open steps does not trade steadily
SHARE_WITHOUT_ROWS = 0.8  # of the series that trade: from here on the export is missing
FEWEST_IN_AN_EXPORT = 2  # series
LIKELY_BY_CHANCE = 0.01  # that all of them have no row
SHARE_OF_GAPS_THAT_IS_SELDOM = 0.1
SHARE_OF_GAPS_THAT_IS_SURELY_SELDOM = 0.5  # from here on even where amounts are negative
SHARE_OF_RETURNS = 0.05  # of all amounts: so little below 0 are goods that came back
SEASONS_AFTER_THE_END = 2
DISTANCES_AFTER_THE_END = 4  # usual distances between a series' rows


@dataclass(frozen=True)
class Filled:
    """``ended`` is True for series that are discontinued."""

    values: np.ndarray
    ended: np.ndarray
    problems: list[Problem]


@dataclass(frozen=True)
class Life:
    """Of each series: positions of first and last row, their number, the usual distance between them."""

    first: np.ndarray
    last: np.ndarray
    rows: np.ndarray

    @classmethod
    def of(cls, present: np.ndarray) -> Life:
        last = present.shape[1] - 1 - present[:, ::-1].argmax(axis=1)
        return cls(present.argmax(axis=1), last, present.sum(axis=1))

    @property
    def distance(self) -> np.ndarray:
        return np.asarray((self.last - self.first) / np.maximum(self.rows - 1, 1))


def fill_gaps(sheet: Sheet, rule: str, country: str = "") -> Filled:
    """By ``rule``: zero, repeat, or auto, which distinguishes the kinds of gaps."""
    present = sheet.present
    gaps = ~present & np.maximum.accumulate(present, axis=1)
    nothing = np.zeros(len(sheet.items), dtype=bool)
    if rule == "zero":
        return Filled(np.where(gaps, 0.0, sheet.values), nothing, gap_findings.as_zero(sheet, gaps))
    if rule == "repeat":
        filled = repeat_into(sheet.values, gaps, sheet.frequency.season)
        return Filled(filled, nothing, gap_findings.by_season(sheet, gaps))
    return _told_apart(sheet, present, gaps, country)


def _told_apart(sheet: Sheet, present: np.ndarray, gaps: np.ndarray, country: str) -> Filled:
    life = Life.of(present)
    new, ended = _new(sheet, life), _ended(sheet, life)
    problems = gap_findings.new_series(sheet, new) + gap_findings.ends_apart(sheet, _stopped(sheet, life))
    if not gaps.any():
        return Filled(sheet.values, ended, problems)
    steps = np.arange(gaps.shape[1])[None, :]
    after = gaps & ended[:, None] & (steps > life.last[:, None])
    never = _never_open(sheet, present, life)
    trading, missing = _missing_exports(sheet, present, life, never)
    found, around = _holidays_among(sheet, missing, country)
    closed = gaps & ~after & (never | _holidays(sheet, found) | around)
    rest = gaps & ~after & ~closed
    export = rest & (missing & ~around) & trading[:, None]
    rest &= ~export
    paused = rest & _long(sheet, life, rest | (never & gaps))
    rest &= ~paused
    seldom = rest & _seldom(sheet, present, rest)[:, None]
    forgotten = rest & ~seldom
    problems += gap_findings.closed_days(sheet, closed, closed & never, found, is_set=bool(country))
    problems += gap_findings.missing_export(sheet, export)
    problems += gap_findings.pauses(sheet, paused)
    problems += gap_findings.ended_series(sheet, ended, after)
    problems += gap_findings.seldom(sheet, seldom) + gap_findings.by_season(sheet, forgotten)
    zeros = np.where(after | closed | paused | seldom, 0.0, sheet.values)
    return Filled(repeat_into(zeros, export | forgotten, sheet.frequency.season), ended, problems)


def repeat_into(values: np.ndarray, gaps: np.ndarray, season: int) -> np.ndarray:
    """From left to right: the value one season before, or else the one just before."""
    filled = np.ascontiguousarray(values.T)
    for step in np.flatnonzero(gaps.any(axis=0)):
        before = filled[step - season] if step >= season else np.full(len(values), np.nan)
        before = np.where(np.isnan(before), filled[step - 1], before)
        filled[step] = np.where(gaps[:, step], before, filled[step])
    return np.ascontiguousarray(filled.T)


# --- Beginning and end ----------------------------------------------------------------------------


def _new(sheet: Sheet, life: Life) -> np.ndarray:
    """Begins so long after the sheet that it was not there before."""
    usual = np.maximum(sheet.frequency.season, DISTANCES_AFTER_THE_END * life.distance)
    return np.asarray((life.first >= usual) & ~sheet.offsets.any())


def _ended(sheet: Sheet, life: Life) -> np.ndarray:
    return np.asarray(sheet.values.shape[1] - 1 - life.last >= _long_silence(sheet, life))


def _long_silence(sheet: Sheet, life: Life) -> np.ndarray:
    """Steps without a row after which a series has ended, or is paused."""
    seasons = SEASONS_AFTER_THE_END * sheet.frequency.season
    return np.maximum(seasons, DISTANCES_AFTER_THE_END * life.distance)


def _long(sheet: Sheet, life: Life, gaps: np.ndarray) -> np.ndarray:
    """Those of ``gaps`` that are in a run as long as that after an end."""
    steps = np.arange(gaps.shape[1])[None, :]
    before = np.maximum.accumulate(np.where(gaps, -1, steps), axis=1)  # the last step that is none
    after = np.minimum.accumulate(np.where(gaps, gaps.shape[1], steps)[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(gaps & (after - before > _long_silence(sheet, life)[:, None]))


def _stopped(sheet: Sheet, life: Life) -> np.ndarray:
    """Has no row at the end of the sheet, for longer than it usually has none, at least for a week."""
    usual = np.maximum(_slots(sheet.frequency), DISTANCES_AFTER_THE_END * life.distance)
    return np.asarray(sheet.values.shape[1] - 1 - life.last > usual)


# --- Closed days ----------------------------------------------------------------------------------


def _never_open(sheet: Sheet, present: np.ndarray, life: Life) -> np.ndarray:
    """Series × steps (or 1 × 1): a weekday, or an hour of the week, in which no series or not this one
    has rows, while it has them at other times."""
    period = _slots(sheet.frequency)
    if not period:
        return np.zeros((1, 1), dtype=bool)
    slots = sheet.slots(period)
    rows, steps = np.nonzero(present)
    at = np.broadcast_to(slots, present.shape)[rows, steps]
    hits = np.bincount(rows * period + at, minlength=len(present) * period).reshape(-1, period)
    times = _times_in_slots(slots, life, period)
    never = (times >= FEWEST_TIMES_CLOSED) & (hits <= SHARE_THAT_IS_NEVER * times)
    open_hits, open_times = np.where(never, 0, hits).sum(axis=1), np.where(never, 0, times).sum(axis=1)
    never &= (open_hits >= SHARE_OF_STEPS_TRADED * np.maximum(open_times, 1))[:, None]
    of_all, times_of_all = hits.sum(axis=0), times.sum(axis=0)
    expected = times_of_all * of_all.sum() / max(times_of_all.sum(), 1)
    never |= (expected >= FEWEST_ROWS_EXPECTED) & (of_all <= SHARE_THAT_IS_NEVER * expected)
    return np.take_along_axis(never, np.broadcast_to(slots, present.shape), axis=1)


def _slots(frequency: Frequency) -> int:
    """Steps in a week, of steps of which each has its place there; 0 of longer ones."""
    return round(DAYS_PER_WEEK / frequency.days) if frequency.days <= 1 else 0


def _times_in_slots(slots: np.ndarray, life: Life, period: int) -> np.ndarray:
    """Series × slots: how often each came between the first and the last row."""
    begins = slots[0, life.first] if len(slots) == 1 else slots[np.arange(len(slots)), life.first]
    length = (life.last - life.first + 1)[:, None]
    ahead = (np.arange(period)[None, :] - begins[:, None]) % period  # steps until the slot first comes
    return np.maximum(-(-(length - ahead) // period), 0)


def _holidays_among(sheet: Sheet, missing: np.ndarray, country: str) -> tuple[str, np.ndarray]:
    """The country whose public holidays count, and steps × True where ``missing`` is around one."""
    around = np.zeros(len(missing), dtype=bool)
    if sheet.frequency.name != "day":
        return country, around
    days = sheet.start + np.flatnonzero(missing)
    country = country or likely_country(days)
    around[missing] = closed_around_holidays(days, country)
    return country, around


def _holidays(sheet: Sheet, country: str) -> np.ndarray:
    """Series × steps (or 1 × steps): the public holidays of ``country``."""
    if not country or sheet.frequency.days > 1:
        return np.zeros((1, 1), dtype=bool)
    offsets = sheet.offsets[:, None] if sheet.offsets.any() else np.zeros((1, 1), dtype=int)
    times = sheet.start + np.arange(sheet.values.shape[1])[None, :] - offsets
    dates = sheet.frequency.to_dates(times.ravel()).to_numpy("datetime64[D]")
    days = dates.astype(np.int64).reshape(times.shape)
    return np.isin(days, holidays_between(country, int(days.min()), int(days.max())))


# --- Missing exports, items rarely sold -----------------------------------------------------------


def _missing_exports(
    sheet: Sheet, present: np.ndarray, life: Life, never: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Series that trade steadily, and steps in which most of these have no row, though before and after."""
    steps = np.arange(present.shape[1])[None, :]
    inside = (steps > life.first[:, None]) & (steps < life.last[:, None]) & ~never
    open_steps = inside.sum(axis=1)
    share = (present & inside).sum(axis=1) / np.maximum(open_steps, 1)
    trading = (open_steps > 0) & (share >= SHARE_OF_STEPS_TRADED)
    nothing = np.zeros(present.shape[1], dtype=bool)
    if sheet.offsets.any() or not trading.any():  # series that share no dates share no export
        return trading, nothing
    inside &= trading[:, None]
    expected, missing = inside.sum(axis=0), (inside & ~present).sum(axis=0)
    by_chance = (1 - share[trading].mean()) ** expected
    found = (expected >= FEWEST_IN_AN_EXPORT) & (missing >= SHARE_WITHOUT_ROWS * expected)
    return trading, found & (by_chance < LIKELY_BY_CHANCE)


def _seldom(sheet: Sheet, present: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Misses more than half of the steps that are left, or a tenth where amounts are hardly ever negative."""
    missing = rest.sum(axis=1)
    share = missing / (missing + present.sum(axis=1))
    below, size = np.nansum(np.minimum(sheet.values, 0), axis=1), np.nansum(np.abs(sheet.values), axis=1)
    sales = -below <= SHARE_OF_RETURNS * size
    return np.asarray(
        (share > SHARE_OF_GAPS_THAT_IS_SURELY_SELDOM) | ((share > SHARE_OF_GAPS_THAT_IS_SELDOM) & sales)
    )


# --- Days on which everybody is closed: public holidays, and the days between them ---

# Where the sheet of a company that names no country may come from.
COUNTRIES = (
    *("US", "CA", "MX", "BR", "AR", "CL", "CO", "GB", "IE", "FR", "DE", "AT", "CH", "NL", "BE", "LU", "ES"),
    *("PT", "IT", "PL", "CZ", "HU", "SE", "NO", "DK", "FI", "GR", "RO", "TR", "ZA", "NG", "KE", "EG", "MA"),
    *("IL", "AE", "SA", "IN", "ID", "MY", "SG", "PH", "TH", "VN", "JP", "KR", "CN", "TW", "AU", "NZ"),
)
FEWEST_HOLIDAYS = 3  # days without a row that are holidays of a country, for it to be believed
SHARE_OF_HOLIDAYS = 0.5  # of the closures
SHARE_IN_A_CLOSURE = 0.25  # of its days that are holidays: a week without rows is more than Easter Monday
LONGEST_CLOSURE = 14  # days: between the years
BRIDGE = 3  # days: over a weekend


def likely_country(missing: np.ndarray) -> str:
    """Whose public holidays explain most of ``missing`` (days since 1970, ascending); "" for none."""
    if len(missing) < FEWEST_HOLIDAYS:
        return ""
    runs = _runs(missing)
    explained = {country: _explained(missing, runs, country)[0] for country in COUNTRIES}
    best = max(explained, key=lambda country: explained[country])
    enough = max(FEWEST_HOLIDAYS, SHARE_OF_HOLIDAYS * (runs.max() + 1))
    return best if explained[best] >= enough else ""


def closed_around_holidays(missing: np.ndarray, country: str) -> np.ndarray:
    """Those of ``missing`` that are in a short run of such days with public holidays among them."""
    if not country or not missing.size:
        return np.zeros(len(missing), dtype=bool)
    return _explained(missing, _runs(missing), country)[1]


def _runs(missing: np.ndarray) -> np.ndarray:
    """Numbers the runs of days that at most a weekend divides."""
    return np.concatenate([[0], np.cumsum(np.diff(missing) > BRIDGE)])


def _explained(missing: np.ndarray, runs: np.ndarray, country: str) -> tuple[int, np.ndarray]:
    """How many closures a holiday explains, and which days belong to them."""
    holiday = np.isin(missing, holidays_between(country, int(missing[0]), int(missing[-1])))
    begins = np.flatnonzero(np.diff(runs, prepend=-1))
    ends = np.append(begins[1:], len(missing)) - 1
    short = missing[ends] - missing[begins] < LONGEST_CLOSURE
    share = np.add.reduceat(holiday.astype(float), begins) / np.bincount(runs)
    closed = (share >= SHARE_IN_A_CLOSURE) & short
    return int(closed.sum()), closed[runs]
