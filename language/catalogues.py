"""Collects the texts to translate from the code, and keeps the catalogues with their translations.

Needs babel (requirements-dev.txt): for ``manage.py messages`` and the tests, never for the product.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from language.reader import ENGLISH, LANGUAGES, LOCALE

PROJECT = LOCALE.parent.parent
PYTHON, SCRIPTS = "django", "djangojs"
"""The domains, named as Django asks for them: one for pages and sentences, one for the scripts."""
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "mark", "say", "_lazy")),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "say_count"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = "# Texts of Almanac. Collected by `manage.py messages`: translate the empty ones, and run it again."


class Texts(Catalog):
    """A catalogue without dates, addresses and names of programs: it changes when a text changes."""

    mime_headers = property(
        lambda self: [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]
    )


def languages() -> list[str]:
    """Those that need a catalogue."""
    return [language for language in LANGUAGES if language != ENGLISH]


def path_of(language: str, domain: str) -> Path:
    """Of the .po file; the compiled .mo is next to it."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def collect(domain: str, language: str) -> Texts:
    """Every text of the code, without translations."""
    texts = _empty(language)
    for path, method, content in sources(domain):
        for _, message, _, context in extract(method, io.BytesIO(content), keywords=KEYWORDS):
            if message:
                texts.add(message, "", locations=[(path, 0)], context=context)
    return texts


def read(language: str, domain: str) -> Texts:
    """The catalogue as it is in the folder; an empty one where there is none yet."""
    path = path_of(language, domain)
    texts = _empty(language)
    if path.exists():
        with path.open("rb") as file:
            for one in read_po(file, locale=language):
                if one.id:
                    texts.add(one.id, one.string, one.locations, flags=one.flags, context=one.context)
    return texts


def brought_up_to_date(kept: Texts, collected: Texts) -> Texts:
    """``collected`` with the translations of ``kept``; what the code no longer says is dropped."""
    for message in collected:
        known = kept.get(message.id, message.context) if message.id else None
        if known and known.pluralizable == message.pluralizable:
            message.string = known.string
    return collected


def as_po(texts: Texts) -> bytes:
    file = io.BytesIO()
    write_po(file, texts, width=110, sort_output=True, include_lineno=False)
    return file.getvalue()


def as_mo(texts: Texts) -> bytes:
    file = io.BytesIO()
    write_mo(file, texts)
    return file.getvalue()


def untranslated(texts: Texts) -> list[Message]:
    return [message for message in texts if message.id and not _is_translated(message)]


def _is_translated(message: Message) -> bool:
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(forms)


def _empty(language: str) -> Texts:
    return Texts(locale=language, header_comment=HEADER, fuzzy=False)


def sources(domain: str) -> Iterator[tuple[str, str, bytes]]:
    """(path in the project, babel's method, content) of every file that may hold texts of ``domain``."""
    if domain == SCRIPTS:
        yield from (_source(path, "javascript") for path in sorted((PROJECT / "static/js").rglob("*.js")))
        return
    packages = sorted(path.parent for path in PROJECT.glob("*/__init__.py") if path.parent.name != "tests")
    for package in packages:
        code = (path for path in sorted(package.rglob("*.py")) if "migrations" not in path.parts)
        yield from (_source(path, "python") for path in code)
    for path in sorted((PROJECT / "templates").rglob("*.html")):
        name, _, content = _source(path, "python")
        yield name, "python", _as_code(content.decode())


def _source(path: Path, method: str) -> tuple[str, str, bytes]:
    return path.relative_to(PROJECT).as_posix(), method, path.read_bytes()


def _as_code(template: str) -> bytes:
    """The texts of a template as calls of gettext; without indents, which mean nothing here."""
    lines = templatize(template).splitlines()
    return "\n".join(line.lstrip() for line in lines).encode()
