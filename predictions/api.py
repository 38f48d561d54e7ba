"""Predictions over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.idempotency import idempotent
from api.line_charts import Lines
from api.problems import ApiProblem, field_problem
from api.rendering import CSVRenderer, PlainJSONRenderer, XLSXRenderer, table_response
from contract import registry
from contract.artifacts import ArtifactError
from contract.asking import RequestProblem
from contract.model import ModelUnavailable
from jobs.models import Status
from jobs.waiting import wait_for, wanted_wait
from predictions import jobs, jobs_api, services
from predictions.bodies import CSVParser, XLSXParser, request_body
from predictions.models import PredictionJob
from training.models import ModelVersion
from training.versions.api import find_model, find_version


class Asking(APIView):
    """What all calls share that ask a version: the bodies they take, the answers they give.

    More rows than PREDICTION_JOB_ROWS become a job, which is answered with 202 and its address, unless
    ``Prefer: wait=N`` is enough for it to end.
    """

    permissions_by_method = {"POST": "predictions.add_predictionlog"}
    parser_classes = [JSONParser, MultiPartParser, CSVParser, XLSXParser]
    renderer_classes = [PlainJSONRenderer, CSVRenderer, XLSXRenderer]

    def answer(self, request: Request, version: ModelVersion, alias: str = "") -> Response | HttpResponse:
        accepted = getattr(request.accepted_renderer, "format", "json")
        with refused_as_problems():
            family = registry.get(version.model.family)
            body = request_body(request, family)
            if jobs.takes_rows(family) and jobs.rows_in(body) > settings.PREDICTION_JOB_ROWS:
                return self._later(request, jobs.start_job(request.user, version, body, alias), accepted)
            served = services.predict(request.user, version, body, alias)
        if accepted == "json":
            return Response(served.as_dict())
        table = served.answer.table
        lines = Lines.of(family.logged_in(list(table)))
        response = table_response(table, accepted, f"{version.model.slug}-{version.label}", lines)
        response["Almanac-Prediction"] = str(served.log.pk)
        response["Almanac-Version"] = version.label
        return response

    def _later(self, request: Request, job: PredictionJob, accepted: str) -> Response | HttpResponse:
        if not wait_for(job, wanted_wait(request)):
            return jobs_api.accepted(job)
        if job.status != Status.SUCCEEDED:
            raise ApiProblem(
                422, f"Job {job.pk} has no answer: it is {job.status}. {job.error}".strip(), job=job.pk
            )
        return jobs_api.whole_answer(job, accepted)


class Predict(Asking):
    """Ask a model: the version in production, the newest, the one behind an alias, or a numbered one."""

    @extend_schema(
        request=OpenApiTypes.OBJECT, responses={200: OpenApiTypes.OBJECT, 202: OpenApiTypes.OBJECT}
    )
    @idempotent
    def post(
        self, request: Request, slug: str, alias: str = "", number: int | None = None
    ) -> Response | HttpResponse:
        return self.answer(request, _version(slug, alias, number), alias)


@contextmanager
def refused_as_problems() -> Iterator[None]:
    """What ``services.predict`` refuses, over HTTP."""
    try:
        yield
    except registry.FamilyMissing as gone:
        raise ApiProblem(409, str(gone)) from None
    except RequestProblem as refused:
        raise field_problem(refused.location, refused.code, refused.message) from None
    except ModelUnavailable as missing:
        raise ApiProblem(503, str(missing)) from None
    except ArtifactError as damaged:
        raise ApiProblem(503, f"{damaged} Train the model again, or restore its file.") from None


def _version(slug: str, alias: str, number: int | None) -> ModelVersion:
    if number is not None:
        return find_version(slug, number)
    version, _found_under = find_model(slug).version_to_ask(alias)
    if version is None:
        raise Http404(f"The model {slug!r} has no {f'alias {alias!r}' if alias else 'version yet'}.")
    return version
