"""Runs of one family side by side: what was asked, the result, and how good it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.permissions import needs
from contract.blocks import Line
from contract.data import MAIN
from contract.family import Family
from datasets.values import reference_in_words
from language.formats import shown
from training.models import ModelVersion, TrainedModel, TrainingRun
from training.runs.asked import effort_label, model_label
from training.runs.models import RunQuerySet
from training.versions import comparison
from training.versions.health import figure_text
from training.versions.provenance import Fact, column_facts, filter_facts, option_facts

MOST = 6
VERSIONS_DRAWN = 200
"""Over all models that are compared; the newest."""


@dataclass(frozen=True)
class Cell:
    """``format`` says how the template writes ``value``: text, seconds or bytes."""

    value: Any
    format: str = "text"
    note: str = ""
    best: bool = False


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        return len({(str(cell.value), cell.note) for cell in self.cells}) > 1


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


# --- Which runs ---------------------------------------------------------------------------------


def runs_of(numbers: Sequence[int]) -> list[TrainingRun]:
    """The runs of these numbers that there are, in this order."""
    found = {run.pk: run for run in _runs().filter(pk__in=numbers)}
    return [found[number] for number in numbers if number in found]


def runs_of_model(slug: str) -> list[TrainingRun]:
    """The runs of the newest versions of a model, the newest first; a run that was deleted is not there."""
    return list(_runs().filter(version__model__slug=slug).order_by("-version__number")[:MOST])


def _runs() -> RunQuerySet:
    return (
        TrainingRun.objects.select_related("version__model")
        .defer("log", "problems", "candidates", "version__report")
        .prefetch_related("run_tables__version")
    )


# --- The table ----------------------------------------------------------------------------------


def sections(family: Family, runs: Sequence[TrainingRun]) -> list[Section]:
    """``runs`` are all of ``family``."""
    return [
        Section(_("Quality"), _figures(family, runs)),
        Section(_("Result"), _outcome(family, runs)),
        Section(_("What was asked"), _question(family, runs)),
    ]


def only_differences(found: Iterable[Section]) -> list[Section]:
    kept = [Section(one.title, [row for row in one.rows if row.differs]) for one in found]
    return [one for one in kept if one.rows]


def _row(label: str, runs: Sequence[TrainingRun], text: Callable[[TrainingRun], Any]) -> Row:
    return Row(label, [Cell(text(run)) for run in runs])


def _question(family: Family, runs: Sequence[TrainingRun]) -> list[Row]:
    return [
        _row(_("Question"), runs, lambda run: family.label),
        *_data(family, runs),
        *_facts(runs, [column_facts(family, run.columns) for run in runs]),
        *_facts(
            runs, [[*filter_facts(run.filters), *option_facts(family.Settings, run.settings)] for run in runs]
        ),
        _row(_("Model requested"), runs, lambda run: model_label(family, run.model)),
        _row(_("Effort"), runs, effort_label),
        _row(_("Seed"), runs, lambda run: str(run.seed)),
    ]


def _data(family: Family, runs: Sequence[TrainingRun]) -> list[Row]:
    """The sheet of every table that any run has read, and the rows of it."""
    labels = {table.key: str(table.label) for table in family.tables}
    tables = [{table.table: table for table in run.run_tables.all()} for run in runs]
    rows = []
    for key in dict.fromkeys(key for one in tables for key in one):
        used = [one.get(key) for one in tables]
        label = labels.get(key, key)
        heads = (_("Data"), _("Rows")) if key == MAIN else (label, _("Rows of %(data)s") % {"data": label})
        counts = [table.version.rows if table and table.version else None for table in used]
        sheets = [reference_in_words(table.dataset_name) if table else shown(None) for table in used]
        rows.append(Row(heads[0], [Cell(sheet) for sheet in sheets]))
        rows.append(Row(heads[1], [Cell(shown(count, "integer")) for count in counts]))
    return rows


def _facts(runs: Sequence[TrainingRun], facts: Sequence[Iterable[Fact]]) -> list[Row]:
    """A row for every label that any run has a fact of."""
    by_run = [{fact.label: fact.text for fact in one} for one in facts]
    labels = dict.fromkeys(label for one in by_run for label in one)
    return [Row(label, [Cell(one.get(label) or shown(None)) for one in by_run]) for label in labels]


def _outcome(family: Family, runs: Sequence[TrainingRun]) -> list[Row]:
    versions = [version_of(run) for run in runs]
    chosen = [model_label(family, version.algorithm) if version else shown(None) for version in versions]
    params = [
        option_facts(family.params_class(version.algorithm), version.manifest.get("params", {}))
        if version
        else []
        for version in versions
    ]
    return [
        _row(_("Status"), runs, lambda run: run.get_status_display()),
        Row(_("Answer"), [Cell(version.headline if version else shown(None)) for version in versions]),
        Row(_("Model chosen"), [Cell(text) for text in chosen]),
        *_facts(runs, params),
        Row(_("Training took"), [Cell(run.duration_seconds, "seconds") for run in runs]),
        Row(_("Size of the model"), [Cell(one.size if one else None, "bytes") for one in versions]),
    ]


def version_of(run: TrainingRun) -> ModelVersion | None:
    return getattr(run, "version", None)


def _figures(family: Family, runs: Sequence[TrainingRun]) -> list[Row]:
    """The primary metric first; the best value of it is marked."""
    primary = family.primary_metric
    versions = [version_of(run) for run in runs]
    names = [
        name
        for name in family.metric_labels
        if any(version and version.metrics.get(name) is not None for version in versions)
    ]
    return [
        Row(
            str(family.metric_labels[name]),
            _figure_cells(family, name, versions, _best(family, versions) if name == primary else None),
        )
        for name in sorted(names, key=lambda name: name != primary)
    ]


def _best(family: Family, versions: Iterable[ModelVersion | None]) -> float | None:
    values = [version.metrics.get(family.primary_metric) for version in versions if version]
    measured = [value for value in values if value is not None]
    if not measured:
        return None
    return min(measured) if family.lower_is_better else max(measured)


def _figure_cells(
    family: Family, name: str, versions: Iterable[ModelVersion | None], best: float | None
) -> list[Cell]:
    cells = []
    for version in versions:
        ours = version.metrics.get(name) if version else None
        naive = version.baseline.get(name) if version else None
        note = "" if naive is None else _("baseline %(value)s") % {"value": figure_text(family, name, naive)}
        starred = best is not None and ours == best
        cells.append(Cell(figure_text(family, name, ours), note=note, best=starred))
    return cells


# --- The drawing --------------------------------------------------------------------------------


def over_versions(family: Family, runs: Sequence[TrainingRun]) -> dict[str, Any] | None:
    """The primary metric over the versions of every model among ``runs``, as a line block.

    None where no model has two versions: a line of one point says nothing.
    """
    models = list(dict.fromkeys(version.model for run in runs if (version := version_of(run)) is not None))
    rows = (
        ModelVersion.objects.filter(model__in=models)
        .order_by("-number")
        .values_list("model", "number", "metrics", "baseline")[:VERSIONS_DRAWN]
    )
    found = {(model, number): (metrics, baseline) for model, number, metrics, baseline in rows}
    numbers = sorted({number for _model, number in found})
    if len(numbers) < 2:
        return None
    metric = family.primary_metric
    in_percent = metric in family.percent_metrics
    nothing: tuple[dict[str, float], dict[str, float]] = ({}, {})

    def values(model: TrainedModel, kind: int) -> list[float | None]:
        every = [found.get((model.pk, number), nothing)[kind].get(metric) for number in numbers]
        return [value * 100 if in_percent and value is not None else value for value in every]

    series = []
    for model in models:
        baseline = _("%(model)s, naive baseline") % {"model": model.name}
        series += [
            {"name": model.name, "values": values(model, 0), "dashed": False},
            {"name": baseline, "values": values(model, 1), "dashed": True},
        ]
    label = str(family.metric_labels.get(metric, metric))
    better = _("Lower is better.") if family.lower_is_better else _("Higher is better.")
    return Line(
        _("%(metric)s, version by version") % {"metric": label},
        x=[str(number) for number in numbers],
        series=series,
        x_label=_("Version"),
        y_label=f"{label}, %" if in_percent else label,
        summary=better,
    ).as_dict()


# --- Runs side by side ---

DIGITS = 18  # Of the largest number a database takes for a key.


@require_GET
@needs("training.view_trainingrun")
def compare(request: HttpRequest) -> HttpResponse:
    """``?run=1&run=2``: these, at most six; ``?model=slug``: those of its newest versions.

    ``only=differences`` leaves out the rows in which all runs are alike.
    """
    slug = request.GET.get("model", "")
    numbers = _numbers(request)
    runs = comparison.runs_of_model(slug) if slug else comparison.runs_of(numbers[: comparison.MOST])
    groups = _by_family(runs)
    only = request.GET.get("only") == "differences"
    context = {
        "slug": slug,
        "runs": runs,
        "only": only,
        "most": comparison.MOST,
        "too_many": not slug and len(numbers) > comparison.MOST,
        "unknown": [] if slug else _unknown(numbers[: comparison.MOST], runs),
        "groups": groups,
    }
    if len(runs) >= 2 and len(groups) == 1:
        family = runs[0].get_family()
        sections = comparison.sections(family, runs)
        context |= {
            "family": family,
            "sections": comparison.only_differences(sections) if only else sections,
            "drawing": comparison.over_versions(family, runs),
        }
    return render(request, "training/compare.html", context)


def _numbers(request: HttpRequest) -> list[int]:
    """The runs that are asked for, each once; what is not a number is passed over."""
    given = [text for text in request.GET.getlist("run") if text.isdecimal() and len(text) <= DIGITS]
    return list(dict.fromkeys(map(int, given)))


def _unknown(numbers: list[int], runs: list[TrainingRun]) -> list[str]:
    there = {run.pk for run in runs}
    return [f"#{number}" for number in numbers if number not in there]


def _by_family(runs: list[TrainingRun]) -> list[tuple[str, list[TrainingRun]]]:
    """(question, its runs) for every question among ``runs``."""
    groups: dict[str, list[TrainingRun]] = {}
    for run in runs:
        groups.setdefault(run.family, []).append(run)
    return [(str(some[0].get_family().label), some) for some in groups.values()]
