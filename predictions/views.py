"""The "try it" part of a model's page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from accounts.permissions import needs
from api.pages import is_partial
from api.problems import from_pydantic
from contract.artifacts import ArtifactError
from contract.asking import PREDICT, RequestProblem
from contract.model import ModelUnavailable
from contract.registry import FamilyMissing, MissingFamily
from predictions import calls, services
from predictions.forms import SheetForm, TryForm
from training.models import ModelVersion


@require_http_methods(["GET", "POST"])
@needs("predictions.add_predictionlog")
def try_it(request: HttpRequest, slug: str, number: int, ask: str = PREDICT) -> HttpResponse:
    """The form, the answer to what was sent, and the same call for other programs.

    A page that shows the form already gets the answer and the call only: what is typed meanwhile stays.
    """
    version = get_object_or_404(
        ModelVersion.objects.select_related("model").defer("report"), model__slug=slug, number=number
    )
    family = version.model.get_family()
    chosen = next((one for one in family.asks if one.key == ask), None)
    if isinstance(family, MissingFamily):
        missing = {"version": version, "model": version.model, "refusal": FamilyMissing(family.key).sentence}
        return render(request, "predictions/try.html", {**missing, "partial": is_partial(request)})
    if chosen is None:
        raise Http404(_("This model cannot be asked that."))
    form = TryForm(version, chosen, request.POST or None, ranges=services.ranges(version))
    partial = is_partial(request)
    context: dict[str, Any] = {
        "version": version,
        "model": version.model,
        "ask": chosen,
        "asks": family.asks,
        "form": form,
        "partial": partial,
        "takes_rows": bool(chosen.rows),
        "sheet_form": SheetForm(version, chosen),
        **_answer(request, version, form),
        "calls": _calls(request, version, form),
    }
    part = "answered" if partial and request.method == "POST" else "try"
    return render(request, f"predictions/{part}.html", context)


def _answer(request: HttpRequest, version: ModelVersion, form: TryForm) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    try:
        served = services.serve(request.user, version, form.body(), key=form.ask.key)
    except ValidationError as failure:
        return {"refusal": from_pydantic(failure).sentence}
    except (RequestProblem, ArtifactError, ModelUnavailable) as refused:
        return {"refusal": str(refused)}
    blocks = form.ask.present(served.context, served.answer)
    return {"served": served, "blocks": [block.as_dict() for block in blocks]}


def _calls(request: HttpRequest, version: ModelVersion, form: TryForm) -> dict[str, str]:
    """The call as curl, Python and Excel, with this model's own columns."""
    if form.is_bound and form.is_valid():
        body = form.body()
    else:
        typical = TryForm(version, form.ask, {name: field.initial for name, field in form.fields.items()})
        body = typical.body() if typical.is_valid() else {}
    model = version.model
    # The short address asks whichever version answers; another version is asked by its number.
    asked = "" if model.version_for() == version else f"/versions/{version.number}"
    way = PREDICT if form.ask.key == PREDICT else f"asks/{form.ask.key}"
    url = request.build_absolute_uri(f"/api/v1/models/{model.slug}{asked}/{way}")
    return {"curl": calls.curl(url, body), "python": calls.python(url, body), "excel": calls.excel(url, body)}
