"""Correcting one cell: the form in place, and the version that it makes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import needs, require_change
from datasets import services
from datasets.cell_forms import CellForm, PlaceForm
from datasets.views.uploads import find_version


@require_http_methods(["GET", "POST"])
@needs("datasets.add_dataset")
def cell(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET: the cell ``?row=&column=`` with what it holds. POST with ``value``: the next version."""
    from datasets.checking import Step, StepError

    version = find_version(slug, number)
    require_change(request.user, "datasets.add_dataset", version.dataset)
    place = PlaceForm(request.GET or None, version=version)
    context = {"version": version, "dataset": version.dataset, "place": place}
    if not place.is_valid():
        return render(request, "datasets/cell.html", context, status=400 if request.GET else 200)
    column, row = place.cleaned_data["column"], place.cleaned_data["row"]
    try:
        form = CellForm(
            request.POST if request.method == "POST" else None, version=version, column=column, row=row
        )
    except FileNotFoundError:
        gone = _("This version's table is no longer on disk. Upload the sheet again.")
        return render(request, "datasets/cell.html", {**context, "refusal": gone}, status=410)
    context |= {"form": form, "column": column, "row": row}
    if request.method != "POST" or not form.is_valid():
        return render(request, "datasets/cell.html", context, status=400 if form.errors else 200)
    step = Step("set_cell", (column,), {"row": row, "value": form.cleaned_data["value"], "old": form.old})
    try:
        made, created = services.correct_newest(request.user, version, [step])
    except StepError as refusal:
        return render(request, "datasets/cell.html", {**context, "refusal": refusal.message}, status=409)
    if created:
        words = _(
            "Row %(row)s of “%(column)s” was corrected. This is the new version; %(before)s stays as it was."
        )
        messages.success(request, words % {"row": row, "column": column, "before": version.reference})
    else:
        messages.info(request, _("This was already done; nothing was added."))
    return redirect(made)
