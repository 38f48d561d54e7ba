"""Repairs that the page of a version offers, each by one button."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.permissions import needs, require_change
from datasets import services
from datasets.models import DatasetVersion
from datasets.views.uploads import find_version


@require_POST
@needs("datasets.add_dataset")
def same_column(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The column ``found`` is ``column`` of the version before, as a finding proposes: it gets that name."""
    from datasets.checking import Step

    version = find_version(slug, number)
    require_change(request.user, "datasets.add_dataset", version.dataset)
    found, column = request.POST.get("found", ""), request.POST.get("column", "")
    step = Step("rename", (found,), {"to": column})
    made = _made(request, lambda: services.apply_steps(request.user, version, [step]))
    if made is None:
        return redirect(version)
    text = _("“%(found)s” now counts as “%(column)s”, also in later sheets.")
    messages.success(request, text % {"found": found, "column": column})
    return redirect(made)


@require_POST
@needs("datasets.add_dataset")
def repeat(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The steps that made the version ``as_in`` are done to this one too."""
    version = find_version(slug, number)
    require_change(request.user, "datasets.add_dataset", version.dataset)
    wanted = request.POST.get("as_in", "")
    repaired = get_object_or_404(
        version.dataset.versions, number=int(wanted) if wanted.isdecimal() else 0, steps_of__isnull=False
    )
    made = _made(request, lambda: services.repeat_steps(request.user, version, repaired))
    if made is None:
        return redirect(version)
    text = ngettext(
        "%(count)d step of version %(number)s was repeated. This is the resulting version.",
        "%(count)d steps of version %(number)s were repeated. This is the resulting version.",
        len(made.steps),
    )
    messages.success(request, text % {"count": len(made.steps), "number": repaired.number})
    return redirect(made)


def _made(request: HttpRequest, repair: Callable[[], tuple[DatasetVersion, bool]]) -> DatasetVersion | None:
    """The version that ``repair`` makes; None where it could not be done, which the next page says."""
    from datasets.checking import StepError

    try:
        return repair()[0]
    except StepError as refusal:
        messages.error(request, str(refusal.message))
    except FileNotFoundError:
        messages.error(request, _("This version's table is no longer on disk. Upload the sheet again."))
    return None
