"""The page of a model and of each of its versions: the answer first, and a tab for each thing behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.permissions import may, may_change, needs
from api.pages import page_of
from contract.family import Family
from contract.registry import MissingFamily
from training.models import Alias, ModelVersion, TrainedModel
from training.questions import sources
from training.runs.asked import remarks
from training.versions import deletion, group_names, health, provenance
from training.versions.health import health_of
from training.versions.shown_summary import shown_summary
from training.versions.views import find_version

CHANGES_SHOWN = 50
TABS: Mapping[str, Any] = {
    "answer": _("Answer"),
    "why": _("Why"),
    "good": _("How good"),
    "data": _("Data and plan"),
    "versions": _("Versions"),
    "use": _("Use it"),
    "about": _("About"),
}


@require_GET
@needs("training.view_trainedmodel")
def model(request: HttpRequest, slug: str) -> HttpResponse:
    """The version that answers: the one in production, else the newest."""
    found = get_object_or_404(TrainedModel, slug=slug)
    answering = found.version_for()
    if answering is None:
        return render(request, "training/model_empty.html", {"model": found})
    return _page(request, found, answering, answering, "answer")


@require_GET
@needs("training.view_trainedmodel")
def version(request: HttpRequest, slug: str, number: int, tab: str = "answer") -> HttpResponse:
    found = find_version(slug, number)
    return _page(request, found.model, found, found.model.version_for(), tab)


def _page(
    request: HttpRequest, model: TrainedModel, version: ModelVersion, answering: ModelVersion | None, tab: str
) -> HttpResponse:
    """``answering`` is handed over: a version carries its report, which is large to read twice."""
    family = model.get_family()
    blocks = {key: [b for b in version.report if b.get("under", "answer") == key] for key in TABS}
    context = {
        "model": model,
        "version": version,
        "family": family,
        "health": health_of(family, version.metrics, version.baseline, version.created_at, version.summary),
        "answering": answering,
        "tab": tab,
        "tabs": [
            {"key": key, "label": label, "url": _address(version, key)}
            for key, label in TABS.items()
            if key != "why" or blocks["why"]
        ],
        "missing": [file.label for file in provenance.files(version) if file.size is None],
        "blocks": blocks[tab],
        "groups": groups.key if (groups := group_names.groups_of(version)) else "",
        "may_train": may(request.user, "training.add_trainingrun"),
        "may_change": may_change(request.user, "training.add_trainingrun", model),
    }
    return render(
        request, f"training/model_{tab}.html", {**context, **_of_tab(tab)(request, version, family)}
    )


def _address(version: ModelVersion, tab: str) -> str:
    if tab == "answer":
        return version.get_absolute_url()
    return reverse("version-tab", args=[version.model.slug, version.number, tab])


# --- What each tab shows beside its blocks ------------------------------------------------------


def _of_tab(tab: str) -> Any:
    return {
        "answer": _answer,
        "good": _good,
        "data": _data,
        "versions": _versions,
        "about": _about,
    }.get(tab, lambda request, version, family: {})


def _answer(request: HttpRequest, version: ModelVersion, family: Family) -> dict[str, Any]:
    return {"summary": shown_summary(version.summary), "rests_on": remarks(version.problems)}


def _good(request: HttpRequest, version: ModelVersion, family: Family) -> dict[str, Any]:
    return {"in_words": health.in_words(family, version), "figures": health.figures(family, version)}


def _data(request: HttpRequest, version: ModelVersion, family: Family) -> dict[str, Any]:
    return {
        "sources": provenance.sources(version),
        "columns": provenance.columns(version),
        "settings": provenance.settings(family, version),
        "rests_on": remarks(version.problems),
        "family_source": sources.source_of(version.model.family),
    }


def _about(request: HttpRequest, version: ModelVersion, family: Family) -> dict[str, Any]:
    may_delete = may_change(request.user, "training.delete_trainedmodel", version.model)
    return {
        "files": provenance.files(version),
        "may_delete": may_delete,
        "going": deletion.what_goes(version.model) if may_delete else [],
        "installed": not isinstance(family, MissingFamily),
    }


@dataclass(frozen=True)
class ListedVersion:
    """A row of the versions. ``names`` are the aliases that point at it now."""

    version: ModelVersion
    names: list[str]
    ours: str
    naive: str


def _versions(request: HttpRequest, version: ModelVersion, family: Family) -> dict[str, Any]:
    """The versions, a page of them, and which of them answered when."""
    model = version.model
    versions = model.versions.select_related("run", "model").defer("report", "manifest").order_by("-number")
    page = page_of(request, versions)
    aliases = model.aliases.select_related("version__model", "set_by").defer(
        "version__report", "version__manifest"
    )
    named = list(aliases.at())
    metric = family.primary_metric
    return {
        "metric": family.metric_labels.get(metric, metric),
        "page": page,
        "versions": [_listed(version, named, family) for version in page],
        "aliases": aliases[:CHANGES_SHOWN],
    }


def _listed(version: ModelVersion, named: Iterable[Alias], family: Family) -> ListedVersion:
    metric = family.primary_metric
    return ListedVersion(
        version=version,
        names=[alias.name for alias in named if alias.version_id == version.pk],
        ours=health.figure_text(family, metric, version.metrics.get(metric)),
        naive=health.figure_text(family, metric, version.baseline.get(metric)),
    )
