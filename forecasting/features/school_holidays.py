"""School holidays of South Africa's public schools.

From the school calendars for public schools that the Department of Basic Education publishes
(education.gov.za, "School Calendars"), for learners. In 2023 inland and coastal provinces had terms of
their own: a day on which only one of the two was free counts as half. Other years are not known here.
"""

from __future__ import annotations

import numpy as np

Terms = tuple[tuple[str, str], ...]
"""First and last school day of each term."""

TERMS: dict[int, tuple[Terms, ...]] = {
    2023: (
        (
            *(("2023-01-11", "2023-03-24"), ("2023-04-12", "2023-06-23")),
            *(("2023-07-18", "2023-09-29"), ("2023-10-10", "2023-12-12")),
        ),
        (
            *(("2023-01-18", "2023-03-31"), ("2023-04-12", "2023-06-23")),
            *(("2023-07-18", "2023-09-29"), ("2023-10-10", "2023-12-12")),
        ),
    ),
    2024: (
        (
            *(("2024-01-17", "2024-03-20"), ("2024-04-03", "2024-06-14")),
            *(("2024-07-09", "2024-09-20"), ("2024-10-01", "2024-12-11")),
        ),
    ),
    2025: (
        (
            *(("2025-01-15", "2025-03-28"), ("2025-04-08", "2025-06-27")),
            *(("2025-07-22", "2025-10-03"), ("2025-10-13", "2025-12-10")),
        ),
    ),
    2026: (
        (
            *(("2026-01-14", "2026-03-27"), ("2026-04-08", "2026-06-26")),
            *(("2026-07-21", "2026-09-23"), ("2026-10-06", "2026-12-09")),
        ),
    ),
}
COUNTRY = "ZA"


def school_holidays(days: np.ndarray) -> np.ndarray:
    """For each of ``days`` (since 1970) the share of schools on holiday; NaN in years not known."""
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    found = np.full(len(days), np.nan)
    for year, calendars in TERMS.items():
        inside = years == year
        found[inside] = np.mean([~_in_term(days[inside], terms) for terms in calendars], axis=0)
    return found


def _in_term(days: np.ndarray, terms: Terms) -> np.ndarray:
    within = np.zeros(len(days), dtype=bool)
    for first, last in terms:
        begin, end = np.array([first, last], dtype="datetime64[D]").astype(np.int64)
        within |= (days >= begin) & (days <= end)
    return within
