"""Which encoding a text is written in that is no UTF-8: told by the words that come out, else asked.

A library knows the letters of each language. It is shown every word with letters beyond ASCII once, so that
numbers and repeated cells do not drown them; what it says is weighed by how well the words look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from datasets.reading.options import ENCODING_LABELS
from datasets.reading.outcome import Finding, ReadingQuestion
from datasets.reading.text.letters import (
    UNUSED,
    WESTERN,
    has_signs_alone,
    looks_like_words,
    western_encodings,
)
from datasets.reading.values.notes import guessed_encoding

CANDIDATES = (
    *("cp1252", "mac-roman", "cp850", "cp1250", "iso-8859-2", "cp852", "cp1251", "koi8-r", "cp866"),
    *("iso-8859-5", "cp1253", "iso-8859-7", "cp1254", "iso-8859-9", "cp1255", "cp1256", "cp1257", "cp874"),
    *("cp932", "euc-jp", "gb18030", "big5", "cp949"),
)
# What the library calls otherwise, with the encoding that most programs know first.
FAMILIAR = {
    "big5hkscs": ("big5", "big5hkscs"),
    "euc_jis_2004": ("euc-jp", "euc_jis_2004"),
    **{f"iso8859-{part}": (f"iso-8859-{part}",) for part in (2, 5, 7, 9)},
}
ANY_BYTES = "latin-1"  # never fails
# Below 0x40 no encoding has the second byte of a character, but for rare ones in digits.
WORD = re.compile(rb"[^\x00-\x2f\x3a-\x3f]+")
CELL = re.compile(rb'[^\t\r\n",;]+')
MOST_WORDS, MOST_READINGS, EXAMPLES, EXAMPLE_LENGTH = 2_000, 3, 3, 40
# How much is enough was measured: tests/benchmarks/test_encodings.py.
LIKELY_FROM = 0.9  # share of likely letters from which on a text is taken for a Western one
WESTERN_FIRST = 1.75  # times as convincing another reading has to be then
AS_GOOD = 1.25  # times as convincing from where on it is said that the letters were read as Western ones
NEVER_INSTEAD = {*WESTERN, "cp1257"}  # of a Western reading that fits: Baltic words look too much alike
FEWEST_TELLING = 5  # words from which on the library says which of the Western readings it is
CLEAR, CLEAR_OF_ONE = 1.1, 4.0  # times as convincing as the next: of many words, and more for one alone
MOST_BROKEN = 10  # words that speak against a reading; more say no more


@dataclass(frozen=True)
class Encoding:
    """The name of an encoding, with what there is to say where it was guessed."""

    name: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Reading:
    """``texts`` are the words as ``name`` reads them, ``fine`` says which of them look like words, ``weight``
    how convincing they are."""

    name: str
    texts: tuple[str, ...]
    fine: tuple[bool, ...]
    weight: float

    def is_as_good_as(self, best: _Reading, clear: float) -> bool:
        """Whether it is about as convincing as ``best``; each word that it alone breaks speaks against it."""
        broken = sum(theirs and not own for own, theirs in zip(self.fine, best.fine, strict=True))
        mended = sum(own and not theirs for own, theirs in zip(self.fine, best.fine, strict=True))
        return self.weight * clear >= best.weight * 2.0 ** min(broken - mended, MOST_BROKEN)


def find_encoding(lines: Iterable[bytes], decodes: Callable[[str], bool]) -> Encoding:
    """The encoding of ``lines``, which are no UTF-8; ``decodes`` says whether one fits all of the text.

    Raises ReadingQuestion where several readings are about as convincing.
    """
    words = _words(lines)
    names, likely = western_encodings(words)
    names = [name for name in names if decodes(name)] if decodes(names[0]) else [ANY_BYTES]
    telling = [word for word in words if not has_signs_alone(word)]
    if not telling:
        return Encoding(names[0])
    cells = [words[word] for word in telling]
    # Of the Western ones that fit alike the library says which, where there are words enough.
    names = names if len(telling) >= FEWEST_TELLING else names[:1]
    readings = _readings(telling, names, decodes)
    western = max((one for one in readings if one.name in names), key=_weight)
    others = sorted((one for one in readings if one is not western and one.weight), key=_weight, reverse=True)
    is_likely = likely >= LIKELY_FROM
    if is_likely:
        others = [one for one in others if one.name not in NEVER_INSTEAD]
        strongest = others[0].weight if others else 0.0
        if strongest <= WESTERN_FIRST * western.weight:
            as_good = AS_GOOD if len(telling) >= FEWEST_TELLING else 1.0
            is_open = bool(others) and strongest >= as_good * western.weight
            return Encoding(western.name, (_guess([western, *others], cells),) if is_open else ())
        western = replace(western, weight=WESTERN_FIRST * western.weight)
    readings = sorted([western, *others], key=_weight, reverse=True)
    clear = CLEAR + CLEAR_OF_ONE / len(telling)
    best, *rest = readings
    rivals = [one for one in rest if one.is_as_good_as(best, clear)]
    if not rivals:
        return Encoding(best.name, (_guess(readings, cells),))
    if is_likely and western not in (best, *rivals):
        rivals = [western, *rivals]
    raise _question([best, *rivals][:MOST_READINGS], cells)


def _words(lines: Iterable[bytes]) -> dict[bytes, bytes]:
    """Each word with a letter beyond ASCII, with the first cell that it stands in."""
    words: dict[bytes, bytes] = {}
    for line in lines:
        for cell in () if line.isascii() else CELL.findall(line):
            for word in () if cell.isascii() else WORD.findall(cell):
                if not word.isascii():
                    words.setdefault(word, cell)
        if len(words) >= MOST_WORDS:
            break
    return words


def _readings(words: Sequence[bytes], western: list[str], decodes: Callable[[str], bool]) -> list[_Reading]:
    """The Western ones first, then all that make other words of the same bytes."""
    import chardet

    found = chardet.detect_all(
        b"\n".join(words), ignore_threshold=True, include_encodings=CANDIDATES, compat_names=False
    )
    readings: dict[tuple[str, ...], _Reading] = {}
    for name in western:
        texts = _decoded(words, name)
        readings.setdefault(texts, _reading(name, texts, 0.0))
    for one in found:  # the most likely first
        for name in _names(one["encoding"]):
            texts = _decoded(words, name)
            known = readings.get(texts)
            if known is not None:
                readings[texts] = max(known, _reading(known.name, texts, one["confidence"]), key=_weight)
            elif texts and not any(map(UNUSED.search, texts)) and decodes(name):
                readings[texts] = _reading(name, texts, one["confidence"])
    return list(readings.values())


def _names(found: str | None) -> tuple[str, ...]:
    """What the library has found, as it is called here; nothing where it takes the words for no text."""
    return FAMILIAR.get(found or "", (found,) if found in CANDIDATES else ())


def _reading(name: str, texts: tuple[str, ...], confidence: float) -> _Reading:
    fine = tuple(map(looks_like_words, texts))
    return _Reading(name, texts, fine, confidence * (sum(fine) / max(len(fine), 1)) ** 2)


def _weight(reading: _Reading) -> float:
    return reading.weight


def _decoded(words: Sequence[bytes], encoding: str) -> tuple[str, ...]:
    """The words as text; none where one is no text in this encoding."""
    try:
        return tuple(word.decode(encoding) for word in words)
    except UnicodeError:
        return ()


def _guess(readings: Sequence[_Reading], cells: Sequence[bytes]) -> Finding:
    """What is said of the first reading, with one of the next."""
    examples = _examples(readings[:2], cells)
    return guessed_encoding(readings[0].name, examples[0][0], readings[1].name if readings[1:] else None)


def _question(readings: Sequence[_Reading], cells: Sequence[bytes]) -> ReadingQuestion:
    examples = _examples(readings, cells)
    return ReadingQuestion(
        "encoding",
        None,
        [
            {
                "value": reading.name,
                "label": ENCODING_LABELS[reading.name],
                "examples": [{"text": text} for text in texts],
            }
            for reading, texts in zip(readings, examples, strict=True)
        ],
    )


def _examples(readings: Sequence[_Reading], cells: Sequence[bytes]) -> list[list[str]]:
    """Of each reading how it reads the same few cells: those that the first two read otherwise come first."""

    def differences(at: int) -> tuple[bool, int]:
        texts = [reading.texts[at] for reading in readings]
        return texts[0] != texts[1 % len(texts)], len(set(texts))

    places = sorted(range(len(cells)), key=differences, reverse=True)
    chosen = list(dict.fromkeys(cells[at] for at in places))[:EXAMPLES]
    return [
        [cell.decode(reading.name, "replace").strip()[:EXAMPLE_LENGTH] for cell in chosen]
        for reading in readings
    ]
