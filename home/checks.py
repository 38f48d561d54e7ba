"""Mistakes in the settings, reported before they cost anything: each with an id and a hint."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

ADDRESS = re.compile(r"(?:[^\s:/\[\]]+|\[[0-9a-fA-F:]+\]):(?P<port>[0-9]{1,5})")
LAST_PORT = 65_535
RATE = re.compile(r"0*[1-9][0-9]*/(s|sec|second|m|min|minute|h|hour|d|day)")


@register()
def environment_values(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The environment variable {name} is {value!r}.",
            hint=f"Set it to {expected}, or leave it out.",
            id="almanac.E001",
        )
        for name, value, expected in settings.WRONG_ENVIRONMENT
    ]


@register()
def media_root(**_: Any) -> list[CheckMessage]:
    """The folder, or the nearest one above it that exists, must be writable."""
    folder = Path(settings.MEDIA_ROOT)
    # os.access, since Path.exists raises where a folder above may not be entered.
    while not os.access(folder, os.F_OK) and folder != folder.parent:
        folder = folder.parent
    if folder.is_dir() and os.access(folder, os.W_OK):
        return []
    return [
        Error(
            f"Files cannot be saved in MEDIA_ROOT ({settings.MEDIA_ROOT}): {folder} is not writable.",
            hint="Set MEDIA_ROOT to a folder that the user running Almanac may write to.",
            id="almanac.E002",
        )
    ]


@register()
def bind_address(**_: Any) -> list[CheckMessage]:
    address = ADDRESS.fullmatch(settings.BIND)
    if address and 1 <= int(address["port"]) <= LAST_PORT:
        return []
    return [
        Error(
            f"BIND is {settings.BIND!r}.",
            hint=f"Set it to an address and a port from 1 to {LAST_PORT}, such as 127.0.0.1:8000.",
            id="almanac.E003",
        )
    ]


@register()
def api_rate(**_: Any) -> list[CheckMessage]:
    if RATE.fullmatch(settings.API_RATE):
        return []
    return [
        Error(
            f"API_RATE is {settings.API_RATE!r}.",
            hint="Set it to a number of requests, at least 1, and a period, such as 600/min.",
            id="almanac.E004",
        )
    ]
