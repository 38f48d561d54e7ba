"""What every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from language import reader


def product(request: HttpRequest) -> dict[str, Any]:
    return {
        "product_version": settings.VERSION,
        "max_upload_mb": settings.MAX_UPLOAD_MB,
        "reader": reader.current(),
    }
