"""Whatever bytes come in, reading ends in a table, a refusal or a question, never in another exception.

``READING_EXAMPLES=10000`` tries more of them than the suite does.
"""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets import reading
from datasets.reading import ReadingError, ReadingQuestion, ReadTable, rejects
from tests.datasets.test_reading_sheets import SALES, workbook

EXAMPLES = int(os.environ.get("READING_EXAMPLES", "300"))
LIMITS = reading.ReadingLimits(rows=10_000, columns=500, unpacked_bytes=5_000_000, workbook_cells=100_000)
MANNER = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _parquet() -> bytes:
    target = io.BytesIO()
    pa.parquet.write_table(pa.table({"day": ["2024-01-01", "b"], "n": [1, 2]}), target)
    return target.getvalue()


def _zipped(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.csv", content)
    return target.getvalue()


TEXT = (
    "Sales report\n\nday;store;amount;share;open\n01.02.2024;7;1.234,50 €;5 %;ja\n"
    '28.02.2024;"a ""b""\nc";(12,30);-3%;nein\nTOTAL;;1.222,20;;\n* note\n'
).encode()
PAGE = (
    b"<html><style>td{}</style><table border=1><tr><th>day<th>store<tr><td rowspan=2>01.02.2024<td>7 &amp; 8"
    b"<tr><td colspan=2>a<br>b</table><!-- end --></html>"
)
SHEET = (
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
    b"<Row><Cell><Data>day</Data></Cell><Cell><Data>n</Data></Cell></Row>"
    b'<Row Index="3"><Cell MergeDown="1"><Data Type="DateTime">2024-01-01T00:00:00</Data></Cell>'
    b'<Cell Index="2"><Data Type="Number">5</Data></Cell></Row></Table></Worksheet></Workbook>'
)
BLANKS = b"name        n  day\nAnn Smith   5  Q1 2024\nBob       6.5  2024-W02\n-----\nTotal    11.5\n"
WRAPPED = b'"id,""name"",n"\n"1,""Doe, J"",5"\n"2,""Ann"",6"\n"3,""Bob"",7"\n'
FILES = [
    PAGE,
    SHEET,
    BLANKS,
    WRAPPED,
    b'a, "b", c\n1, "x, y", 3\n2, "z", 4\n3, "v", 5\n',
    TEXT,
    TEXT.decode().encode("utf-16"),
    workbook(Sales=SALES, More=SALES),
    _parquet(),
    gzip.compress(TEXT),
    _zipped(TEXT),
]
MARKS = [b"\x00", b'"', b"\n", b"\r", b"\t", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"\xe9", b"9" * 400]
WORDS = (
    b'; , # - % ( { TOTAL PAR1 1e999 31/02/2024 inf 12:30 R5,00 --- ="07" \'07 24-01-31 45000 Q1 W53 4.0E+12'
)
TAGS = b"<table>,<tr>,<td>,<td rowspan=9>,<td colspan=9>,<!--,<style>,&,<?xml,<Workbook,</Row>,<Cell>".split(
    b","
)
PIECES = st.sampled_from([*MARKS, *WORDS.split(), *TAGS, "\u200b１".encode()])


def ends_well(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        try:
            table = reading.read(path, "sheet.csv", limits=LIMITS)
        except (ReadingError, ReadingQuestion) as error:
            assert str(error)
            return
        assert isinstance(table, ReadTable)
        assert len(table.frame) and len(set(table.frame.columns)) == len(table.frame.columns)
        assert table.report.rows_kept == len(table.frame)
        table.report.as_dict()
        rejects.rejects_csv(table.rejects)


@MANNER
@given(
    st.one_of(
        st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_random_bytes(content: bytes) -> None:
    ends_well(content)


@MANNER
@given(
    st.lists(
        st.one_of(PIECES, st.binary(max_size=6), st.text("abc123.,;\n", max_size=8).map(str.encode)),
        max_size=60,
    )
)
def test_bytes_of_which_sheets_are_made(pieces: list[bytes]) -> None:
    ends_well(b"".join(pieces))


@MANNER
@given(
    st.sampled_from(FILES),
    st.lists(
        st.tuples(st.floats(0, 1), st.one_of(PIECES, st.binary(max_size=4)), st.integers(0, 8)), max_size=5
    ),
)
def test_files_with_some_bytes_changed(content: bytes, edits: list[tuple[float, bytes, int]]) -> None:
    for where, piece, removed in edits:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + removed :]
    ends_well(content)
