"""Predictions over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import idempotent
from api.line_charts import Lines
from api.openapi.operations import operation
from api.problems import ApiProblem, field_problem
from api.rendering import CSVRenderer, PlainJSONRenderer, XLSXRenderer, table_response
from api.views import ANY, View
from contract import registry
from contract.artifacts import ArtifactError
from contract.asking import PREDICT, Ask, AskTable, Learned, RequestProblem
from contract.data import MAIN
from contract.model import ModelUnavailable
from jobs.models import Status
from jobs.waiting import wait_for, wanted_wait
from predictions import jobs, jobs_api, services, shapes
from predictions.bodies import CSVParser, XLSXParser, request_body
from predictions.describing import asking
from predictions.models import PredictionJob
from training.models import ModelVersion
from training.versions.about_sheet import about
from training.versions.api import find_model, find_version
from training.versions.learned import learned_of


class Asking(View):
    """What all calls share that ask a version: the bodies they take, the answers they give.

    More rows than PREDICTION_JOB_ROWS become a job, which is answered with 202 and its address, unless
    ``Prefer: wait=N`` is enough for it to end.
    """

    permissions_by_method = {"POST": "predictions.add_predictionlog"}
    parameters_by_method = {"POST": ANY}
    parser_classes = [JSONParser, MultiPartParser, CSVParser, XLSXParser]
    renderer_classes = [PlainJSONRenderer, CSVRenderer, XLSXRenderer]

    def answer(
        self, request: Request, version: ModelVersion, alias: str = "", key: str = PREDICT
    ) -> Response | HttpResponse:
        accepted = getattr(request.accepted_renderer, "format", "json")
        with refused_as_problems():
            ask = services.ask_of(version, key)
            asked = services.Asked.of(version, key, request_body(request, ask))
            if asked.rows > settings.PREDICTION_JOB_ROWS:
                return self._later(request, jobs.start_job(request.user, asked, alias), accepted)
            served = services.answer(request.user, asked, alias)
        if accepted == "json":
            return Response(served.as_dict())
        (_, table), *more = served.answer.tables.items()
        lines = Lines.of(ask.logged, list(table))
        name = f"{version.model.slug}-{version.label}"
        said = about(version, table.columns, in_words=False)
        response = table_response(table, accepted, name, lines, more=dict(more), about=said)
        if served.log is not None:
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
    """The version in production answers, else the newest; or the one behind an alias, or a numbered one.

    Rows may be sent as JSON, as CSV or as a workbook; ``Accept`` chooses among the same for the answer.
    """

    @operation("predict", "Ask a model for its predictions", **asking())
    @idempotent
    def post(
        self, request: Request, slug: str, alias: str = "", number: int | None = None
    ) -> Response | HttpResponse:
        return self.answer(request, _version(slug, alias, number), alias)


class PutAsk(Asking):
    """As ``predict``, which is the ask of that name; GET .../asks lists them."""

    @operation("ask", "Ask a model in one of its ways", **asking())
    @idempotent
    def post(
        self, request: Request, slug: str, ask: str, alias: str = "", number: int | None = None
    ) -> Response | HttpResponse:
        return self.answer(request, _version(slug, alias, number), alias, ask)


class AskList(View):
    """What a model can be asked: each ask with its request, its tables and their columns."""

    permissions_by_method = {"GET": "training.view_trainedmodel"}

    @operation("list_asks", "List the ways to ask a model", answers={200: list[shapes.Ask]}, fails=[409])
    def get(self, request: Request, slug: str, alias: str = "", number: int | None = None) -> Response:
        version = _version(slug, alias, number)
        with refused_as_problems():
            family, learned = registry.get(version.manifest["family"]), learned_of(version)
        return Response([describe_ask(ask, learned) for ask in family.asks])


def describe_ask(ask: Ask, learned: Learned) -> shapes.Ask:
    tables = ask.takes(learned)
    return {
        "key": ask.key,
        "label": ask.label,
        "help": ask.help,
        "request": ask.schema(tables),
        "tables": [_describe_table(table, learned) for table in tables],
        "splittable": bool(ask.rows),
        "logged": ask.logged is not None,
    }


def _describe_table(table: AskTable, learned: Learned) -> shapes.AskTable:
    prefix = "" if table.of == MAIN else f"{table.of}."
    roles: dict[str, Any] = {
        address.removeprefix(prefix): names
        for address, names in learned.columns.items()
        if address.startswith(prefix) and ("." in address) == bool(prefix)
    }
    return {
        "key": table.key,
        "label": table.label,
        "help": table.help,
        "required": table.required,
        "roles": roles,
        "columns": [
            {"name": one.name, "kind": one.kind, "date_order": one.date_order, "decimal": one.decimal}
            for one in learned.of_table(table.of).values()
        ],
    }


@contextmanager
def refused_as_problems() -> Iterator[None]:
    """What the services refuse, over HTTP."""
    try:
        yield
    except registry.FamilyMissing as gone:
        raise ApiProblem(409, str(gone)) from None
    except services.AskMissing as missing:
        raise ApiProblem(404, str(missing)) from None
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
