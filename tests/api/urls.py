"""The product's addresses, and a few views that do what a test tells them to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.idempotency import idempotent
from api.paging import page
from api.rendering import CSVRenderer, PlainJSONRenderer, XLSXRenderer
from config.urls import handler404, handler500
from datasets.models import Dataset


class Work(APIView):
    """Counts how often it was done. ``during`` is called while the call is being answered."""

    permission_classes = [IsAuthenticated]
    parser_classes = [JSONParser, MultiPartParser]
    done = 0
    during: Callable[[], int | None]

    @idempotent
    def post(self, request: Request) -> Response:
        status = Work.during() or 201
        Work.done += 1
        answer = {"done": Work.done, "at": timezone.now(), "name": "Zoë"}
        return Response(answer, status=status, headers={"Location": f"/work/{Work.done}"})


class Tables(APIView):
    """Answers a table where it can, and fails as ``during`` says."""

    permission_classes = [IsAuthenticated]
    renderer_classes = [PlainJSONRenderer, CSVRenderer, XLSXRenderer]
    during: Callable[[], Any]

    def get(self, request: Request) -> Response:
        return Response(Tables.during())


class Filtered(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request: Request) -> Response:
        filters = {"id": "pk", "since": "created_at__gte", "name": "name"}
        return page(request, Dataset.objects.all(), lambda row: {"id": row.pk}, ["created_at"], filters)


@login_not_required
def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the password of the database is hunter2")


urlpatterns = [
    path("api/v1/work", Work.as_view()),
    path("api/v1/more-work", Work.as_view()),
    path("api/v1/tables", Tables.as_view()),
    path("api/v1/filtered", Filtered.as_view()),
    path("api/v1/crash", crash),
    path("crash", crash),
    path("", include("config.urls")),
]

__all__ = ["handler404", "handler500", "urlpatterns"]
