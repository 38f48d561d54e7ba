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
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from api.models import IdempotentCall
from api.problems import field_problem

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(days=2)
FIRST_CALL_LIMIT = timedelta(minutes=10)


def idempotent(method: Callable[..., Response]) -> Callable[..., Response]:
    """For a view's ``post``. Only answers below 500 are kept; a failed call may be sent again."""

    @wraps(method)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER, "")
        if not key:
            return method(view, request, *args, **kwargs)
        if len(key) > 200:
            raise field_problem(
                HEADER, "too_long", f"{HEADER} has {len(key)} characters, at most 200 are taken.", 400
            )
        fingerprint = _fingerprint(request)
        call = _claim(request.user, key, fingerprint)
        if isinstance(call, Response):
            return call
        try:
            response = method(view, request, *args, **kwargs)
        except BaseException:
            call.delete()
            raise
        if response.status_code >= 500:
            call.delete()
            return response
        IdempotentCall.objects.filter(pk=call.pk).update(
            status=response.status_code,
            # As the renderer writes it: an answer given again must not differ in a date.
            answer=json.loads(json.dumps(response.data, cls=JSONEncoder)),
            headers={name: response[name] for name in ("Location", "Retry-After") if name in response},
        )
        return response

    return once


def forget_old_calls() -> int:
    """Delete what is past its keeping. Returns how many rows went."""
    return IdempotentCall.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _claim(user: Any, key: str, fingerprint: str) -> IdempotentCall | Response:
    try:
        with transaction.atomic():
            return IdempotentCall.objects.create(user=user, key=key, fingerprint=fingerprint)
    except IntegrityError:
        earlier = IdempotentCall.objects.filter(user=user, key=key).first()
    if earlier is None:  # The first call has just failed and left.
        return _claim(user, key, fingerprint)
    if earlier.fingerprint != fingerprint:
        raise field_problem(HEADER, "other_body", f"{HEADER} {key!r} was used before with another body.")
    if earlier.status is not None:
        return Response(earlier.answer, status=earlier.status, headers=earlier.headers)
    if earlier.created_at < timezone.now() - FIRST_CALL_LIMIT:
        earlier.delete()  # The process that answered the first call has died.
        return _claim(user, key, fingerprint)
    raise field_problem(HEADER, "in_progress", "The first call with this key is still being answered.", 409)


def _fingerprint(request: Request) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if not isinstance(request.data, MultiValueDict):
        digest.update(json.dumps(request.data, sort_keys=True).encode())
        return digest.hexdigest()
    for name, values in sorted(request.data.lists()):
        for value in values:
            digest.update(json.dumps([name, str(value)]).encode())
            if isinstance(value, UploadedFile):
                for chunk in value.chunks():
                    digest.update(chunk)
                value.seek(0)
    return digest.hexdigest()
