"""Cells that several lists and pages of the admin share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib.admin import display
from django.core.serializers.json import DjangoJSONEncoder
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

SHOWN_CHARACTERS = 20_000
FOLDED_FROM = 6
"""Lines of JSON that are folded."""


def link(address: str, text: Any) -> SafeString:
    return format_html('<a href="{}" class="text-link underline">{}</a>', address, text)


def long_text(text: Any) -> SafeString:
    """Names and checksums of any length: broken where they must, not narrower than reads well."""
    return format_html('<span class="long-text">{}</span>', text)


@display(description=_("page"))
def page_link(obj: Any) -> SafeString:
    """To the record's page in the product."""
    return link(obj.get_absolute_url(), gettext("Open"))


def long_cell(field: str, label: Any) -> Callable[[Any, Any], SafeString]:
    """An admin method that shows the text of ``field``, however long it is."""

    @display(description=label, ordering=field)
    def cell(admin: Any, obj: Any) -> SafeString:
        return long_text(getattr(obj, field))

    return cell


def json_cell(field: str, label: Any) -> Callable[[Any, Any], SafeString]:
    """An admin method that shows the JSON of ``field``: indented, folded where it is long."""

    @display(description=label)
    def cell(admin: Any, obj: Any) -> SafeString:
        return folded_json(getattr(obj, field))

    return cell


def size_cell(field: str = "size") -> Callable[[Any, Any], str]:
    """An admin method that shows the bytes in ``field`` as "1.2 MB"."""

    @display(description=_("size"), ordering=field)
    def cell(admin: Any, obj: Any) -> str:
        return filesizeformat(getattr(obj, field))

    return cell


def folded_json(value: Any) -> SafeString:
    """What fits into a few lines stands there; more opens with a press, under a count of its entries."""
    if value is None or value == {} or value == []:
        return mark_safe("–")
    text = pretty_json(value)
    if text.count("\n") < FOLDED_FROM:
        return text
    count = len(value) if isinstance(value, (dict, list)) else 1
    summary = ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}
    return format_html('<details class="folded"><summary>{}</summary>{}</details>', summary, text)


def pretty_json(value: Any) -> SafeString:
    return preformatted(json.dumps(value, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder))


def preformatted(text: str) -> SafeString:
    """Kept line by line. A report may have megabytes, which no browser shows with pleasure."""
    cut = len(text) - SHOWN_CHARACTERS
    if cut > 0:
        more = ngettext(
            "… %(count)d more character not shown",
            "… %(count)d more characters not shown",
            cut,
        )
        text = f"{text[:SHOWN_CHARACTERS]}\n{more % {'count': cut}}"
    return format_html('<pre class="kept-lines">{}</pre>', text)
