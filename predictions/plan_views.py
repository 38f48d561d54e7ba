"""The plan of a model: what is known in advance, filled into a grid, answered and kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from accounts.permissions import may, may_change, needs
from api.problems import from_pydantic
from contract.artifacts import ArtifactError
from contract.asking import Ask, RequestProblem
from contract.data import MAIN
from contract.grid import Grid
from contract.model import ModelUnavailable
from contract.registry import MissingFamily
from datasets.models import DatasetVersion
from predictions import services
from predictions.loading import loaded
from training.models import ModelVersion
from training.questions import drafts, plans
from training.versions.learned import learned_of

STEPS, MOST_LISTED = 30, 500


@require_http_methods(["GET", "POST"])
@needs("predictions.add_predictionlog")
def plan(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The grid as it is known, or as it was filled in: filled by rule, answered, or kept."""
    rows = ModelVersion.objects.select_related("model", "run").defer("report")
    version = get_object_or_404(rows, model__slug=slug, number=number)
    asked = request.POST if request.method == "POST" else request.GET
    item, steps = asked.get("item", ""), _steps(version, asked.get("steps", ""))
    context: dict[str, Any] = {"version": version, "model": version.model, "item": item, "ahead": steps}
    try:
        ask, grid = _grid(version, item, steps)
    except (RequestProblem, ArtifactError, ModelUnavailable) as refused:
        return render(request, "predictions/plan.html", {**context, "refusal": str(refused)}, status=422)
    may_keep = (
        version.run is not None
        and may(request.user, "datasets.add_dataset")
        and may(request.user, "training.add_trainingrun")
    )
    filled = plans.Filled.known(grid)
    act = request.POST.get("act", "")
    if request.method == "POST":
        filled = plans.Filled.posted(grid, request.POST)
        if act == "fill":
            context["filled"] = filled.fill(request.POST)
        else:
            told = filled.values(learned_of(version).of_table(MAIN))
            if filled.errors:
                context["refusal"] = _("Some cells cannot be read: they are marked.")
            elif act == "keep" and may_keep:
                return _keep(request, version, grid, told, item)
            else:
                context |= _answer(request, version, ask, grid, told, item, steps)
    context |= {
        "grid": grid,
        "rows": filled.rows(),
        "items": grid.items[:MOST_LISTED],
        "may_keep": may_keep,
        "fewer": len(grid.dates) < steps,
        "posted": request.POST,
    }
    status = 422 if "refusal" in context else 200
    return render(request, "predictions/plan.html", context, status=status)


def _steps(version: ModelVersion, wanted: str) -> int:
    """As many steps as are asked for, else as the model was trained for."""
    typical = next((one["typical"] for one in version.inputs if one["name"] == "horizon"), STEPS)
    return min(max(int(wanted), 1), plans.MOST_CELLS) if wanted.isdecimal() else int(typical)


def _grid(version: ModelVersion, item: str, steps: int) -> tuple[Ask, Grid]:
    """The first ask with a grid; a grid that is too large for a page ends earlier."""
    family = version.model.get_family()
    if isinstance(family, MissingFamily):
        raise Http404
    model = loaded.get(version)
    for ask in family.asks:
        grid = ask.grid(model, item, steps)
        if grid is not None and len(grid.columns) * steps > plans.MOST_CELLS:
            grid = ask.grid(model, item, max(plans.MOST_CELLS // len(grid.columns), 1))
        if grid is not None:
            return ask, grid
    raise Http404(_("This model knows of nothing in advance, so there is nothing to plan."))


def _answer(
    request: HttpRequest,
    version: ModelVersion,
    ask: Ask,
    grid: Grid,
    told: list[dict[str, Any]],
    item: str,
    steps: int,
) -> dict[str, Any]:
    items = [item] if item else list(grid.items)
    body: dict[str, Any] = {"horizon": steps, grid.table: plans.future_rows(told, items)}
    if item:
        body["items"] = items
    try:
        served = services.serve(request.user, version, body, key=ask.key)
    except ValidationError as failure:
        return {"refusal": from_pydantic(failure).sentence}
    except (RequestProblem, ArtifactError, ModelUnavailable) as refused:
        return {"refusal": str(refused)}
    blocks = [block.as_dict() for block in ask.present(served.context, served.answer)]
    return {"served": served, "blocks": blocks}


def _keep(
    request: HttpRequest, version: ModelVersion, grid: Grid, told: list[dict[str, Any]], item: str
) -> HttpResponse:
    """The plan as a data set, and the question of the model with it, ready to be trained again."""
    run = version.run
    if not told or run is None:
        messages.error(request, _("The plan is empty: there is nothing to keep."))
        return redirect("version-plan", version.model.slug, version.number)
    before = run.run_tables.filter(table=grid.side).select_related("version__dataset").first()
    dataset = before.version.dataset if before is not None and before.version is not None else None
    if dataset is not None and not may_change(request.user, "datasets.add_dataset", dataset):
        dataset = None
    name = dataset.name if dataset else _("Plan for %(model)s") % {"model": version.model.name}
    from datasets.reading import ReadingError

    try:
        kept: DatasetVersion = plans.keep(request.user, dataset, str(name), told, item)
    except ReadingError as failure:
        messages.error(request, str(failure))
        return redirect("version-plan", version.model.slug, version.number)
    draft = drafts.begin_again(request.user, run)
    family = version.model.get_family()
    side = next(table for table in family.side_tables if table.key == grid.side)
    drafts.choose_table(draft, side, kept)
    said = _("The plan is kept as %(reference)s. Train again, and every answer uses it.")
    messages.success(request, said % {"reference": kept.reference})
    return redirect(f"ask-{drafts.reached(draft)[-1]}", draft.pk)
