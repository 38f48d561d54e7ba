"""A few dates far from all others: a slip, such as 2062 for 2026. Its row is named, nothing is learned."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from contract.data import Alternative, Problem, TrainingData
from contract.plain import plain
from forecasting.sheet.layout import Rows
from language.sentences import Sentence, say, say_count

FEWEST_DAYS_OFF = 300  # a date that is nearer to the others is hardly a typing error
FEWEST_DAYS_AHEAD = 60  # of what is still to come
STEPS_AHEAD = 10  # usual distances, of what is still to come
DECADE = 3_650  # days: a date so far from all others is a slip, however many items it has
MOST_OFF = 3
SHARE_OFF = 0.01


def such_rows(count: int) -> Sentence:
    return say_count("{count:integer} such row", "{count:integer} such rows", count)


def far_off(rows: Rows, data: TrainingData, today: date | None) -> list[Problem]:
    """At most three rows, or dates, that are further from all others than these from each other, or that
    lie far after ``today``."""
    days = rows.dates.to_numpy("datetime64[D]").astype(np.int64)
    seen, counts = np.unique(days, return_counts=True)
    if len(seen) < 2:
        return []
    place = int(np.diff(seen).argmax())
    late = int(counts[place + 1 :].sum()) <= int(counts[: place + 1].sum())
    span = seen[place] - seen[0] if late else seen[-1] - seen[place + 1]
    distance = seen[place + 1] - seen[place]
    one_date = place == (len(seen) - 2 if late else 0) and distance > max(DECADE, span)
    if distance <= max(span, FEWEST_DAYS_OFF) or not (one_date or _few(counts, place, late)):
        ahead = None if today is None else _far_ahead(seen, counts, today)
        if ahead is None:
            return []
        place, late = ahead, True
    off = days > seen[place] if late else days <= seen[place]
    return [_problem(rows, np.flatnonzero(off), int(seen[place + 1] - seen[place]), data)]


def _few(counts: np.ndarray, place: int, late: bool) -> bool:
    """Whether so few rows, or dates, lie beyond the gap after ``place`` that they may be a slip."""
    off = counts[place + 1 :] if late else counts[: place + 1]
    rows = max(1, min(MOST_OFF, int(SHARE_OFF * counts.sum())))
    dates = max(1, min(MOST_OFF, int(SHARE_OFF * len(counts))))
    return bool(off.sum() <= rows or (len(off) <= dates and off.sum() <= SHARE_OFF * counts.sum()))


def _far_ahead(seen: np.ndarray, counts: np.ndarray, today: date) -> int | None:
    """The gap before the first of a few dates that lie far after today, and far from the others."""
    distances = np.diff(seen)
    least = max(FEWEST_DAYS_AHEAD, STEPS_AHEAD * float(np.median(distances)))
    now = int(np.datetime64(today, "D").astype(np.int64))
    gaps = np.flatnonzero((distances > least) & (seen[1:] > now + least))
    return int(gaps[0]) if len(gaps) and _few(counts, int(gaps[0]), late=True) else None


def _problem(rows: Rows, off: np.ndarray, distance: int, data: TrainingData) -> Problem:
    first = off[int(rows.positions[off].argmin())]
    row, day = data.row_number(int(rows.positions[first])), pd.Timestamp(rows.dates.iloc[int(first)])
    message = say(
        "Row {row} has the date {date:date}, {days:integer} days from all others ({rows}).",
        row=row,
        date=day,
        days=distance,
        rows=such_rows(len(off)),
    )
    column = (*data.many("time"), *data.many("target"))[0]
    remedy = say("Correct the date, or remove the row.")
    without = _left_out(data, sorted({pd.Timestamp(rows.dates.iloc[int(one)]) for one in off}))
    return Problem(
        "date_far_off", message, column=column, row=row, count=len(off), remedy=remedy, alternative=without
    )


def _left_out(data: TrainingData, days: list[pd.Timestamp]) -> Alternative | None:
    """Without the rows of these dates; None where dates are put together of several columns, or named."""
    if len(data.many("time")) != 1:
        return None
    value = {"column": data.many("time")[0], "not_in": [str(plain(day)) for day in days]}
    return Alternative("filters", value, say("Leave these rows out and go on"))
