"""From the cells below a header to the rows of the table: corrected, and without non-data rows."""

from __future__ import annotations

from collections.abc import Sequence

from datasets.reading.between import set_between_aside
from datasets.reading.grouplabels import tell_group_labels
from datasets.reading.mends import Mend, apply_mends
from datasets.reading.outcome import RawTable
from datasets.reading.raw import drop_empty_rows, drop_unnamed_empty_columns
from datasets.reading.tail import set_tail_aside


def tidy(raw: RawTable, unnamed: Sequence[int], mends: Sequence[Mend]) -> RawTable:
    """``unnamed`` are the positions of columns without a name, which vanish where they are empty."""
    raw = set_tail_aside(set_between_aside(apply_mends(raw, mends)))
    return tell_group_labels(drop_empty_rows(drop_unnamed_empty_columns(raw, unnamed)))
