"""In whose language a page is shown: the account's preferences, else the browser's.

The API is for programs: it stays in English, with codes to rely on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from accounts.models import Preferences
from language.reader import ENGLISH, LANGUAGES, NOBODY, NUMBER_FORMATS, Reader, reading

API = "/api/"
API_DOCS = "/api/v1/docs"
"""The one page below ``/api/``."""


class ReaderMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reader = reader_of(request)
        request.reader = reader  # type: ignore[attr-defined]
        with said_to(reader):
            return self.get_response(request)


@contextmanager
def said_to(reader: Reader) -> Iterator[None]:
    """Everything inside, by gettext or as a sentence, is in the words of ``reader``."""
    with translation.override(reader.language), reading(reader):
        yield


def reader_of(request: HttpRequest) -> Reader:
    """Who reads the answer to ``request``."""
    if request.path.startswith(API) and request.path != API_DOCS:
        return NOBODY
    chosen = preferences_of(request.user) if request.user.is_authenticated else None
    return reader_with(chosen, translation.get_language_from_request(request))


def reader_with(chosen: Preferences | None, language: str = ENGLISH) -> Reader:
    """What was chosen; where nothing was, ``language``, and numbers as that language writes them."""
    language = (chosen.language if chosen else "") or language
    language = language if language in LANGUAGES else ENGLISH
    numbers = (chosen.numbers if chosen else "") or language
    return Reader(language, numbers if numbers in NUMBER_FORMATS else ENGLISH)


def preferences_of(user: Any) -> Preferences | None:
    """None where nothing was ever chosen."""
    return Preferences.objects.filter(user=user.pk).first()
