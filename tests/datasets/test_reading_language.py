"""What reading finds is kept as sentences: said in the reader's way, English for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from datasets.models import DatasetVersion
from datasets.reading import ReadingError
from language.reader import Reader, reading
from language.sentences import Sentence
from tests.conftest import Api, upload
from tests.datasets.reading_tools import read_bytes, read_column, read_text
from tests.datasets.uploads import workbook

SWISS = Reader(numbers="de-CH")
BAD_CELLS = b"n\n" + b"".join(b"%d\n" % n for n in range(40_000)) + b"many\n" * 1_500


def findings(folder: Path) -> list[Any]:
    """One of nearly every kind."""
    rows = "".join(f"{i},{i},x\n" for i in range(20))
    found = [
        *read_text(folder, f"a,a,,,\n{rows}20,20\n\n{rows}1,2,3,4,5,6\n").problems,
        *read_text(folder, "2024-01-01,5\n2024-01-02,6\n").problems,
        *read_column(folder, ["5", "6", "many", "7"])[1],
        *read_column(folder, ["1.234", "5.678"])[1],
        *read_column(folder, ["12 %", "5.5%", "100%"])[1],
        *read_column(folder, ["2024-01-01"] * 20 + ["31/02/2024", "soon"])[1],
        *read_text(folder, "sent,paid\n03/04/2025,25/04/2025\n04/04/2025,26/04/2025\n").problems,
    ]
    book = workbook(("a",), (1,), (2,))
    found += read_bytes(folder, book).problems
    return found


def test_every_finding_is_a_sentence(tmp_path: Path) -> None:
    found = findings(tmp_path)
    assert {finding.code for finding in found} >= {
        "repeated_name", "empty_columns", "empty_rows", "too_few_cells", "too_many_cells", "no_header",
        "mixed_numbers", "guessed_decimal", "percent", "impossible_date", "not_a_date", "guessed_date_order",
    }  # fmt: skip
    for finding in found:
        assert isinstance(finding.message, Sentence), finding
        assert not finding.remedy or isinstance(finding.remedy, Sentence), finding


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"date,amount\n", b"PK\x03\x04" + bytes(300)])
def test_every_refusal_is_a_sentence_with_a_remedy(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ReadingError) as refused:
        read_bytes(tmp_path, content)
    (finding,) = refused.value.findings
    assert isinstance(finding.message, Sentence)
    assert isinstance(finding.remedy, Sentence)
    assert str(refused.value) == f"{finding.message} {finding.remedy}"


def test_numbers_are_said_as_the_reader_writes_them(analyst: User) -> None:
    upload(analyst, BAD_CELLS)
    (kept,) = DatasetVersion.objects.get().problems
    assert "(1,500 such cells)" in json.dumps(kept)
    with reading(SWISS):
        assert "(1’500 such cells)" in str(kept["message"])


def test_the_api_stays_in_english(api: Api, analyst: User) -> None:
    upload(analyst, BAD_CELLS)
    (problem,) = api("GET", "/datasets/sales/versions/1", headers={"Accept-Language": "fr"}).json()[
        "problems"
    ]
    assert problem["message"] == "Column 'n', row 40002: 'many' is not a number (1,500 such cells)."
    assert problem["remedy"].startswith("Such cells count as missing")


def test_bad_cells_that_are_kept_and_bad_cells_that_are_refused_have_their_own_remedy(tmp_path: Path) -> None:
    _, (kept,) = read_column(tmp_path, ["2024-01-01"] * 20 + ["31/02/2024"])
    with pytest.raises(ReadingError) as refused:
        read_column(tmp_path, ["30/01/2024", "31/02/2024", "31/04/2024"])
    assert kept.remedy.startswith("Such cells count as missing")
    assert "missing" not in refused.value.findings[0].remedy
