"""Every text of the product is in the catalogue, translated, with its placeholders, and compiled."""

from __future__ import annotations

import ast
import re
from string import Formatter
from typing import Any

import pytest

pytest.importorskip("babel", reason="babel is not installed: it is in requirements-dev.txt")

from language import catalogues
from language.catalogues import PYTHON, SCRIPTS

FRENCH = "fr"
PERCENT = re.compile(r"%\((\w+)\)([sd])")
BOTH = pytest.mark.parametrize("domain", [PYTHON, SCRIPTS])


def texts_of(message: Any) -> list[str]:
    return [message] if isinstance(message, str) else list(message)


def placeholders(text: str) -> set[tuple[str, str]]:
    """Of both kinds: ``%(name)s`` and ``{name:format}``."""
    found = set(PERCENT.findall(text))
    try:
        return found | {
            (name, form or "") for _, name, form, _ in Formatter().parse(text) if name is not None
        }
    except ValueError:  # A brace that stands for itself.
        return found


@BOTH
def test_every_text_is_translated(domain: str) -> None:
    texts = catalogues.brought_up_to_date(catalogues.read(FRENCH, domain), catalogues.collect(domain, FRENCH))
    missing = [message.id for message in catalogues.untranslated(texts)]
    assert not missing, f"{len(missing)} texts without a French translation, the first: {missing[:3]}"


@BOTH
def test_nothing_is_half_translated(domain: str) -> None:
    assert [message.id for message in catalogues.read(FRENCH, domain) if message.id and message.fuzzy] == []


@BOTH
def test_translations_keep_the_placeholders(domain: str) -> None:
    for message in catalogues.read(FRENCH, domain):
        if not message.id:
            continue
        # The first plural form may leave the number out: "one row".
        wanted = set().union(*(placeholders(text) for text in texts_of(message.id)))
        for place, translation in enumerate(filter(None, texts_of(message.string))):
            given = placeholders(translation)
            if message.pluralizable and place == 0:
                assert given <= wanted, translation
            else:
                assert given == placeholders(texts_of(message.id)[-1]), translation


@BOTH
def test_what_is_compiled_is_what_is_written(domain: str) -> None:
    path = catalogues.path_of(FRENCH, domain)
    compiled = catalogues.as_mo(catalogues.read(FRENCH, domain))
    assert path.with_suffix(".mo").read_bytes() == compiled, "run manage.py messages"


def test_kept_sentences_are_written_as_literals() -> None:
    """Else they are not found, and stay English."""
    wrong = []
    for path, method, content in catalogues.sources(PYTHON):
        if method != "python" or not path.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(content)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                templates = node.args[: {"say": 1, "say_count": 2, "mark": 1}.get(node.func.id, 0)]
                wrong += [f"{path}:{t.lineno}" for t in templates if not isinstance(t, ast.Constant)]
    assert [place for place in wrong if not place.startswith("language/")] == []
