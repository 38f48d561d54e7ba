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
FILES = [
    TEXT,
    TEXT.decode().encode("utf-16"),
    workbook(Sales=SALES, More=SALES),
    _parquet(),
    gzip.compress(TEXT),
    _zipped(TEXT),
]
MARKS = [b"\x00", b'"', b"\n", b"\r", b"\t", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"\xe9", b"9" * 400]
PIECES = st.sampled_from([*MARKS, *b"; , # - % ( { TOTAL PAR1 1e999 31/02/2024 inf 12:30 R5,00".split()])


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
