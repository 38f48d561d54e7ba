"""An earlier version becomes the newest one again: versions never change, so what came since stays, too."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from typing import Any

from datasets.ingest.files import on_disk
from datasets.ingest.keeping import Files, Place, keep
from datasets.models import DatasetVersion

AS_IT_WAS = (
    *(
        "original_name",
        "sha256",
        "size",
        "rows",
        "rows_added",
        "earlier_parts",
        "row_runs",
        "schema",
        "columns",
        "options",
    ),
    *("problems", "reject_count", "report", "steps", "steps_of"),
)


def restore_version(actor: Any, version: DatasetVersion) -> tuple[DatasetVersion, bool]:
    """The table of ``version`` as the next version of its data set; the newest one itself where it is that.

    Raises FileNotFoundError where the files of ``version`` are gone.
    """
    newest = version.dataset.latest()
    if newest.number == version.number:
        return newest, False
    owner = actor if getattr(actor, "pk", None) else None
    again = DatasetVersion(**{name: getattr(version, name) for name in AS_IT_WAS})
    kept = {key: value for key, value in version.choices.items() if key != "replaced"}
    again.choices = {**kept, "restores": version.number}
    again.created_by = owner
    text = f"{version.fingerprint} after {newest.fingerprint}"
    again.fingerprint = hashlib.sha256(text.encode()).hexdigest()
    with ExitStack() as opened:
        original, table = (
            opened.enter_context(on_disk(opened.enter_context(field.open("rb"))))
            for field in (version.original, version.table)
        )
        rejects, corrections = (
            opened.enter_context(field.open("rb")).read() if field else b""
            for field in (version.rejects, version.corrections)
        )
        place = Place(owner, version.dataset.name, version.dataset)
        return keep(again, place, Files(original, table, rejects, corrections))
