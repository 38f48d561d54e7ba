"""``Idempotency-Key``: same key and same body give the same answer, without doing the work again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from api.models import IdempotentCall
from api.problems import field_problem

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(days=2)
FIRST_CALL_LIMIT = timedelta(minutes=10)


PARAMETER = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description=(
        "A key of your choice for this call. Sent again with the same body, it returns the same answer "
        "(files included), and nothing is done twice. Kept for two days."
    ),
)


def idempotent(method: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view's ``post``. Only answers below 500 are kept; a failed call may be sent again."""

    @wraps(method)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER, "")
        if not key:
            return method(view, request, *args, **kwargs)
        if len(key) > 200:
            raise field_problem(
                HEADER, "too_long", f"{HEADER} has {len(key)} characters; at most 200 are allowed.", 400
            )
        fingerprint = _fingerprint(request)
        call = _claim(request.user, key, fingerprint)
        if isinstance(call, HttpResponse):
            return call
        try:
            response = method(view, request, *args, **kwargs)
        except BaseException:
            call.delete()
            raise
        if response.status_code >= 500:
            call.delete()
            return response
        IdempotentCall.objects.filter(pk=call.pk).update(status=response.status_code, **_kept(response))
        return response

    once.again = PARAMETER  # type: ignore[attr-defined]  # for the description of the API
    return once


def forget_old_calls() -> int:
    """Delete what is past its keeping. Returns how many rows went."""
    return IdempotentCall.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _kept(response: HttpResponse) -> dict[str, Any]:
    headers = dict(response.items())
    if not isinstance(response, Response):
        return {"content": response.content, "headers": headers}
    del headers["Content-Type"]  # The renderer sets it.
    # As the renderer writes it: an answer given again must not differ in a date.
    return {"answer": json.loads(json.dumps(response.data, cls=JSONEncoder)), "headers": headers}


def _given_again(call: IdempotentCall) -> HttpResponse:
    if call.content is None:
        return Response(call.answer, status=call.status, headers=call.headers)
    return HttpResponse(bytes(call.content), status=call.status, headers=call.headers)


def _claim(user: Any, key: str, fingerprint: str) -> IdempotentCall | HttpResponse:
    try:
        with transaction.atomic():
            return IdempotentCall.objects.create(user=user, key=key, fingerprint=fingerprint)
    except IntegrityError:
        earlier = IdempotentCall.objects.filter(user=user, key=key).first()
    if earlier is None:  # The first call has just failed and left.
        return _claim(user, key, fingerprint)
    if earlier.fingerprint != fingerprint:
        raise field_problem(
            HEADER, "other_body", f"{HEADER} {key!r} was already used with another body or format."
        )
    if earlier.status is not None:
        return _given_again(earlier)
    if earlier.created_at < timezone.now() - FIRST_CALL_LIMIT:
        earlier.delete()  # The process that answered the first call has died.
        return _claim(user, key, fingerprint)
    raise field_problem(HEADER, "in_progress", "The first call with this key is still being answered.", 409)


def _fingerprint(request: Request) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if (wanted := request.accepted_renderer.format) != "json":
        digest.update(f"as {wanted}\n".encode())
    if not isinstance(request.data, MultiValueDict):
        digest.update(json.dumps(request.data, sort_keys=True, default=_fingerprint_of_bytes).encode())
        return digest.hexdigest()
    for name, values in sorted(request.data.lists()):
        for value in values:
            digest.update(json.dumps([name, str(value)]).encode())
            if isinstance(value, UploadedFile):
                for chunk in value.chunks():
                    digest.update(chunk)
                value.seek(0)
    return digest.hexdigest()


def _fingerprint_of_bytes(content: bytes) -> str:
    """Of a body that is a sheet."""
    return hashlib.sha256(content).hexdigest()
