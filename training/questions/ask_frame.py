"""What the steps of a question share: the draft's owner, which step may be opened, the surrounding page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.permissions import may, needs
from api.pages import page_of
from contract.family import Family
from datasets.forms import UploadForm
from datasets.models import Dataset, DatasetVersion
from datasets.sample_sheets import SAMPLE_SHEETS, add_sample
from datasets.services import find_version
from datasets.views.uploads import Received, receive
from training.models import Draft
from training.questions import drafts
from training.questions.ask_words import STEP_LABELS

PERMISSION = "training.add_trainingrun"

View = Callable[..., HttpResponse]


def own_draft(request: HttpRequest, pk: int) -> Draft:
    rows = Draft.objects.select_related("version__dataset", "owner", "run")
    rows = rows.prefetch_related("side_tables__version__dataset")
    return get_object_or_404(rows, pk=pk, owner=request.user.pk)


def step(name: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """A page of the step ``name`` of a draft of one's own. A draft that was started leads to its run, a
    step that is not reached yet to the last one that is."""

    def page_of_step(view: View) -> Callable[..., HttpResponseBase]:
        @never_cache
        @require_http_methods(["GET", "POST"])
        @needs(PERMISSION)
        @wraps(view)
        def page(request: HttpRequest, pk: int, **place: Any) -> HttpResponse:
            draft = own_draft(request, pk)
            if draft.run is not None:
                return redirect(draft.run)
            reached = drafts.reached(draft)
            if name not in reached:
                return redirect(f"ask-{reached[-1]}", draft.pk)
            return view(request, draft, **place)

        return page

    return page_of_step


def posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST,) if request.method == "POST" else ()


def family_of(draft: Draft) -> Family:
    family = drafts.family_of(draft)
    if family is None:
        raise Http404
    return family


def go_on(draft: Draft, step: str) -> HttpResponse:
    return redirect(f"ask-{drafts.after(draft, step)}", draft.pk)


def show(
    request: HttpRequest, step: str, draft: Draft | None, template: str = "", **context: Any
) -> HttpResponse:
    """A page of a step, that of its name if no other ``template`` is named: 422 where it shows what was
    posted and refused. ``back`` in the context leads elsewhere than to the step before."""
    shown = draft or Draft()
    steps, reached = drafts.steps_of(shown), drafts.reached(shown)
    addresses = {key: reverse(f"ask-{key}", args=[draft.pk]) for key in steps} if draft else {}
    frame = {
        "draft": draft,
        "step": step,
        "steps": [
            {"key": key, "label": STEP_LABELS[key], "reached": key in reached, "url": addresses.get(key, "")}
            for key in steps
        ],
        "back": addresses.get(steps[steps.index(step) - 1], "") if step != "data" else "",
        "family": drafts.family_of(shown),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"training/{template or f'ask_{step}'}.html", {**frame, **context}, status=status)


# --- Choosing a sheet: sample data, one's own file, or a sheet that is here. Three buttons, one answer ---


def choose(request: HttpRequest) -> tuple[DatasetVersion | None, dict[str, Any]]:
    """The version that was posted, and what the page shows where there is none: the form as it stands, the
    findings of the sheet, and a page of the data sets that are here."""
    form, received = UploadForm(), Received()
    may_upload = may(request.user, "datasets.add_dataset")
    if request.method == "POST":
        if "dataset" in request.POST:
            received = Received(_chosen_sheet(request))
        elif "sample" in request.POST and may_upload:
            received = Received(_sample(request))
        elif may_upload:
            form = UploadForm(request.POST, request.FILES)
            received = receive(request, form)
    search = request.GET.get("q", "").strip()
    return received.version, {
        "form": form,
        "findings": received.findings,
        "q": search,
        "page": page_of(request, Dataset.objects.with_latest().search(search)),
        "may_upload": may_upload,
    }


def _chosen_sheet(request: HttpRequest) -> DatasetVersion:
    try:
        return find_version(request.POST["dataset"])
    except DatasetVersion.DoesNotExist:
        raise Http404(_("There is no such sheet.")) from None


def _sample(request: HttpRequest) -> DatasetVersion:
    if request.POST["sample"] not in SAMPLE_SHEETS:
        raise Http404(_("There is no such sheet."))
    return add_sample(request.user, request.POST["sample"])
