"""A side table that is filled in by hand: the grid of what is known in advance, kept as a data set."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import may, may_change
from contract.data import DataProblems
from contract.grid import Grid
from training.models import Draft
from training.questions import drafts, plans
from training.questions.ask_frame import family_of, show, step
from training.runs import orders
from training.runs.orders import OrderRefused

MOST_LISTED = 500
STEPS = 30


@step("tables")
def grid(request: HttpRequest, draft: Draft, table: str) -> HttpResponse:
    """The dates that follow the sheet, by the columns that are known in advance."""
    found = next((one for one in family_of(draft).side_tables if one.key == table and one.filled_in), None)
    if found is None or not may(request.user, "datasets.add_dataset"):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    item, steps = asked.get("item", ""), _steps(draft, asked.get("steps", ""))
    context: dict[str, Any] = {"table": found, "item": item, "ahead": steps, "posted": request.POST}
    context["back"] = reverse("ask-tables", args=[draft.pk])
    try:
        planned = _grid(draft, item, steps)
    except (OrderRefused, DataProblems) as refused:
        return show(request, "tables", draft, "ask_table_grid", **context, refusal=str(refused))
    if planned is None:
        said = _("Nothing is known in advance yet: choose such columns first.")
        return show(request, "tables", draft, "ask_table_grid", **context, refusal=said)
    filled = plans.Filled.known(planned)
    if request.method == "POST":
        filled = plans.Filled.posted(planned, request.POST)
        if request.POST.get("act") == "fill":
            context["filled"] = filled.fill(request.POST)
        else:
            told = filled.values(draft.sheet.conventions())
            context["refusal"] = _("Some cells cannot be read: they are marked.") if filled.errors else ""
            if not filled.errors and not told:
                context["refusal"] = _("The plan is empty: there is nothing to keep.")
            if not context["refusal"]:
                from datasets.reading import ReadingError

                try:
                    return _kept(request, draft, planned, told, item)
                except ReadingError as failure:
                    context["refusal"] = str(failure)
    context |= {"grid": planned, "rows": filled.rows(), "items": planned.items[:MOST_LISTED]}
    context["fewer"] = len(planned.dates) < steps
    return show(request, "tables", draft, "ask_table_grid", **context)


def _steps(draft: Draft, wanted: str) -> int:
    """As many as are asked for, else as the settings say."""
    if wanted.isdecimal():
        return min(max(int(wanted), 1), plans.MOST_CELLS)
    field = family_of(draft).Settings.model_fields.get("horizon")
    return int(draft.settings.get("horizon", field.default if field is not None else STEPS))


def _grid(draft: Draft, item: str, steps: int) -> Grid | None:
    """With what the sheet and a plan that was kept before tell already."""
    order = drafts.order_of(draft).model_copy(update={"name": ""})
    checked = orders.resolve(order, draft.owner)
    data = orders.load(checked.versions, checked.columns, checked.filters)
    found = checked.family.grid(data, checked.plan, item, steps)
    if found is not None and len(found.columns) * steps > plans.MOST_CELLS:
        return checked.family.grid(data, checked.plan, item, max(plans.MOST_CELLS // len(found.columns), 1))
    return found


def _kept(
    request: HttpRequest, draft: Draft, planned: Grid, told: list[dict[str, Any]], item: str
) -> HttpResponse:
    side = next((one for one in draft.side_tables.all() if one.table == planned.side), None)
    dataset = side.version.dataset if side is not None and side.version is not None else None
    if dataset is not None and not may_change(request.user, "datasets.add_dataset", dataset):
        dataset = None
    name = dataset.name if dataset else _("Plan for %(model)s") % {"model": draft.sheet.dataset.name}
    version = plans.keep(request.user, dataset, str(name), told, item)
    table = next(one for one in family_of(draft).side_tables if one.key == planned.side)
    drafts.choose_table(draft, table, version)
    return redirect("ask-tables", draft.pk)
