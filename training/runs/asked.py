"""What a run was asked, as shown on its page and in comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from contract.data import MAIN
from contract.family import Family
from training.models import RunTable, TrainingRun
from training.questions.forms import EFFORTS
from training.versions.provenance import Fact, column_facts, filter_facts, option_facts


def tables(family: Family, run: TrainingRun) -> list[tuple[str, RunTable]]:
    """What ``run`` reads, by name: "Data" for the main table, then the side tables."""
    labels = {table.key: str(table.label) for table in family.side_tables} | {MAIN: _("Data")}
    read = sorted(run.run_tables.all(), key=lambda table: (table.table != MAIN, table.pk))
    return [(labels.get(table.table, table.table), table) for table in read]


def facts(family: Family, run: TrainingRun) -> list[Fact]:
    """Columns, rows, settings, model and effort of ``run``."""
    return [
        *column_facts(family, run.columns),
        *filter_facts(run.filters),
        *option_facts(family.Settings, run.settings),
        Fact(_("Model requested"), model_label(family, run.model)),
        *option_facts(family.params_class(run.model), run.params),
        Fact(_("Effort"), effort_label(run)),
        Fact(_("Seed"), str(run.seed)),
    ]


def remarks(problems: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What did not stop a run, each with its ``place`` among all problems: what could be done instead is
    chosen by it."""
    return [{**one, "place": place} for place, one in enumerate(problems) if not one["fatal"]]


def model_label(family: Family, key: str) -> str:
    """A model of the family by its name; "auto" and models that are gone have none."""
    if key == "auto":
        return _("Automatic")
    return str(family.models[key].label) if key in family.models else key


def effort_label(run: TrainingRun) -> str:
    return str(EFFORTS[run.effort][0])
