"""Findings about missing rows, each kind with its number, its series and examples."""

from __future__ import annotations

from typing import Any

import numpy as np

from contract.data import Problem
from forecasting.sheet.axis import Sheet
from forecasting.step_words import NAMED_IN_MESSAGES, WEEKDAYS, named, steps_in_words
from language.sentences import Sentence, joined, say, say_count

SHARE_ENDING_EARLY = 0.5  # of the items, from which on their ends are spoken of
USUALLY_CLOSED = 0.5  # times the rows that the weekday most often closed misses
FIRST_WEEKDAY = 3  # 1 January 1970 was a Thursday


def as_zero(sheet: Sheet, where: np.ndarray) -> list[Problem]:
    said = say(
        "{steps} without a row, counted as 0 (in {series:integer} of {all:integer} series: {names}).",
        **_extent(sheet, where),
    )
    return _found("gaps", sheet, where, said)


def by_season(sheet: Sheet, where: np.ndarray) -> list[Problem]:
    said = say(
        "{steps} without a row, filled with the value one season ({season}) earlier (in {series:integer} of "
        "{all:integer} series: {names}).",
        **_extent(sheet, where),
        season=steps_in_words(sheet.frequency.season, sheet.frequency.name),
    )
    return _found("gaps", sheet, where, said)


def closed_days(
    sheet: Sheet, where: np.ndarray, weekly: np.ndarray, country: str, is_set: bool
) -> list[Problem]:
    """``weekly`` are those that come again every week; ``country`` is the one whose holidays count, by the
    settings where it ``is_set`` there."""
    said = say(
        "{steps} without a row at times always closed{which}, counted as 0 (in {series:integer} of "
        "{all:integer} series: {names}).",
        **_extent(sheet, where),
        which=_which(sheet, where, weekly, country),
    )
    remedy = None
    if country and not is_set:
        remedy = say(
            "Set {country} as the country of public holidays, so that the forecast knows them too.",
            country=country,
        )
    return _found("closed_days", sheet, where, said, remedy)


def missing_export(sheet: Sheet, where: np.ndarray) -> list[Problem]:
    said = say(
        "Almost no item has a row on {dates}, though they do before and after: an export seems to be "
        "missing. Filled with the value one season ({season}) earlier: {steps} (in {series:integer} of "
        "{all:integer} series: {names}).",
        **_extent(sheet, where),
        season=steps_in_words(sheet.frequency.season, sheet.frequency.name),
        dates=_dates(sheet, np.flatnonzero(where.any(axis=0))),
    )
    remedy = say("Add the missing rows. If it was closed, set the country whose public holidays count.")
    return _found("missing_export", sheet, where, said, remedy)


def seldom(sheet: Sheet, where: np.ndarray) -> list[Problem]:
    said = say(
        "{steps} without a row for items that rarely sell, counted as 0 (in {series:integer} of "
        "{all:integer} series: {names}).",
        **_extent(sheet, where),
    )
    return _found("seldom", sheet, where, said)


def pauses(sheet: Sheet, where: np.ndarray) -> list[Problem]:
    said = say(
        "{steps} without a row in long pauses between sales, counted as 0 "
        "(in {series:integer} of {all:integer} series: {names}).",
        **_extent(sheet, where),
    )
    return _found("pauses", sheet, where, said)


def ended_series(sheet: Sheet, ended: np.ndarray, after: np.ndarray) -> list[Problem]:
    if not ended.any():
        return []
    said = say_count(
        "{count:integer} item is discontinued, while others continue: {names}. Its {steps} without a row at "
        "the end count as 0, and its forecast is 0.",
        "{count:integer} items are discontinued, while others continue: {names}. Their {steps} without a "
        "row at the end count as 0, and their forecast is 0.",
        int(ended.sum()),
        names=_names(sheet, ended),
        steps=steps_in_words(int(after.sum()), sheet.frequency.name),
    )
    remedy = say("If they were only exported earlier, let each item end with its own last row.")
    return [_problem("ended_series", sheet, ended, said, remedy)]


def new_series(sheet: Sheet, new: np.ndarray) -> list[Problem]:
    if not new.any():
        return []
    said = say_count(
        "{count:integer} item starts later than the sheet: {names}. Nothing is filled in before its start.",
        "{count:integer} items start later than the sheet: {names}. Nothing is filled in before their start.",
        int(new.sum()),
        names=_names(sheet, new),
    )
    return [_problem("new_series", sheet, new, said)]


def ends_apart(sheet: Sheet, stopped: np.ndarray) -> list[Problem]:
    if stopped.sum() <= SHARE_ENDING_EARLY * len(stopped):
        return []
    said = say(
        "{count:integer} of {all:integer} items have no rows at the end of the sheet: {names}.",
        count=int(stopped.sum()),
        all=len(stopped),
        names=_names(sheet, stopped),
    )
    remedy = say('To forecast each item from its own last row, set "Where items end" to own.')
    return [_problem("ends_apart", sheet, stopped, said, remedy)]


# --- Parts ----------------------------------------------------------------------------------------


def _extent(sheet: Sheet, where: np.ndarray) -> dict[str, Any]:
    inside = np.asarray(where.any(axis=1))
    return {
        "steps": steps_in_words(int(where.sum()), sheet.frequency.name),
        "series": int(inside.sum()),
        "all": len(where),
        "names": _names(sheet, inside),
    }


def _found(
    code: str, sheet: Sheet, where: np.ndarray, said: Sentence, remedy: Sentence | None = None
) -> list[Problem]:
    if not where.any():
        return []
    first = sheet.items[int(where.any(axis=1).argmax())]
    remedy = remedy or say("If this is wrong, choose another rule for missing dates.")
    return [Problem(code, said, series=first, count=int(where.sum()), remedy=remedy, fatal=False)]


def _problem(code: str, sheet: Sheet, which: np.ndarray, said: Sentence, remedy: str = "") -> Problem:
    first = sheet.items[int(which.argmax())]
    return Problem(code, said, series=first, count=int(which.sum()), remedy=remedy, fatal=False)


def _names(sheet: Sheet, which: np.ndarray) -> Sentence:
    return named([sheet.items[row] for row in np.flatnonzero(which)])


def _dates(sheet: Sheet, steps: np.ndarray) -> Sentence:
    texts = sheet.frequency.to_text(sheet.start + steps[:NAMED_IN_MESSAGES])
    dates = joined([say("{day:date}", day=text) for text in texts], ", ")
    more = len(steps) - NAMED_IN_MESSAGES
    return say("{names} and {more:integer} more", names=dates, more=more) if more > 0 else dates


def _which(sheet: Sheet, where: np.ndarray, weekly: np.ndarray, country: str) -> Sentence | str:
    """`` (Saturday, Sunday, public holidays of DE)``, of days; "" for hours."""
    if sheet.frequency.name != "day":
        return ""
    days = np.broadcast_to(sheet.slots(7), where.shape)[weekly]
    count = np.bincount((days + FIRST_WEEKDAY) % 7, minlength=7)
    usual = np.flatnonzero(count > USUALLY_CLOSED * count.max())
    names: list[Sentence] = [WEEKDAYS[day] for day in usual]
    if (where & ~weekly).any():
        names.append(say("public holidays of {country}", country=country))
    return say(" ({days})", days=joined(names, ", "))
