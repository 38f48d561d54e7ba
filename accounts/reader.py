"""In whose words a page is made: the preferences of the account, else what the browser asks for.

The API is for programs: it stays in English, with codes to rely on.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from accounts.models import Preferences
from language.reader import ENGLISH, LANGUAGES, NOBODY, NUMBER_FORMATS, Reader, reading

API = "/api/"


class ReaderMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reader = reader_of(request)
        request.reader = reader  # type: ignore[attr-defined]
        with translation.override(reader.language), reading(reader):
            return self.get_response(request)


def reader_of(request: HttpRequest) -> Reader:
    if request.path.startswith(API):
        return NOBODY
    chosen = None
    if request.user.is_authenticated:
        chosen = Preferences.objects.filter(user=request.user.pk).first()
    language = (chosen.language if chosen else "") or translation.get_language_from_request(request)
    language = language if language in LANGUAGES else ENGLISH
    numbers = (chosen.numbers if chosen else "") or language
    return Reader(language, numbers if numbers in NUMBER_FORMATS else ENGLISH)
