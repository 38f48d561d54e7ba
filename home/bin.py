"""The bin: what was deleted, for how long it can still be brought back, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import PermissionLacking, may, may_change, needs, require_change
from api.pages import page_of
from audit.bin import Binnable, NameTaken, held_in_bin
from datasets.models import Dataset
from datasets.services import delete_dataset, restore_dataset
from language.formats import shown
from training.models import TrainedModel, TrainingRun
from training.runs.services import delete_run, restore_run
from training.versions.deletion import delete_model, restore_model

MOST = 500


@dataclass(frozen=True)
class Kind:
    """What lies in the bin, and what brings it back or lets it go."""

    model: type[Any]
    word: Any
    icon: str
    owner: str
    restore: Callable[..., bool]
    delete: Callable[[Any, Any], None]
    named: bool = True


KINDS: Mapping[str, Kind] = {
    "datasets": Kind(
        Dataset,
        gettext_lazy("Data set"),
        "table",
        "owner",
        restore_dataset,
        delete_dataset,
    ),
    "models": Kind(
        TrainedModel,
        gettext_lazy("Model"),
        "model",
        "owner",
        restore_model,
        delete_model,
    ),
    "runs": Kind(
        TrainingRun,
        gettext_lazy("Run"),
        "clock",
        "requested_by",
        restore_run,
        delete_run,
        named=False,
    ),
}


@dataclass(frozen=True)
class Binned:
    """A row of the bin. ``holder`` has its name now; ``offered`` is a name that is likely free."""

    record: Any
    kind: Kind
    holder: Any
    may_change: bool

    @property
    def contents(self) -> str:
        if not self.kind.named:
            return _("log and figures")
        count = self.record.version_count
        return ngettext("%(count)s version", "%(count)s versions", count) % {"count": shown(count, "integer")}

    @property
    def offered(self) -> str:
        return f"{self.record.name[:100]} ({date_format(self.record.binned_at, 'Y-m-d')})"


@require_GET
@needs("datasets.view_dataset")
def bin_list(request: HttpRequest) -> HttpResponse:
    seen = [kind for kind in KINDS.values() if may(request.user, kind.model.seen_by())]
    found = [row for kind in seen for row in _rows(request, kind)]
    found.sort(key=lambda row: row.record.binned_at, reverse=True)
    return render(request, "home/bin.html", {"page": page_of(request, found)})


def _rows(request: HttpRequest, kind: Kind) -> Iterable[Binned]:
    rows = kind.model.everything.filter(binned_at__isnull=False).select_related(kind.owner, "binned_by")
    rows = rows.order_by("-binned_at")
    if not kind.named:
        large = ("log", "problems", "candidates", "settings", "columns")
        rows, holders = rows.defer(*large), {}
    else:
        rows = rows.annotate(version_count=Count("versions"))
        holders = {
            one.slug: one for one in kind.model.objects.filter(slug__in=[row.slug for row in rows[:MOST]])
        }
    for record in rows[:MOST]:
        allowed = may_change(request.user, record.deleted_by, record)
        yield Binned(record, kind, holders.get(getattr(record, "slug", None)), allowed)


@require_POST
def restore(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Back under its old name, or under ``name`` where that is taken."""
    kind, record = _found(request, what, pk)
    name = request.POST.get("name", "").strip()
    try:
        done = kind.restore(request.user, record, name) if kind.named else kind.restore(request.user, record)
    except NameTaken as taken:
        messages.error(
            request,
            _("Nothing was restored: “%(name)s” has this name now. Choose another one.")
            % {"name": taken.holder or name or record},
        )
        return redirect("bin")
    if done:
        messages.success(request, _("Restored: “%(name)s” is back.") % {"name": record.name})
        return redirect(record)
    messages.info(request, _("It was not in the bin any more."))
    return redirect("bin")


@require_POST
def purge(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """For good, before the bin would let go of it."""
    kind, record = _found(request, what, pk)
    with transaction.atomic():
        if held := held_in_bin(record):
            kind.delete(request.user, record)
    if held:
        messages.success(request, _("“%(name)s” is gone for good.") % {"name": record.name})
    else:
        messages.info(request, _("It was not in the bin any more."))
    return redirect("bin")


def _found(request: HttpRequest, what: str, pk: int) -> tuple[Kind, Any]:
    """What may be changed by who asks. A record that is back already is found, too."""
    kind = KINDS.get(what)
    if kind is None:
        raise Http404
    model: type[Binnable] = kind.model
    if not may(request.user, model.deleted_by):
        raise PermissionLacking(model.deleted_by)
    record = get_object_or_404(kind.model.everything, pk=pk)
    require_change(request.user, model.deleted_by, record)
    return kind, record
