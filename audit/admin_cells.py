"""What several lists and pages of the admin show in the same way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib.admin import display
from django.core.serializers.json import DjangoJSONEncoder
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString

SHOWN_CHARACTERS = 20_000


def link(address: str, text: Any) -> SafeString:
    return format_html('<a href="{}" class="text-link">{}</a>', address, text)


@display(description="page")
def page_link(obj: Any) -> SafeString:
    """To the record's page in the product."""
    return link(obj.get_absolute_url(), "Open")


def json_cell(field: str) -> Callable[[Any, Any], SafeString]:
    """An admin method that shows the JSON of ``field``, indented and cut at 20,000 characters."""

    @display(description=field.replace("_", " "))
    def cell(admin: Any, obj: Any) -> SafeString:
        return pretty_json(getattr(obj, field))

    return cell


def size_cell(field: str = "size") -> Callable[[Any, Any], str]:
    """An admin method that shows the bytes in ``field`` as "1.2 MB"."""

    @display(description=field, ordering=field)
    def cell(admin: Any, obj: Any) -> str:
        return filesizeformat(getattr(obj, field))

    return cell


def pretty_json(value: Any) -> SafeString:
    return preformatted(json.dumps(value, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder))


def preformatted(text: str) -> SafeString:
    """Kept line by line. A report may have megabytes, which no browser shows with pleasure."""
    cut = len(text) - SHOWN_CHARACTERS
    if cut > 0:
        text = f"{text[:SHOWN_CHARACTERS]}\n… {cut:,} more characters are not shown here"
    return format_html('<pre style="white-space: pre-wrap; overflow-wrap: anywhere">{}</pre>', text)
