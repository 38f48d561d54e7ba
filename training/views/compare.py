"""Runs side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import needs
from training import comparison
from training.models import TrainingRun

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
