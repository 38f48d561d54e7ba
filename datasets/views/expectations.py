"""The pages of a data set's expectations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import may_change, needs, require_change
from datasets import expectations
from datasets.check_forms import FIELDS, ExpectationForm
from datasets.models import Dataset, Expectation
from datasets.models.expectations import Kind


@require_http_methods(["GET", "POST"])
@needs("datasets.view_dataset")
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them with their verdicts; a POST accepts the suggestions under ``accept``."""
    dataset = _dataset(slug)
    newest = dataset.latest()
    try:
        suggested = [(f"{one.kind}|{one.column or ''}", one) for one in expectations.suggested(newest)]
    except FileNotFoundError:
        suggested = []
    if request.method == "POST":
        require_change(request.user, "datasets.add_dataset", dataset)
        wanted = set(request.POST.getlist("accept"))
        accepted = [one for reference, one in suggested if reference in wanted or "all" in wanted]
        expectations.expect(request.user, dataset, accepted)
        return redirect("dataset-expectations", slug)
    found = {_place(verdict["expectation"]): verdict for verdict in newest.verdicts or []}
    kept = list(dataset.expectations.all())
    context = {
        "dataset": dataset,
        "newest": newest,
        "expected": [(one, found.get((one.kind, one.column))) for one in kept],
        "suggested": suggested,
        "kinds": Kind.choices,
        "may_add": may_change(request.user, "datasets.add_dataset", dataset),
    }
    return render(request, "datasets/expectations.html", context)


@require_http_methods(["GET", "POST"])
@needs("datasets.add_dataset")
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the kind ``?kind=``."""
    dataset = _dataset(slug)
    require_change(request.user, "datasets.add_dataset", dataset)
    kind = request.GET.get("kind", "range")
    if kind not in FIELDS:
        raise Http404(_("There is no such kind of expectation."))
    return _asked(request, dataset, kind)


@require_http_methods(["GET", "POST"])
@needs("datasets.add_dataset")
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    kept = _expectation(slug, pk)
    require_change(request.user, "datasets.add_dataset", kept.dataset)
    return _asked(request, kept.dataset, kept.kind, kept)


@require_POST
@needs("datasets.add_dataset")
def delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    kept = _expectation(slug, pk)
    require_change(request.user, "datasets.add_dataset", kept.dataset)
    said = str(kept.promise.sentence)
    expectations.forget(request.user, kept)
    messages.success(request, _("This is no longer expected: %(sentence)s") % {"sentence": said})
    return redirect("dataset-expectations", slug)


def _asked(
    request: HttpRequest, dataset: Dataset, kind: str, kept: Expectation | None = None
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = ExpectationForm(posted, kind=kind, columns=dataset.latest().kinds, kept=kept)
    if form.is_valid():
        expectations.expect(request.user, dataset, [form.promise])
        return redirect("dataset-expectations", dataset.slug)
    context = {"dataset": dataset, "form": form, "kept": kept, "kind": Kind(kind).label}
    return render(request, "datasets/expectation.html", context, status=422 if posted is not None else 200)


def _place(expectation: dict[str, Any]) -> tuple[str, str]:
    return expectation["kind"], expectation["column"] or ""


def _dataset(slug: str) -> Dataset:
    return get_object_or_404(Dataset.objects.select_related("owner"), slug=slug)


def _expectation(slug: str, pk: int) -> Expectation:
    rows = Expectation.objects.select_related("dataset__owner")
    return get_object_or_404(rows, dataset__slug=slug, pk=pk)
