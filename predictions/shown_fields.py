"""Fields of requests and answers as a page shows them, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from language.formats import translated
from predictions.asked_columns import Field

WORDS: Mapping[str, Any] = {
    "number": _("number"),
    "integer": _("whole number"),
    "boolean": _("yes or no"),
    "flag": _("yes or no"),
    "date": _("date"),
    "date-time": _("date and time"),
    "category": _("category"),
    "text": _("text"),
    "string": _("text"),
    "array": _("list"),
    "object": _("object"),
}


@dataclass(frozen=True)
class ShownField:
    """``example`` is JSON text, as it stands in a body; "" where there is none."""

    name: str
    kind: Any
    needed: bool
    example: str
    meaning: str


def shown_fields(fields: Iterable[Field]) -> list[ShownField]:
    return [
        ShownField(
            one.name,
            WORDS.get(one.kind, one.kind),
            one.needed,
            "" if one.example in (None, "") else json.dumps(one.example, ensure_ascii=False),
            " ".join(_sentence(text) for text in (one.label, one.help) if text),
        )
        for one in fields
    ]


def _sentence(text: str) -> str:
    """A label becomes a sentence beside one."""
    said = translated(text) if not hasattr(text, "template") else str(text)
    return said if said.endswith((".", "!", "?", ":")) else f"{said}."
