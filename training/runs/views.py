"""Following, cancelling, repeating and deleting runs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import may_change, needs, require_change
from api.pages import POLLING_STOPS, is_partial, page_of, undo_offered
from training.models import TrainingRun
from training.questions import drafts
from training.questions.answers import take_instead
from training.runs import asked
from training.runs.expected import expectation, stages
from training.runs.leaderboard import leaderboard
from training.runs.line import Line
from training.runs.models import Status
from training.runs.services import bin_run, cancel_run, no_worker

NOT_IN_LISTS = ("log", "problems", "candidates")


@require_GET
@needs("training.view_trainingrun")
def run_list(request: HttpRequest) -> HttpResponse:
    search, status = request.GET.get("q", "").strip(), request.GET.get("status", "")
    rows = TrainingRun.objects.for_list().defer(*NOT_IN_LISTS).search(search)
    if status in Status.values:
        rows = rows.filter(status=status)
    return render(
        request,
        "training/run_list.html",
        {
            "page": page_of(request, rows),
            "line": Line(),
            "q": search,
            "status": status,
            "statuses": Status.choices,
        },
    )


@require_GET
@needs("training.view_trainingrun")
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The current state of a run. htmx polls the live part until the run has ended."""
    rows = TrainingRun.objects.for_list().prefetch_related("run_tables__version__dataset")
    found = get_object_or_404(rows, pk=pk)
    context = {
        "run": found,
        "stages": stages(found),
        "expected": expectation(found),
        "place": Line().place_of(found),
        "no_worker": no_worker(found),
        "refused": [problem for problem in found.problems if problem["fatal"]],
        "may_change": may_change(request.user, "training.add_trainingrun", found),
    }
    if not is_partial(request):
        return render(request, "training/run.html", {**context, **_whole_page(request, found)})
    if found.ended:
        response = render(request, "training/run_live.html", context, status=POLLING_STOPS)
        # Who has waited sees the answer; what went wrong is on this page.
        if (version := getattr(found, "version", None)) is not None:
            response["HX-Redirect"] = version.get_absolute_url()
        else:
            response["HX-Refresh"] = "true"
        return response
    return render(request, "training/run_live.html", context)


def _whole_page(request: HttpRequest, run: TrainingRun) -> dict[str, Any]:
    family = run.get_family()
    return {
        "family": family,
        "tables": asked.tables(family, run),
        "asked": asked.facts(family, run),
        "search": run.follow_ups.first(),
        "leaderboard": leaderboard(family, run.candidates),
        "remarks": asked.remarks(run.problems),
        "may_delete": may_change(request.user, "training.delete_trainingrun", run),
    }


@require_POST
@needs("training.add_trainingrun")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same question as a draft of one's own, opened where it may have to be changed."""
    run = get_object_or_404(TrainingRun, pk=pk)
    draft = drafts.begin_again(request.user, run)
    if "instead" in request.POST:
        take_instead(draft, run.problems, request.POST["instead"])
    return redirect(f"ask-{drafts.reached(draft)[-1]}", draft.pk)


@require_POST
@needs("training.add_trainingrun")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(TrainingRun, pk=pk)
    require_change(request.user, "training.add_trainingrun", found)
    if not cancel_run(request.user, found):
        messages.info(request, _("The run had already ended."))
    return redirect(found)


@require_POST
@needs("training.delete_trainingrun")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(TrainingRun, pk=pk)
    require_change(request.user, "training.delete_trainingrun", found)
    if not found.ended:
        messages.error(request, _("The run has not ended: cancel it first."))
        return redirect(found)
    if bin_run(request.user, found):
        text = _("The run was deleted. Any model it produced stays.")
        messages.success(request, undo_offered(request, found, text))
    return redirect("run-list")
