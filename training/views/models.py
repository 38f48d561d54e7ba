"""The pages of trained models."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import may_change, needs, require_change
from api.pages import page_of
from api.rendering import table_response
from training.models import ModelVersion, TrainedModel
from training.models.trained import ALIAS_LENGTH, PRODUCTION
from training.services import trained


@require_GET
@needs("training.view_trainedmodel")
def model_list(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    rows = TrainedModel.objects.with_latest().select_related("owner").search(search)
    return render(request, "training/model_list.html", {"page": page_of(request, rows), "q": search})


@require_GET
@needs("training.view_trainedmodel")
def model(request: HttpRequest, slug: str) -> HttpResponse:
    """The version that answers: the one in production, else the newest."""
    found = get_object_or_404(TrainedModel, slug=slug)
    answering = found.version_for()
    if answering is None:
        return render(request, "training/model_empty.html", {"model": found})
    return _version_page(request, found, answering)


@require_GET
@needs("training.view_trainedmodel")
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = _version(slug, number)
    return _version_page(request, found.model, found)


def _version_page(request: HttpRequest, model: TrainedModel, version: ModelVersion) -> HttpResponse:
    answering = model.version_for()
    return render(
        request,
        "training/model.html",
        {
            "model": model,
            "version": version,
            "family": model.get_family(),
            "answering": answering == version,
            "versions": model.versions.select_related("run", "model").order_by("-number"),
            "aliases": model.aliases.select_related("version__model", "set_by"),
            "depending": trained.dependents_of_model(model),
            "may_change": may_change(request.user, "training.add_trainingrun", model),
            "may_delete": may_change(request.user, "training.delete_trainedmodel", model),
        },
    )


@require_GET
@needs("training.view_trainedmodel")
def results(request: HttpRequest, slug: str, number: str, file_format: str) -> HttpResponse:
    found = _version(slug, int(number))
    return table_response(trained.results_table(found), file_format, f"{slug}-{found.label}")


@require_POST
@needs("training.add_trainingrun")
def promote(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Point an alias, "production" unless named, at this version."""
    found = _version(slug, number)
    require_change(request.user, "training.add_trainingrun", found.model)
    name = slugify(request.POST.get("alias", ""))[:ALIAS_LENGTH] or PRODUCTION
    trained.set_alias(request.user, found, name, request.POST.get("reason", ""))
    messages.success(request, f"“{name}” now answers with version {found.label}.")
    return redirect(found)


@require_POST
@needs("training.delete_trainedmodel")
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(TrainedModel, slug=slug)
    require_change(request.user, "training.delete_trainedmodel", found)
    if request.POST.get("typed_name", "").strip() != found.slug:
        messages.error(request, f"Nothing was deleted: type “{found.slug}” to confirm.")
        return redirect(found)
    trained.delete_model(request.user, found)
    messages.success(request, f"The model “{found.name}”, its versions and their files are deleted.")
    return redirect("model-list")


def _version(slug: str, number: int) -> ModelVersion:
    return get_object_or_404(
        ModelVersion.objects.select_related("model", "run"), model__slug=slug, number=number
    )
