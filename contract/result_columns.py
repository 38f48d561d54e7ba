"""What the columns of results and answers are called in a sheet that a person reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ResultColumn:
    """``label`` heads the column, ``reads`` is a sentence that says how to read it. ``format`` is "percent"
    for shares and "text" for names made of digits; else numbers are written by their size."""

    label: str
    reads: str = ""
    format: str = ""
