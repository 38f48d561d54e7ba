"""What the page of a check shows: the findings in words, and the steps that were or may be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from datasets.checks import OF_ROWS, Checked, checked_frame
from datasets.models import DatasetVersion
from datasets.services import placed
from datasets.values import cell_text
from language.formats import NO_VALUE
from language.sentences import Sentence

TONES = {"stop": "bad", "warn": "warn", "note": "info"}
VALUES_OF_A_ROW = 4
"""Columns of a whole row that are shown."""
EXAMPLES = 3


@dataclass(frozen=True)
class ShownStep:
    """``reference`` names the step among those of the same check; ``cost`` is what it does to how much."""

    reference: str
    sentence: Sentence
    cost: Sentence | None = None


@dataclass(frozen=True)
class ShownFinding:
    """``finding`` is ``checking.Finding.as_dict()``."""

    finding: Mapping[str, Any]
    tone: str
    row: int | None
    examples: str
    steps: list[ShownStep]


@dataclass(frozen=True)
class ShownChange:
    row: int | None
    column: str
    before: str
    after: str


def shown_findings(checked: Checked, kinds: Mapping[str, str]) -> list[ShownFinding]:
    return [
        ShownFinding(
            finding,
            TONES[finding["severity"]],
            finding["row"],
            _examples(finding, kinds),
            [
                ShownStep(f"{number}-{place}", sentence, _cost(finding, place, checked.rows))
                for place, sentence in enumerate(sentences_of(finding["steps"]))
            ],
        )
        for number, finding in enumerate(checked.findings)
    ]


def _cost(finding: Mapping[str, Any], place: int, rows: int) -> Sentence | None:
    from datasets.checking.harm import cost_of

    return cost_of(finding["steps"][place], finding["count"], rows)


def _examples(finding: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
    found = finding["examples"][:EXAMPLES]
    if finding["code"] in OF_ROWS:
        return _("rows %(rows)s") % {"rows": ", ".join(map(str, found))}
    return ", ".join(_text(value, kinds.get(finding["column"])) for value in found)


def sentences_of(steps: Iterable[Mapping[str, Any]]) -> list[Sentence]:
    """What each of the steps, as they are kept, does."""
    steps = list(steps)
    if not steps:
        return []
    from datasets.checking import Step, describe

    return [describe(Step.from_dict(step)) for step in steps]


def chosen_steps(checked: Checked, references: Sequence[str]) -> list[Any]:
    """The ``checking.Step`` that each of the references names, in order. Raises StepError for none such."""
    from datasets.checking import Step, StepError

    steps = {
        f"{number}-{place}": step
        for number, finding in enumerate(checked.findings)
        for place, step in enumerate(finding["steps"])
    }
    if unknown := [reference for reference in references if reference not in steps]:
        raise StepError(
            _("The check has no step %(step)s: open the check again.") % {"step": unknown[0][:20]}
        )
    return [Step.from_dict(steps[reference]) for reference in references]


def effect_of(version: DatasetVersion, step: Any) -> tuple[Sentence, list[ShownChange]]:
    """What ``step`` would do to the rows that were checked, in a sentence and examples. Raises StepError."""
    from datasets.checking import preview

    effect = preview(checked_frame(version), placed(version, step))
    changes = [
        ShownChange(
            None if change.row is None else version.row_number(change.row),
            change.column or _("the whole row"),
            _side(change.before, version.kinds.get(change.column or "")),
            _side(change.after, version.kinds.get(change.column or "")),
        )
        for change in effect.examples
    ]
    return effect.message, changes


def _side(value: Any, kind: str | None) -> str:
    """A cell, or a whole row as some of its values."""
    if isinstance(value, Mapping):
        cells = [f"{name}: {_text(cell, None)}" for name, cell in value.items()]
        return ", ".join(cells[:VALUES_OF_A_ROW]) + (", …" if len(cells) > VALUES_OF_A_ROW else "")
    return _text(value, kind)


def _text(value: Any, kind: str | None) -> str:
    return NO_VALUE if value is None else cell_text(value, kind or "text")
