"""Small readers of environment variables. A value that cannot be read is remembered, never guessed.

Settings are read before Django can run its checks, so a wrong value falls back to the default here
and is reported by the system check ``almanac.E001`` with the name of the variable.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from django.core.management.utils import get_random_secret_key

wrong_values: list[tuple[str, str, str]] = []
"""(variable, value, what it should be) of every variable that could not be read."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        wrong_values.append((name, value, "true or false"))
    return default


def integer(name: str, default: int, least: int = 0, most: int = 10**9) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        number = least - 1
    if least <= number <= most:
        return number
    wrong_values.append((name, value, f"a whole number from {least} to {most}"))
    return default


def words(name: str, default: list[str]) -> list[str]:
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or default


def zone(name: str, default: str) -> str:
    """The name of a time zone, such as Africa/Johannesburg."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):  # a folder of zones, such as Europe, is an OSError
        wrong_values.append((name, value, "a time zone such as UTC, Europe/Berlin or America/New_York"))
        return default
    return value


def day(name: str) -> date | None:
    """``2026-01-31``; None where it is not set."""
    value = text(name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        wrong_values.append((name, value, "a day such as 2026-01-31"))
        return None


def address(name: str) -> str:
    """``https://almanac.example.com``, without a slash at the end; "" where it is not set."""
    value = os.environ.get(name, "").strip().rstrip("/")
    if value and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
        wrong_values.append((name, value, "an address such as https://almanac.example.com"))
        return ""
    return value


@dataclass(frozen=True)
class MailServer:
    """Whom to hand mails to. ``tls``: the connection is made secure by STARTTLS; ``ssl``: from the start."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: bool
    ssl: bool
    sender: str


def mail_server(name: str) -> MailServer | None:
    """``smtp://user:password@host:587/?tls=1&from=almanac@example.com``; ``smtps://`` for SSL."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    try:
        return _mail_server(value)
    except ValueError:
        hidden = re.sub(r"//.*@", "//…@", value)  # No password is printed.
        wrong_values.append((name, hidden, "smtp://user:password@host:587/?tls=1&from=almanac@example.com"))
        return None


def _mail_server(value: str) -> MailServer:
    url = urlsplit(value)
    options = parse_qs(url.query, strict_parsing=bool(url.query))
    tls, user = options.pop("tls", ["0"])[-1], unquote(url.username or "")
    host = url.hostname or ""
    sender = options.pop("from", [user if "@" in user else f"almanac@{host}"])[-1]
    if url.scheme not in {"smtp", "smtps"} or not host or tls not in {"0", "1"} or "@" not in sender:
        raise ValueError("a part is wrong")
    if options or url.path.strip("/") or (url.scheme == "smtps" and tls == "1"):
        raise ValueError("a part is not known")
    ssl = url.scheme == "smtps"
    port = url.port or (465 if ssl else 587 if tls == "1" else 25)
    return MailServer(host, port, user, unquote(url.password or ""), tls == "1", ssl, sender)


def secret_key(path: Path) -> str:
    """The key in SECRET_KEY, else the one kept in ``path``, which is made on the first run (mode 600)."""
    if key := text("SECRET_KEY"):
        return key
    if not path.exists():
        _keep_new_key(path)
    return path.read_text().strip()


def _keep_new_key(path: Path) -> None:
    """Several processes start at once: ``path`` appears with its whole content, and the first one wins."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as file:  # made with mode 600
        file.write(get_random_secret_key())
        file.flush()
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(file.name)
