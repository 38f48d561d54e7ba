"""``POST /score/lead`` and similar calls: score customers without naming a model."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import idempotent
from api.openapi.operations import WAIT, operation
from api.problems import ApiProblem
from contract import registry
from contract.family import Family
from predictions.api import Asking
from predictions.describing import asking
from training.models import ModelVersion
from training.questions.api import how_to_set
from training.questions.sources import model_of

FAMILIES = {
    "lead": "lead_scoring",
    "churn": "churn",
    "engagement": "engagement",
    "purchase": "purchase",
    "clv": "lifetime_value",
}
"""The family that answers each kind of score."""

KIND = OpenApiParameter(
    "kind", str, OpenApiParameter.PATH, enum=list(FAMILIES), description="What is scored."
)
EXAMPLES = {
    "Two leads": {
        "rows": [{"lead_id": "L1", "visits": 7, "source": "referral"}, {"lead_id": "L2"}],
        "reasons": 3,
    }
}
ANSWERED = {
    "Their scores": {
        "model": "leads-lead-scoring",
        "version": 3,
        "label": "1.2.0",
        "prediction_id": 4711,
        "outcome": "Won",
        "base_rate": 0.34,
        "predictions": [
            {
                "id": "L1",
                "probability": 0.71,
                "score": 71.0,
                "lower": 0.58,
                "upper": 0.81,
                "quality": "hot",
                "expected_value": 335.0,
                "recommendation": "Call today.",
                "reasons": [
                    {
                        "column": "source",
                        "value": "referral",
                        "effect": 18.2,
                        "text": "source is referral (+18.2 points)",
                    }
                ],
            }
        ],
        "flags": [
            {
                "row": 1,
                "code": "missing",
                "message": "'source' is missing; it never was in training",
                "column": "source",
            },
        ],
    }
}


class Score(Asking):
    """Score customers with the model that answers for this kind of score.

    Of the models that learned from the family's source, the one with the newest version; where there is
    none, the one with the newest version of all of the family. Of that model the version in production
    answers, else its newest. Bodies and answers are those of ``predict``.
    """

    @operation(
        "score",
        "Score customers without naming a model",
        **{**asking(), "parameters": [KIND, WAIT]},
        examples=EXAMPLES,
        answered=ANSWERED,
    )
    @idempotent
    def post(self, request: Request, kind: str) -> Response | HttpResponse:
        version, alias = _answering(_family(kind))
        return self.answer(request, version, alias)


def _family(kind: str) -> Family:
    if kind not in FAMILIES:
        raise Http404(f"There is no score {kind!r}; there are {', '.join(FAMILIES)}.")
    try:
        return registry.get(FAMILIES[kind])
    except registry.FamilyMissing:
        raise ApiProblem(409, f"This Almanac has no family that scores {kind!r} yet.") from None


def _answering(family: Family) -> tuple[ModelVersion, str]:
    """The version that answers for ``family``, and the alias it was found under."""
    model = model_of(family)
    if model is not None:
        version, alias = model.version_to_ask()
        if version is not None:
            return version, alias
    raise ApiProblem(
        409,
        f"No model of '{family.label}' has been trained yet. {how_to_set(family)} Then train on it: "
        f"""POST /api/v1/runs with {{"family": "{family.key}", "dataset": "..."}}.""",
    )
