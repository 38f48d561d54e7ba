"""The "try it" part of a model's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from accounts.permissions import needs
from api.pages import is_partial
from api.problems import from_pydantic
from predictions import calls, services
from predictions.forms import TryForm
from training.artifacts import ArtifactError
from training.exchange import RequestProblem
from training.models import ModelVersion
from training.registry import FamilyMissing


@require_http_methods(["GET", "POST"])
@needs("predictions.add_predictionlog")
def try_it(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The form, the answer to what was sent, and the same call for other programs."""
    version = get_object_or_404(ModelVersion.objects.select_related("model"), model__slug=slug, number=number)
    form = TryForm(version, request.POST or None)
    context: dict[str, Any] = {
        "version": version,
        "model": version.model,
        "form": form,
        "partial": is_partial(request),
    }
    if form.is_bound and form.is_valid():
        try:
            served = services.predict(request.user, version, form.body())
        except ValidationError as failure:
            context["refusal"] = from_pydantic(failure).sentence
        except FamilyMissing as missing:
            context["refusal"] = missing.sentence
        except (RequestProblem, ArtifactError) as refused:
            context["refusal"] = str(refused)
        else:
            context["served"] = served
            context["blocks"] = [b.as_dict() for b in served.family.present(served.request, served.answer)]
    context |= _calls(request, version, form)
    return render(request, "predictions/try.html", context)


def _calls(request: HttpRequest, version: ModelVersion, form: TryForm) -> dict[str, str]:
    """The call as curl, Python and Excel, with this model's own columns."""
    if form.is_bound and form.is_valid():
        body = form.body()
    else:
        typical = TryForm(version, {name: field.initial for name, field in form.fields.items()})
        body = typical.body() if typical.is_valid() else {}
    model = version.model
    # The short address asks whichever version answers; another version is asked by its number.
    asked = "" if model.version_for() == version else f"/versions/{version.number}"
    url = request.build_absolute_uri(f"/api/v1/models/{model.slug}{asked}/predict")
    return {"curl": calls.curl(url, body), "python": calls.python(url, body), "excel": calls.excel(url, body)}
