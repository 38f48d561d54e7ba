"""What is known of the columns that a sheet's rows are to join, and how far the sheet is written so too.

Where a column's own cells leave the order of dates or the decimal mark open, that of the rows that are there
decides. Where they prove another one they are read by that, and it is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from cells.conventions import Conventions
from cells.dates import DateTexts
from datasets.reading.outcome import Finding
from datasets.reading.values import notes


class Known:
    """The conventions of the rows that are there, by the names of the sheet."""

    def __init__(self, conventions: Mapping[str, Conventions]):
        self.conventions = conventions
        self.findings: list[Finding] = []
        self._decided: dict[str, set[str]] = defaultdict(set)

    def decided(self) -> dict[str, str]:
        """Reading options that would say the same of this sheet: what was open and had one answer for all."""
        return {option: next(iter(values)) for option, values in self._decided.items() if len(values) == 1}

    def date_order(self, column: str, dates: DateTexts, proven: str | None, counts: np.ndarray) -> str | None:
        """The known order, where it fits no worse than any other; ``proven`` is what the cells say."""
        known = self.conventions[column].date_order if column in self.conventions else None
        if known is None:
            return None
        fits = dates.fits(counts)
        if fits[known] == max(fits.values()):
            if proven is None:
                self._decided["date_order"].add(known)
            return known
        if proven and proven != known:
            self.findings.append(notes.other_date_order(column, proven, known))
        return None

    def decimal(self, column: str, proven: str | None, marked: bool) -> str | None:
        """The known decimal mark, unless the sheet's cells have proven one."""
        known = self.conventions[column].decimal if column in self.conventions else None
        if known is None:
            return None
        if proven and proven != known:
            self.findings.append(notes.other_decimal(column, proven, known))
        if proven:
            return None
        if marked:
            self._decided["decimal"].add(known)
        return known

    def check_percent(self, column: str, percent: bool) -> None:
        """Numbers without a sign below percentages are a hundred times as large, or another thing."""
        if column in self.conventions and self.conventions[column].percent and not percent:
            self.findings.append(notes.no_percent(column))
