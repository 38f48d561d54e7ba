"""Repairs that the page of a version offers, each by one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import needs, require_change
from datasets import services
from datasets.views.uploads import find_version


@require_POST
@needs("datasets.add_dataset")
def same_column(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The column ``found`` is ``column`` of the version before, as a finding proposes: it gets that name."""
    from datasets.checking import Step, StepError

    version = find_version(slug, number)
    require_change(request.user, "datasets.add_dataset", version.dataset)
    found, column = request.POST.get("found", ""), request.POST.get("column", "")
    try:
        made, _created = services.apply_steps(
            request.user, version, [Step("rename", (found,), {"to": column})]
        )
    except StepError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(version)
    except FileNotFoundError:
        messages.error(request, _("The table of this version is gone from the disk. Upload the sheet again."))
        return redirect(version)
    text = _("“%(found)s” is “%(column)s” from now on, also in later sheets.")
    messages.success(request, text % {"found": found, "column": column})
    return redirect(made)
