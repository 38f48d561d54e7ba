"""Starting, following, cancelling and deleting runs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import may_change, needs, require_change
from api.pages import is_partial, page_of
from datasets.models import Dataset, DatasetVersion
from datasets.services import find_version
from training import registry
from training.exchange import DataProblems
from training.families import Family
from training.forms import RunForm
from training.leaderboard import leaderboard
from training.models import TrainingRun
from training.models.runs import Status
from training.orders import OrderRefused
from training.services.runs import cancel_run, delete_run, no_worker, start_run

POLLING_STOPS = 286  # The status by which htmx ends a poll.


@require_http_methods(["GET", "POST"])
@needs("training.add_trainingrun")
def new_run(request: HttpRequest) -> HttpResponse:
    """First the question and the data, by ``?family=&dataset=``; then the form they make."""
    family, version = _chosen(request)
    if family is None or version is None:
        choices = {
            "families": registry.all_families(),
            "datasets": Dataset.objects.with_latest()[:200],
            "family": family,
            "version": version,
        }
        return render(request, "training/run_choose.html", choices)
    form = RunForm(family, version, request.POST if request.method == "POST" else None)
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(start_run(request.user, form.order()))
        except OrderRefused as refused:
            for error in refused.errors:
                form.add_order_error(error.location, error.message)
        except DataProblems as refused:
            problems = refused.problems
    context = {"form": form, "family": family, "version": version, "problems": problems}
    return render(request, "training/run_new.html", context, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest) -> tuple[Family | None, DatasetVersion | None]:
    keys = {family.key: family for family in registry.all_families()}
    family = keys.get(request.GET.get("family", ""))
    try:
        version = find_version(request.GET.get("dataset", ""))
    except DatasetVersion.DoesNotExist:
        version = None
    return family, version


@require_GET
@needs("training.view_trainingrun")
def run_list(request: HttpRequest) -> HttpResponse:
    search, status = request.GET.get("q", "").strip(), request.GET.get("status", "")
    rows = TrainingRun.objects.for_list().search(search)
    if status in Status.values:
        rows = rows.filter(status=status)
    return render(
        request,
        "training/run_list.html",
        {"page": page_of(request, rows), "q": search, "status": status, "statuses": Status.choices},
    )


@require_GET
@needs("training.view_trainingrun")
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The run as it stands. htmx asks for the live part again and again until the run has ended."""
    found = get_object_or_404(TrainingRun.objects.for_list(), pk=pk)
    context = {
        "run": found,
        "family": found.get_family(),
        "leaderboard": leaderboard(found.get_family(), found.candidates),
        "no_worker": no_worker(found),
        "may_change": may_change(request.user, "training.add_trainingrun", found),
        "may_delete": may_change(request.user, "training.delete_trainingrun", found),
    }
    if not is_partial(request):
        return render(request, "training/run.html", context)
    if found.ended:
        response = render(request, "training/run_live.html", context, status=POLLING_STOPS)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "training/run_live.html", context)


@require_POST
@needs("training.add_trainingrun")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(TrainingRun, pk=pk)
    require_change(request.user, "training.add_trainingrun", found)
    if not cancel_run(request.user, found):
        messages.info(request, "The run had ended already.")
    return redirect(found)


@require_POST
@needs("training.delete_trainingrun")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(TrainingRun, pk=pk)
    require_change(request.user, "training.delete_trainingrun", found)
    if not found.ended:
        messages.error(request, f"The run is {found.status}: cancel it first.")
        return redirect(found)
    delete_run(request.user, found)
    messages.success(request, "The run is deleted. A model it left behind stays.")
    return redirect("run-list")
