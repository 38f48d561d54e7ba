"""The repairs of an earlier version, applied to another one too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasets.ingest.repairing import apply_steps
from datasets.models import DatasetVersion
from language.sentences import Sentence, say


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
    return repairs_of(latest, version) if latest is not None else None


def repairs_of(repaired: DatasetVersion, version: DatasetVersion) -> Repairs:
    """All steps from a sheet as it came to ``repaired``, but for new names that ``version`` has already."""
    steps, before = list(repaired.steps), repaired.steps_of
    while before is not None:
        earlier = repaired.dataset.versions.only("steps", "steps_of").get(number=before)
        steps, before = [*earlier.steps, *steps], earlier.steps_of
    names, needed = set(version.kinds), []
    for step in steps:
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
