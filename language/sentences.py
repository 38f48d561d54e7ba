"""Sentences that are kept, and shown to each reader in their own language and number format. No Django here.

What is shown at once can be translated at once, by gettext. A report is written by a worker and read
later, by several people: it keeps *what* is said (template and values), not how.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from string import Formatter
from typing import Any

from language.formats import apart_format, shown
from language.reader import LOCALE, NOBODY, catalogue, current, reading

KEY = "say"


class _Writer(Formatter):
    """``{rows:integer}``: the format behind the colon is one of ``language.formats.shown``."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return shown(value, format_spec) if format_spec else str(value)


class Sentence(str):
    """English text; ``str()`` and templates say it in the reader's language.

    As JSON, in a log or over the API it is the English text; ``as_json`` keeps what it is made of.
    """

    template: str
    values: Mapping[str, Any]
    plural: str
    number: int
    """What ``plural`` is asked for; ``count`` is a method of every text."""

    def __str__(self) -> str:
        words = catalogue(current().language)
        if self.plural:
            template = words.ngettext(self.template, self.plural, self.number)
        else:
            template = words.gettext(self.template) if self.template else ""
        return _Writer().vformat(template, (), self.values) if self.values else template

    def filled(self, **values: Any) -> Sentence:
        """The same sentence with these values: for templates that stand in a list of names."""
        return say(self.template, **values)

    def as_json(self) -> dict[str, Any]:
        """What ``revive`` makes the same sentence of."""
        values = {
            key: value.as_json() if isinstance(value, Sentence) else value
            for key, value in self.values.items()
        }
        kept: dict[str, Any] = {KEY: str.__str__(self), "template": self.template, "values": values}
        return {**kept, "plural": self.plural, "count": self.number} if self.plural else kept


def say(template: str, **values: Any) -> Sentence:
    """``say("{rows:integer} rows are left out.", rows=3)``. Without values, braces need no doubling.

    Values are text, numbers, dates or sentences themselves. Templates are found by
    ``manage.py messages``: write them as a literal.
    """
    return _made(template, {key: _plain(value) for key, value in values.items()})


def say_count(one: str, many: str, count: int, **values: Any) -> Sentence:
    """``say_count("{count} row", "{count} rows", 3)``: the form that the number asks for."""
    plain = {key: _plain(value) for key, value in values.items()}
    return _made(one, {"count": int(count), **plain}, many, int(count))


def written(value: float, format: str) -> Sentence:
    """One figure that is kept as such, for a place in another sentence."""
    return _made(f"{{number:{format}}}", {"number": _plain(value)})


def written_apart(values: Sequence[float], format: str) -> list[Sentence]:
    """Figures with as many digits as it takes that different ones read differently, as ``formats.apart``."""
    plain = [_plain(value) for value in values]
    finer = apart_format([plain], format)
    return [written(value, finer) for value in plain]


def joined(parts: Iterable[str], between: str = " ") -> Sentence:
    """Several sentences as one; empty ones vanish."""
    kept = [part for part in parts if part]
    places = between.join(f"{{part{number}}}" for number in range(len(kept)))
    return _made(places, {f"part{number}": part for number, part in enumerate(kept)})


def revive(value: Any) -> Any:
    """JSON as it was kept, with its sentences alive again."""
    if isinstance(value, list):
        return [revive(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _is_sentence(value):
        words = _earlier_wording()
        template, plural = str(value["template"]), str(value.get("plural", ""))
        return _made(
            words.get(template, template),
            revive(value["values"]),
            words.get(plural, plural),
            value.get("count", 0),
        )
    return {key: revive(item) for key, item in value.items()}


@cache
def _earlier_wording() -> dict[str, str]:
    """Templates of earlier releases with today's: kept reports are said in words that are translated."""
    found: dict[str, str] = json.loads((LOCALE / "earlier_wording.json").read_text(encoding="utf-8"))
    return found


def _is_sentence(value: dict[str, Any]) -> bool:
    """A row of a table may have columns named like the parts of a sentence; its cells are not mappings."""
    return KEY in value and isinstance(value.get("template"), str) and isinstance(value.get("values"), dict)


def kept(value: Any) -> Any:
    """JSON with every sentence in it as its parts: what ``revive`` reads."""
    if isinstance(value, Sentence):
        return value.as_json()
    if isinstance(value, Mapping):
        return {key: kept(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [kept(item) for item in value]
    return value


def told(value: Any) -> Any:
    """JSON with every sentence in it shown to the reader."""
    if isinstance(value, Sentence):
        return str(value)
    if isinstance(value, Mapping):
        return {key: told(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [told(item) for item in value]
    return value


VERBATIM = "{verbatim}"


def verbatim(text: str, **about: Any) -> Sentence:
    """What a person wrote: said as it is in every language. ``about`` is kept with it, to find it by."""
    return _made(VERBATIM, {"verbatim": text, **about})


def replaced(value: Any, other: Callable[[Sentence], Sentence | None]) -> Any:
    """JSON in which ``other`` says, of sentences in it and in other sentences, what stands in their place;
    None leaves a sentence where it is."""
    if isinstance(value, Sentence):
        if (found := other(value)) is not None:
            return found
        inside = {key: replaced(one, other) for key, one in value.values.items()}
        same = all(inside[key] is one for key, one in value.values.items())
        return value if same else _made(value.template, inside, value.plural, value.number)
    if isinstance(value, Mapping):
        return {key: replaced(item, other) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [replaced(item, other) for item in value]
    return value


def from_english(text: str) -> Sentence:
    """A text that was kept in English, such as in a file, as the sentence that it was."""
    return say(text)


def in_english(text: str) -> str:
    """A text as a log or a file keeps it; of a sentence its English words."""
    return str.__str__(text)


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value  # numpy scalars


def _made(template: str, values: Mapping[str, Any], plural: str = "", count: int = 0) -> Sentence:
    chosen = template if not plural or count == 1 else plural
    with reading(NOBODY):
        text = _Writer().vformat(chosen, (), values) if values else chosen
    sentence = Sentence(text)
    sentence.template, sentence.values, sentence.plural, sentence.number = template, values, plural, count
    return sentence
