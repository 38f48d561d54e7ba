"""The pages of a check: what is wrong in a version, what a step would change, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import may_change, needs, require_change
from datasets import services
from datasets.check_forms import CheckForm
from datasets.checks import Checked, check_version
from datasets.models import DatasetVersion
from datasets.presenters import check as check_page


@require_GET
@needs("datasets.view_dataset")
def check(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    version = _version(slug, number)
    form, checked = _checked(request.GET, version)
    context = {
        "dataset": version.dataset,
        "version": version,
        "form": form,
        "checked": checked,
        "query": request.GET.urlencode(),
        "findings": check_page.shown_findings(checked, version.kinds) if checked else [],
        "may_add": may_change(request.user, "datasets.add_dataset", version.dataset),
    }
    return render(request, "datasets/check.html", context)


@require_GET
@needs("datasets.view_dataset")
def effect(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A part of the page: before and after of the step ``?step=`` of the check."""
    from datasets.checking import StepError

    version = _version(slug, number)
    _form, checked = _checked(request.GET, version)
    context: dict[str, Any] = {"version": version, "checked": checked}
    try:
        if checked is None:
            raise FileNotFoundError
        [step] = check_page.chosen_steps(checked, [request.GET.get("step", "")])
        context["message"], context["changes"] = check_page.effect_of(version, step)
    except StepError as refusal:
        context["refusal"] = refusal.message
    except FileNotFoundError:
        context["refusal"] = _gone()
    return render(request, "datasets/check_effect.html", context)


@require_POST
@needs("datasets.add_dataset")
def apply(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The one step of the button that was pressed (``only``), or all that are chosen (``step``)."""
    from datasets.checking import StepError

    version = _version(slug, number)
    require_change(request.user, "datasets.add_dataset", version.dataset)
    only = request.POST.get("only")
    references = [only] if only else request.POST.getlist("step")
    back = f"{reverse('dataset-check', args=[slug, number])}?{request.POST.get('query', '')}"
    try:
        _form, checked = _checked(_query(request), version)
        if checked is None:
            raise FileNotFoundError
        steps = check_page.chosen_steps(checked, references)
        made, created = services.apply_steps(request.user, version, steps)
    except StepError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(back)
    except FileNotFoundError:
        messages.error(request, _gone())
        return redirect(back)
    if not created:
        messages.info(request, _("This was already done; nothing was added."))
        return redirect(made)
    text = ngettext(
        "%(count)d step was applied. This is the resulting version; version %(number)s is unchanged.",
        "%(count)d steps were applied. This is the resulting version; version %(number)s is unchanged.",
        len(steps),
    )
    messages.success(request, text % {"count": len(steps), "number": version.number})
    return redirect(made)


def _checked(query: Mapping[str, Any], version: DatasetVersion) -> tuple[CheckForm, Checked | None]:
    """The form of the columns and what was found; None where the table is gone from the disk."""
    form = CheckForm(query, version=version)
    try:
        return form, check_version(version, form.columns())
    except FileNotFoundError:
        return form, None


def _query(request: HttpRequest) -> Mapping[str, Any]:
    """The choice of columns of the page that a form of steps was on."""
    return QueryDict(request.POST.get("query", ""))


def _gone() -> str:
    return _("This version's table is no longer on disk. Upload the sheet again.")


def _version(slug: str, number: int) -> DatasetVersion:
    rows = DatasetVersion.objects.select_related("dataset__owner")
    return get_object_or_404(rows, dataset__slug=slug, number=number)
