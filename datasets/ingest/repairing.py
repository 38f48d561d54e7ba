"""Repairs a version: steps are applied to its table, and the result is the next version."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract.row_numbers import place_of
from datasets.ingest.files import on_disk, sha256_of
from datasets.ingest.keeping import Files, Overtaken, Place, keep
from datasets.models import DatasetVersion
from language.sentences import Sentence, say

if TYPE_CHECKING:
    from pandas import DataFrame

    from datasets.checking import Step


def apply_steps(
    actor: Any, version: DatasetVersion, steps: Sequence[Step], newest: int | None = None
) -> tuple[DatasetVersion, bool]:
    """The table of ``version`` after all ``steps``, as the next version of its data set.

    Returns the version and whether it is new: the same steps on the same version are the version that
    exists. Raises StepError where a step does not fit, or where nothing would change or be left,
    FileNotFoundError where the files of ``version`` are gone, and Overtaken where the newest version is not
    that one, if that is given.
    """
    from datasets.checking import StepError, apply

    if not steps:
        raise StepError(say("No step was chosen: choose at least 1."))
    owner = actor if getattr(actor, "pk", None) else None
    place = Place(owner, version.dataset.name, version.dataset, newest)
    fingerprint = _fingerprint(version, steps)
    if existing := place.existing(fingerprint):
        return existing, False
    before = version.frame()
    after = apply(before, [placed(version, step) for step in steps])
    if not len(after) or not len(after.columns):
        raise StepError(say("These steps would leave the table empty."))
    if after.equals(before.reset_index(drop=True)):
        raise StepError(say("These steps change nothing in {version}.", version=version.reference))
    with tempfile.NamedTemporaryFile(suffix=".parquet") as table, _original(version, before) as original:
        try:
            after.to_parquet(table.name, index=False)
        except (TypeError, ValueError):  # Cells of several types in one column.
            raise StepError(say("These steps do not work with these settings: change them.")) from None
        made = _described(version, after, steps, original)
        made.fingerprint, made.created_by = fingerprint, owner
        return keep(made, place, Files(original, Path(table.name)))


def placed(version: DatasetVersion, step: Step) -> Step:
    """A step for one row, with its place in the table. Raises StepError where the sheet has no such row."""
    from datasets.checking import StepError

    row = step.params.get("row")
    if step.kind != "set_cell" or not isinstance(row, int) or isinstance(row, bool):
        return step
    place = place_of(version.row_runs, row, version.rows)
    if place is None:
        first, last = version.row_number(0), version.row_number(version.rows - 1)
        message = say(
            "There is no row {row:integer}: rows {first:integer} to {last:integer} have values.",
            row=row,
            first=first,
            last=last,
        )
        raise StepError(message, step)
    return replace(step, params={**step.params, "place": place})


def correct_newest(actor: Any, version: DatasetVersion, steps: Sequence[Step]) -> tuple[DatasetVersion, bool]:
    """``apply_steps`` to the newest version alone: that of an older one would lose what came since."""
    from datasets.checking import StepError

    try:
        return apply_steps(actor, version, steps, newest=version.number)
    except Overtaken:
        newest = version.dataset.latest()
        raise StepError(
            say(
                "Version {newest:integer} has come since: correct the cell there, or its rows would be lost.",
                newest=newest.number,
            )
        ) from None


def _fingerprint(version: DatasetVersion, steps: Sequence[Step]) -> str:
    text = json.dumps([version.fingerprint, [step.as_dict() for step in steps]], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def _original(version: DatasetVersion, before: DataFrame) -> Iterator[Path]:
    """The file that the repaired version can be read again from, alone: that of ``version``.

    The rows of several files are in none of them; their table before the steps stands in for it.
    """
    if version.joined_to is None:
        with version.original.open("rb") as file, on_disk(file) as path:
            yield path
        return
    with tempfile.NamedTemporaryFile(suffix=".parquet") as joined:
        before.to_parquet(joined.name, index=False)
        yield Path(joined.name)


def _described(
    version: DatasetVersion, after: DataFrame, steps: Sequence[Step], original: Path
) -> DatasetVersion:
    from datasets import profiling
    from datasets.checking import renamed_by, written_after
    from datasets.schema.columns import schema_of, with_aliases

    columns = [column.as_dict() for column in profiling.profile(after)]
    known, names = version.known_schema, renamed_by(steps)
    written = written_after(version.conventions(), steps)
    one_file = version.joined_to is None
    return DatasetVersion(
        original_name=version.original_name if one_file else f"{version.dataset.slug}.parquet",
        size=original.stat().st_size,
        sha256=sha256_of(original),
        rows=len(after),
        rows_added=len(after),
        row_runs=version.row_runs if len(after) == version.rows else [],
        columns=columns,
        schema=with_aliases(schema_of(after, columns, len(after), written), known, names),
        options=version.options if one_file else {},
        choices=version.choices if one_file else {},
        problems=_without_proposals(version.problems, names),
        report=version.report,
        steps=[step.as_dict() for step in steps],
        steps_of=version.number,
    )


def _without_proposals(problems: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[Any]:
    """What was found while reading, but for names that are as proposed now."""
    from datasets.schema.naming import PROPOSED

    return [
        found
        for found in problems
        if found["code"] != PROPOSED or names.get(found.get("value", "")) != found["column"]
    ]


# --- The repairs of an earlier version, applied to another one too ---


@dataclass(frozen=True)
class Repairs:
    """What made version ``number``, from a sheet as it came: ``steps`` as they are kept, at least one."""

    number: int
    steps: list[dict[str, Any]]

    @property
    def sentences(self) -> list[Sentence]:
        from datasets.checking import Step, describe

        return [describe(Step.from_dict(step)) for step in self.steps]


def repairs_to_repeat(version: DatasetVersion) -> Repairs | None:
    """Those of the latest repaired version before ``version``; None where there is none, or where ``version``
    is repaired itself, came of that one, or was repaired since. Other names of columns alone are no repair.
    """
    if version.repaired:
        return None
    others = version.dataset.versions.filter(steps_of__isnull=False).order_by("-number")
    made = {other.number: other for other in others.only("dataset", "number", "steps", "steps_of")}
    if any(other.repaired and other.steps_of == version.number for other in made.values()):
        return None
    latest = next((one for one in made.values() if one.repaired and one.number < version.number), None)
    before = version.steps_of
    while before is not None:
        if latest is not None and before == latest.number:
            return None
        before = made[before].steps_of if before in made else None
    if latest is None:
        return None
    found = repairs_of(latest, version)
    return found if found.steps else None


def repairs_of(repaired: DatasetVersion, version: DatasetVersion) -> Repairs:
    """All steps from a sheet as it came to ``repaired``, but for new names that ``version`` has already, and
    for corrections of single cells: they belong to the rows that they were made in."""
    steps, before = list(repaired.steps), repaired.steps_of
    while before is not None:
        earlier = repaired.dataset.versions.only("steps", "steps_of").get(number=before)
        steps, before = [*earlier.steps, *steps], earlier.steps_of
    names, needed = set(version.kinds), []
    for step in steps:
        if step["kind"] == "set_cell":
            continue
        if step["kind"] == "rename":
            [column], name = step["columns"], step["params"]["to"]
            if column not in names or name in names:
                continue
            names = names - {column} | {name}
        needed.append(step)
    return Repairs(repaired.number, needed)


def repeat_steps(
    actor: Any, version: DatasetVersion, repaired: DatasetVersion
) -> tuple[DatasetVersion, bool]:
    """What made ``repaired`` is done to ``version`` too. Returns and raises what ``apply_steps`` does.

    The refusal of a step names it; nothing is done then.
    """
    from datasets.checking import Step, StepError, describe

    steps = [Step.from_dict(step) for step in repairs_of(repaired, version).steps]
    try:
        return apply_steps(actor, version, steps)
    except StepError as refusal:
        if refusal.step is None:
            raise
        message = say(
            "Version {number} stays unchanged, because a step of version {repaired} does not fit it: "
            "“{step}” {reason}",
            number=version.number,
            repaired=repaired.number,
            step=describe(refusal.step),
            reason=refusal.message,
        )
        raise StepError(message, refusal.step) from None
