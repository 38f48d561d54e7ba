"""The file of a version read another way, as the next version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files import File

from datasets.ingest.append import UploadRequest, extend
from datasets.ingest.files import on_disk
from datasets.ingest.memory import AUTO, READING_OPTIONS
from datasets.ingest.upload import upload_version
from datasets.models import DatasetVersion

if TYPE_CHECKING:
    from datasets.reading import Correction


def read_again(
    actor: Any, version: DatasetVersion, options: Mapping[str, Any], corrections: Sequence[Correction] = ()
) -> tuple[DatasetVersion, bool]:
    """The file of ``version`` read another way, as the next version of its data set.

    What is not given is found from the sheet, whatever is remembered. Returns and raises what
    ``upload_version`` does, and FileNotFoundError where the file is gone.
    """
    anew = {option: options.get(option) or AUTO for option in READING_OPTIONS}
    with version.original.open("rb") as file:
        upload = File(file, name=version.original_name)
        if version.joined_to is not None:
            before = version.dataset.versions.get(number=version.joined_to)
            return _append_again(actor, version, before, upload, anew, corrections)
        return upload_version(actor, upload, dataset=version.dataset, options=anew, corrections=corrections)


def _append_again(
    actor: Any,
    version: DatasetVersion,
    before: DatasetVersion,
    upload: File[bytes],
    options: Mapping[str, Any],
    corrections: Sequence[Correction],
) -> tuple[DatasetVersion, bool]:
    """The rows of ``version`` alone are read again; those before them stay before them."""
    chosen = version.choices
    wanted = UploadRequest(options, chosen.get("confirm", ()), chosen.get("key", ()), tuple(corrections))
    with on_disk(upload) as path:
        return extend(actor, before, path, version.original_name, wanted, newest=False)


# --- Completes a version: what could not be read comes back corrected and is put in ---

LAYOUT = ("sheet", "header_row", "delimiter", "quote", "encoding")
"""Options that decide where the cells of a file are."""


def complete_version(
    actor: Any, version: DatasetVersion, corrected: File[bytes]
) -> tuple[DatasetVersion, bool]:
    """The file of ``version`` as before, with the corrections in ``corrected``, as the next version.

    ``corrected`` is what ``rejects_of`` gave, with other values: CSV or a workbook. Corrections that
    ``version`` holds stay, where no other takes their place. Returns and raises what ``read_again`` does.
    """
    from datasets.reading.rejects import read_corrections

    with on_disk(corrected) as path:
        added = read_corrections(path, Path(corrected.name or "rejects.csv").name)
    by_place = {
        (correction.sheet, correction.row, correction.column): correction
        for correction in [*_corrections_of(version), *added]
    }
    return read_again(actor, version, version.choices.get("options", {}), list(by_place.values()))


def read_again_completed(
    actor: Any, version: DatasetVersion, options: Mapping[str, Any]
) -> tuple[DatasetVersion, bool]:
    """``read_again``, with the corrections in ``version``, as long as rows and columns stay theirs."""
    from datasets.reading import ReadingOptions

    given, before = asdict(ReadingOptions(**options)), version.choices.get("options", {})
    stay = all(
        given[name] == version.options.get(name) if given[name] else name not in before for name in LAYOUT
    )
    return read_again(actor, version, options, _corrections_of(version) if stay else ())


def rejects_of(version: DatasetVersion) -> bytes:
    """The cells and rows of the file that could not be read, as CSV, the reasons in the reader's language.
    Raises FileNotFoundError."""
    from datasets.reading.rejects import in_reader_language, rejects_csv

    if not version.rejects:
        return rejects_csv([])
    with version.rejects.open("rb") as file:
        return in_reader_language(file.read())


def first_rejects(version: DatasetVersion, count: int) -> list[dict[str, str]]:
    """The first of them as people read them: row, column, value, reason, perhaps sheet.

    Raises FileNotFoundError.
    """
    if not version.rejects:
        return []
    import pandas as pd

    from api.formulas import plain_cell
    from datasets.reading.rejects import reason_shown

    with version.rejects.open("rb") as file:
        found = pd.read_csv(file, nrows=count, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    lines = [
        {str(name): plain_cell(text) for name, text in line.items()} for line in found.to_dict("records")
    ]
    return [{**line, "reason": reason_shown(line["reason"])} for line in lines]


def _corrections_of(version: DatasetVersion) -> list[Correction]:
    from datasets.reading import Correction

    if not version.corrections:
        return []
    with version.corrections.open("rb") as file:
        return [Correction(**kept) for kept in json.loads(file.read())]
