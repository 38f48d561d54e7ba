"""Numbers and sentences for the reader. Known to every template without ``{% load %}``."""

from __future__ import annotations

from typing import Any

from django import template

from language import formats, sentences

register = template.Library()


@register.filter
def shown(value: Any, format: str = "number") -> str:
    """``value`` as text: number, integer, percent, text or date; no value is a dash."""
    return formats.shown(value, format)


@register.filter
def file_size(bytes: float | None) -> str:
    """12 KB, 1.2 MB; no value is a dash."""
    return formats.size(bytes)


@register.filter
def told(value: Any) -> Any:
    """JSON with every sentence in it shown to the reader: for ``json_script``."""
    return sentences.told(value)
