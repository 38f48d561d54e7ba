"""Days on which everybody is closed: public holidays, and the days between them.

Where no country is named, it is the one whose holidays explain most of the days without a row: a shop that
is closed on Christmas Day has no missing export.
"""

from __future__ import annotations

import numpy as np

from forecasting.features.holiday_features import holidays_between

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
