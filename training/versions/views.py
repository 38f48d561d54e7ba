"""The pages of trained models."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import may_change, needs, require_change
from api.pages import page_of, undo_offered
from api.problems import plain_response
from contract.data import DataProblems
from contract.registry import FamilyMissing
from datasets.models import Dataset
from language.formats import translated
from language.sentences import told
from training.models import ModelVersion, TrainedModel, TrainingRun
from training.questions import sources
from training.runs.orders import OrderRefused
from training.versions import deletion, item_reports, services
from training.versions.models import ALIAS_LENGTH, PRODUCTION
from training.versions.services import FileMissing

CHANGES_SHOWN = 50


@require_GET
@needs("training.view_trainedmodel")
def model_list(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    archived = request.GET.get("show") == "archived"
    rows = TrainedModel.objects.with_latest().filter(archived=archived).select_related("owner").search(search)
    page = page_of(request, rows.order_by("-pinned", "-created_at", "-pk"))
    context = {
        "page": page,
        "q": search,
        "archived": archived,
        "archived_count": TrainedModel.objects.filter(archived=True).count(),
        "changeable": {one.pk for one in page if may_change(request.user, "training.add_trainingrun", one)},
    }
    return render(request, "training/model_list.html", context)


@require_POST
@needs("training.add_trainingrun")
def promote(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Point an alias, "production" unless named, at this version; the message offers the way back."""
    found = find_version(slug, number)
    require_change(request.user, "training.add_trainingrun", found.model)
    name = _alias_name(request)
    before = found.model.version_for(name)
    services.set_alias(request.user, found, name, request.POST.get("reason", "").strip())
    told = {"version": found, "name": name, "before": before, "changed": before != found}
    messages.success(request, render_to_string("training/promoted.html", told, request))
    return redirect(found)


@require_POST
@needs("training.add_trainingrun")
def undo_promotion(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Point an alias from this version back at version ``before``; at none, where it named none."""
    found = find_version(slug, number)
    require_change(request.user, "training.add_trainingrun", found.model)
    name = _alias_name(request)
    if found.model.version_for(name) != found:
        messages.error(
            request, _("“%(name)s” has changed in the meantime: nothing was undone.") % {"name": name}
        )
        return redirect(found)
    if before := request.POST.get("before", ""):
        earlier = get_object_or_404(found.model.versions, number=before if before.isdecimal() else 0)
        services.set_alias(request.user, earlier, name, _("Undone"))
        text = _("Undone: “%(name)s” uses version %(label)s again.") % {
            "name": name,
            "label": earlier.label,
        }
    else:
        services.remove_alias(request.user, found.model, name)
        text = _("Undone: “%(name)s” points to no version, as before.") % {"name": name}
    messages.success(request, text)
    return redirect(found)


def _alias_name(request: HttpRequest) -> str:
    return slugify(request.POST.get("alias", ""))[:ALIAS_LENGTH] or PRODUCTION


@require_POST
@needs("training.add_trainingrun")
def use_for_shortcuts(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Let the shortcuts of the family train on the data of this version."""
    found = find_version(slug, number)
    try:
        source = sources.use_data_of(request.user, found)
    except (OrderRefused, DataProblems, FamilyMissing) as refused:
        messages.error(request, _("The shortcuts cannot train on this data: %(why)s") % {"why": refused})
    else:
        words = _("The shortcuts of “%(family)s” now train on %(data)s.")
        family = translated(found.model.get_family().label)
        messages.success(request, words % {"family": family, "data": source.dataset})
    return redirect("version-tab", found.model.slug, found.number, "data")


@require_POST
@needs("training.delete_trainedmodel")
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(TrainedModel, slug=slug)
    require_change(request.user, "training.delete_trainedmodel", found)
    if request.POST.get("typed_name", "").strip() != found.slug:
        messages.error(request, _("Nothing was deleted: type “%(name)s” to confirm.") % {"name": found.slug})
        return redirect(found)
    if deletion.bin_model(request.user, found):
        text = _("The model “%(name)s” was deleted with its versions.") % {"name": found.name}
        messages.success(request, undo_offered(request, found, text))
    return redirect("model-list")


def find_version(slug: str, number: int) -> ModelVersion:
    return get_object_or_404(
        ModelVersion.objects.select_related("model", "run"), model__slug=slug, number=number
    )


# --- What the picker of a forecast asks for: names of items, and the report of one (docs/blocks.md) ---

LIMIT, MOST = 50, 200


@require_GET
@needs("training.view_trainedmodel")
def item_list(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """``{count, items}``: how many items have ``q`` in their name, and the first ``limit`` names."""
    asked = request.GET.get("limit", "")
    limit = min(int(asked), MOST) if asked.isdecimal() and len(asked) < 5 else LIMIT
    try:
        count, names = item_reports.find(find_version(slug, number), request.GET.get("q", ""), limit)
    except FileMissing as missing:
        return plain_response(request, 410, str(missing.args[0]))
    return JsonResponse({"count": count, "items": names})


@require_GET
@needs("training.view_trainedmodel")
def item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The item called ``name``; a problem where there is none."""
    name = request.GET.get("name", "")
    try:
        found = item_reports.report(find_version(slug, number), name)
    except KeyError:
        return plain_response(request, 404, _("There is no item “%(name)s” in this model.") % {"name": name})
    except FileMissing as missing:
        return plain_response(request, 410, str(missing.args[0]))
    return JsonResponse(told(found))


# --- What was made from a data set: a part of its page that the data set itself cannot know ---

SHOWN = 50


@require_GET
@needs("training.view_trainingrun")
def uses(request: HttpRequest, slug: str) -> HttpResponse:
    dataset = get_object_or_404(Dataset, slug=slug)
    versions = (
        ModelVersion.objects.filter(run__run_tables__version__dataset=dataset)
        .select_related("model", "run")
        .prefetch_related("run__run_tables")
        .defer("report", "manifest")
        .distinct()[:SHOWN]
    )
    runs = TrainingRun.objects.filter(run_tables__version__dataset=dataset).distinct().count()
    return render(request, "training/uses.html", {"versions": versions, "runs": runs, "dataset": dataset})
