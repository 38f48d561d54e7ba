"""How long a training will take, estimated before it starts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contract.data import MAIN
from contract.family import Family
from contract.training import Effort
from training.models import TrainingRun
from training.runs.models import Status

LOOKED_BACK = 30
CLOSEST = 5
LEAST = 3


def expected_seconds(family: Family, effort: Effort, rows: int, settings: Mapping[str, Any]) -> float:
    """Seconds from the start of the training to its end, for a main table of ``rows``. One query.

    The family's pace says how time grows with the rows; how fast this machine is, is learned: of its
    newest runs (same family, same effort, at least three), the five closest in size say by which
    factor they differed from the pace, and the middle one of these factors counts. One run that was
    slow for a reason of its own changes nothing, and sizes never seen are still answered. What ``settings``
    add of their own (a budget of time) is added as it is, and taken off from what others took.
    """
    seconds = _pace(family, effort, rows)
    past = TrainingRun.objects.filter(
        family=family.key,
        effort=effort,
        status=Status.SUCCEEDED,
        run_tables__table=MAIN,
        run_tables__version__rows__gt=0,
    ).values_list("run_tables__version__rows", "started_at", "finished_at", "settings")
    newest = past.order_by("-pk")[:LOOKED_BACK]
    taken = [
        (seen, max((end - start).total_seconds() - family.extra_seconds(said, effort), 0.0))
        for seen, start, end, said in newest
        if start and end
    ]
    if len(taken) >= LEAST:
        taken.sort(key=lambda run: abs(math.log(run[0] / max(rows, 1))))
        seconds *= median(took / _pace(family, effort, seen) for seen, took in taken[:CLOSEST])
    return round(seconds + family.extra_seconds(settings, effort), 1)


def _pace(family: Family, effort: Effort, rows: int) -> float:
    least, per_thousand = family.pace[effort]
    return least + per_thousand * rows / 1000


def in_words(seconds: float) -> str:
    """As precise as an expectation is: about 3 s, about 40 s, about 5 min, about 2 h."""
    if seconds < 55:
        step = 1 if seconds < 10 else 5
        return _("about %(seconds)d s") % {"seconds": max(1, round(seconds / step) * step)}
    if seconds < 55 * 60:
        return _("about %(minutes)d min") % {"minutes": round(seconds / 60)}
    hours = max(1, round(seconds / 3600))
    return ngettext("about %(hours)d hour", "about %(hours)d hours", hours) % {"hours": hours}
