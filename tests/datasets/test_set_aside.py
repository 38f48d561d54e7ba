"""What of a file is to be corrected, told apart from what was set aside on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.set_aside import in_words, to_correct
from tests.datasets.reading_tools import read_text

DAYS = "".join(f"2025-01-{day:02},{day}\n" for day in range(1, 31))
SHEETS = {
    "date,amount\n" + DAYS: "nothing to correct",
    "date,amount\n" + DAYS + "2025-01-31,many\n": "1 cell to correct",
    "date,amount\n" + DAYS + "2025-01-31,1,2\n2025-02-01,1,2\n": "2 rows to correct",
    "date,amount\n" + DAYS + "Total,465\n": "1 row of totals set aside",
    "date,amount\n" + DAYS + "2025-01-31,many\nSource: the shop\n": "1 cell to correct; 1 note set aside",
    "date,amount\n"
    + DAYS
    + "date,amount\n"
    + DAYS.replace("-01-", "-03-"): "1 row of repeated names set aside",
    "date,amount\n" + DAYS + "----------,------\n2025-01-31,5\n": "1 ruled line set aside",
    "date,amount\n" + DAYS + "# one\n# two\n2025-01-31,5\n": "2 comment lines set aside",
}


@pytest.mark.parametrize(("text", "said"), SHEETS.items(), ids=SHEETS.values())
def test_the_two_are_counted_apart(tmp_path: Path, text: str, said: str) -> None:
    table = read_text(tmp_path, text)
    report = table.report.as_dict()
    assert in_words(len(table.rejects), report) == said
    assert to_correct(len(table.rejects), report) == sum(one.mendable for one in table.rejects)


def test_versions_without_a_report_or_rejects() -> None:
    assert (to_correct(2, {}), in_words(2, {})) == (2, "2 cells to correct")
    copied = {"set_aside": [{"code": "total_rows", "count": 2}, {"code": "too_many_cells", "count": 1}]}
    assert (to_correct(0, copied), in_words(0, copied)) == (0, "2 rows of totals set aside")
