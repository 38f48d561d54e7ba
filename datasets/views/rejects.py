"""The pages for what could not be read from a sheet: downloaded, and sent back corrected."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import needs, require_change
from datasets import services
from datasets.api.rejects import rejects_response
from datasets.forms import CorrectionsForm
from datasets.models import DatasetVersion
from datasets.views.uploads import find_version, kept


@require_GET
@needs("datasets.view_dataset")
def rejects(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    try:
        return rejects_response(find_version(slug, number))
    except FileNotFoundError:
        raise Http404(_("This version's rejects are no longer on disk.")) from None


@require_http_methods(["GET", "POST"])
@needs("datasets.add_dataset")
def corrections(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The rejects of a version, corrected, make the next one."""
    version = find_version(slug, number)
    require_change(request.user, "datasets.add_dataset", version.dataset)
    sent = request.method == "POST"
    form = CorrectionsForm(request.POST, request.FILES) if sent else CorrectionsForm()
    if sent and (completed := _completed(request, version, form)):
        return kept(request, *completed)
    context = {"form": form, "version": version, "dataset": version.dataset, "findings": form.findings}
    return render(request, "datasets/corrections.html", context, status=422 if sent else 200)


def _completed(
    request: HttpRequest, version: DatasetVersion, form: CorrectionsForm
) -> tuple[DatasetVersion, bool] | None:
    """The next version, and whether it is new. None where the corrections were refused: the form says why."""
    from datasets import reading

    if not form.is_valid():
        return None
    try:
        return services.complete_version(request.user, version, form.cleaned_data["file"])
    except reading.ReadingError as refusal:
        form.findings = refusal.findings
    except reading.ReadingQuestion:
        form.add_error(None, _("First read the file again and choose the date order."))
    except FileNotFoundError:
        form.add_error(None, _("This version's file is no longer on disk. Upload it again."))
    return None


# --- Repairs that the page of a version offers, each by one button ---


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


@require_POST
@needs("datasets.add_dataset")
def restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An earlier version is the newest one again; what came since stays as it is."""
    version = find_version(slug, number)
    require_change(request.user, "datasets.add_dataset", version.dataset)
    made = _made(request, lambda: services.restore_version(request.user, version))
    if made is None:
        return redirect(version)
    text = _("This is version %(number)s again. What came after it is kept as well.")
    messages.success(request, text % {"number": version.number})
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
