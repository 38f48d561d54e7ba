"""How the rows of a later version differ from those of an earlier one, for any family. No Django here.

Rows are the same where they have the same key, and the same moment where the family's rows have one
(``Family.logged``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contract.blocks import Block, Cards, Table
from contract.family import Family, Trained
from contract.training import Evaluation
from language.sentences import Sentence, say
from training.models import ModelVersion

if TYPE_CHECKING:
    from pandas import DataFrame

MOVERS = 10
MOST_WORDS = 20
"""A column of more different words names things; of fewer, it says of which kind a row is."""
TURN = "_turn"


def blocks(family: Family, before: DataFrame, after: DataFrame, label: str) -> list[Block]:
    """How many rows changed their words, and whose value moved most, since the version called ``label``.

    Empty where the rows cannot be told apart, or none is in both.
    """
    both = [name for name in after if name in before]
    if family.logged is None or not (keys := family.logged.keys_in(both)):
        return []
    logged = family.logged.found_in(both)
    keys += [logged["at"]] if "at" in logged else []
    pairs = _pairs(before, after, keys)
    if pairs.empty:
        return []
    value = logged.get("value")
    moving = value if value and _is_quantity(after, value) else None
    found: list[Block] = [_cards(before, after, pairs, keys, moving, label)]
    if moving and _moved(pairs, moving).any():
        found.append(_movers(pairs, keys, moving))
    return found


def _pairs(before: DataFrame, after: DataFrame, keys: list[str]) -> DataFrame:
    """One line per row that both have, the other columns as (name, "before") and (name, "after")."""
    sides = []
    for table, side in ((before, "before"), (after, "after")):
        keyed = table.copy()
        for name in keys:
            keyed[name] = keyed[name].map(str)
        # A key that comes twice is met in its order.
        keyed[TURN] = keyed.groupby(keys).cumcount()
        keyed = keyed.set_index([*keys, TURN])
        keyed.columns = [(name, side) for name in keyed.columns]
        sides.append(keyed)
    return sides[0].join(sides[1], how="inner")


def _is_quantity(table: DataFrame, name: str) -> bool:
    """Whole numbers may be those of groups, and have no size."""
    return bool(table[name].dtype.kind == "f")


def _cards(
    before: DataFrame, after: DataFrame, pairs: DataFrame, keys: list[str], moving: str | None, label: str
) -> Cards:
    count = len(pairs)
    cards: list[dict[str, Any]] = [
        {"label": say("Rows in both"), "value": count, "format": "integer"},
        {
            "label": say("Rows in one only"),
            "value": len(before) + len(after) - 2 * count,
            "format": "integer",
        },
    ]
    for name in _kinds(before, after, keys):
        changed = int((pairs[(name, "before")].map(str) != pairs[(name, "after")].map(str)).sum())
        cards.append(
            {
                "label": say("Different {column}", column=name),
                "value": changed,
                "format": "integer",
                "share": changed / count,
            }
        )
    if moving:
        mean = float(_moved(pairs, moving).abs().mean())
        cards.append(
            {"label": say("Mean change of {column}", column=moving), "value": mean, "format": "number"}
        )
    summary = say("The rows of this version compared with those of version {version}.", version=label)
    return Cards(say("What changed since version {version}", version=label), cards, summary=summary)


def _kinds(before: DataFrame, after: DataFrame, keys: list[str]) -> list[str]:
    """The columns of few words that both have."""
    words = [
        name
        for name in after
        if name in before
        and name not in keys
        and after[name].dtype == object
        and before[name].dtype == object
    ]
    return [name for name in words if 1 < after[name].map(str).nunique() <= MOST_WORDS]


def _moved(pairs: DataFrame, name: str) -> Any:
    return pairs[(name, "after")] - pairs[(name, "before")]


def _movers(pairs: DataFrame, keys: list[str], name: str) -> Table:
    moved = _moved(pairs, name)
    largest = moved[moved != 0].abs().sort_values(ascending=False, kind="stable").head(MOVERS).index
    rows = []
    for place in largest:
        row = dict(zip(keys, place, strict=False))
        before, after = (float(pairs.at[place, (name, side)]) for side in ("before", "after"))
        rows.append({**row, "before": before, "after": after, "change": after - before})
    columns = [
        *({"key": key, "label": key, "format": "text"} for key in keys),
        {"key": "before", "label": say("Before"), "format": "number"},
        {"key": "after", "label": say("Now"), "format": "number"},
        {"key": "change", "label": say("Difference"), "format": "number"},
    ]
    summary = say("The rows whose {column} changed most.", column=name)
    return Table(say("Largest changes"), columns, rows, summary=summary)


# --- Whether the search for the best takes the place of the fast version ---


@dataclass(frozen=True)
class Outcome:
    """What a search found compared with the fast version: whether its own version stands back, the sentence
    that says why, and the rows that changed.
    """

    stands_back: bool = False
    reason: Sentence | str = ""
    blocks: Sequence[Block] = field(default_factory=list)


def outcome(family: Family, fast: ModelVersion, rows: DataFrame | None, trained: Trained) -> Outcome:
    """How ``trained`` compares with ``fast``, whose result ``rows`` may be gone."""
    stands_back, reason = _compared(family, trained.evaluation, fast)
    changed = [] if rows is None else blocks(family, rows, trained.results, fast.label)
    return Outcome(stands_back, reason, changed)


def _compared(family: Family, best: Evaluation, fast: ModelVersion) -> tuple[bool, Sentence]:
    name = family.primary_metric
    ours, theirs = best.metrics.get(name), fast.metrics.get(name)
    if ours is None or theirs is None:
        return True, say(
            "It cannot be compared with version {version}, which keeps its place.", version=fast.label
        )
    error = next((one.error for one in best.candidates if one.chosen and one.error is not None), 0.0)
    gain = theirs - ours if family.lower_is_better else ours - theirs
    words = {
        "metric": family.metric_labels.get(name, name),
        "ours": ours,
        "theirs": theirs,
        "version": fast.label,
        "error": error,
    }
    if gain > error:
        return False, say(
            "The search for the best answer reaches {metric} {ours:number}, the fast version {version} "
            "{theirs:number}: better by more than the standard error of {error:number}, so this version "
            "replaces it.",
            **words,
        )
    return True, say(
        "The search for the best answer reaches {metric} {ours:number}, the fast version {version} "
        "{theirs:number}: not better by more than the standard error of {error:number}, so version "
        "{version} keeps its place.",
        **words,
    )
