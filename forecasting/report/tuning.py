"""What tuning found, as a block of the report."""

from __future__ import annotations

from typing import Any

from contract.blocks import Block, Note, Table
from contract.training import Evaluation
from forecasting.judging.tuning import Outcome
from forecasting.members import MODELS
from forecasting.models.direct import FEATURE_SHARE, LEARNING_RATE, TREES
from forecasting.options import DirectParams
from language.sentences import Sentence, joined, say

TITLE = say("Tuning")
# Where a parameter is left empty; those that depend on the number of rows have no one number.
LEFT_EMPTY = {"trees": TREES["best"], "learning_rate": LEARNING_RATE["best"], "feature_share": FEATURE_SHARE}


def tuning_blocks(evaluation: Evaluation) -> list[Block]:
    """Nothing where no tuning was asked for."""
    outcome = evaluation.learned["tuning"]
    if outcome is None:
        return []
    if not isinstance(outcome, Outcome):
        return [Note(TITLE, outcome)]
    columns = [
        {"key": "setting", "label": say("Parameter"), "format": "text"},
        {"key": "set", "label": say("As set"), "format": "number"},
        {"key": "found", "label": say("Found"), "format": "number"},
    ]
    rows = [_row(name, outcome) for name in DirectParams.model_fields]
    return [Table(TITLE, columns, rows, summary=_in_words(outcome))]


def _row(name: str, outcome: Outcome) -> dict[str, Any]:
    as_set, found = (getattr(tried.params, name) for tried in (outcome.found.set, outcome.found.best))
    return {
        "setting": DirectParams.model_fields[name].title,
        "set": LEFT_EMPTY.get(name) if as_set is None else as_set,
        "found": round(found, 4),
    }


def _in_words(outcome: Outcome) -> Sentence:
    found = outcome.found
    searched = say(
        "{trials:integer} trials of {model} in {minutes:number} minutes, on windows before the backtest: "
        "the WAPE there is {set:percent} as set and {best:percent} as found.",
        trials=found.trials,
        model=MODELS[found.key].label,
        minutes=round(found.seconds / 60, 1),
        set=round(found.set.wape, 4),
        best=round(found.best.wape, 4),
    )
    taken = say(
        "In the backtest it fell from {set:percent} to {found:percent}: the parameters found are used.",
        set=outcome.wape_as_set,
        found=outcome.wape_as_found,
    )
    left = say(
        "In the backtest it is {found:percent} instead of {set:percent}, no better: the parameters stay as "
        "set.",
        set=outcome.wape_as_set,
        found=outcome.wape_as_found,
    )
    return joined([searched, taken if outcome.taken else left])
