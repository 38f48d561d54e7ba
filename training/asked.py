"""What was asked with a run, as its page and comparisons tell it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from training.families import Family
from training.forms import EFFORTS
from training.models import TrainingRun
from training.origin import Fact, column_facts, option_facts


def facts(family: Family, run: TrainingRun) -> list[Fact]:
    """Columns, settings, model and effort of ``run``."""
    return [
        *column_facts(family, run.columns),
        *option_facts(family.Settings, run.settings),
        Fact(_("Model asked for"), model_label(family, run.model)),
        *option_facts(family.params_class(run.model), run.params),
        Fact(_("Effort"), effort_label(run)),
        Fact(_("Seed"), str(run.seed)),
    ]


def model_label(family: Family, key: str) -> str:
    """A model of the family by its name; "auto" and models that are gone have none."""
    if key == "auto":
        return _("Automatic")
    return str(family.models[key].label) if key in family.models else key


def effort_label(run: TrainingRun) -> str:
    return str(EFFORTS[run.effort][0])
