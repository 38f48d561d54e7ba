"""How well a text looks like words: letters of one script, capitals where they belong, no marks inside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import islice

WORD = re.compile(r"[^\W\d_]+")
ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "IDEOGRAPHIC", "HALFWIDTH"}
# Quotation marks, dashes and the like, signs of currencies, and blanks may stand beside words.
BESIDE_WORDS = {"Pi", "Pf", "Pd", "Po", "Ps", "Pe", "Sc", "Zs", "Nd", "Mn"}
AS_PLAIN = str.maketrans({"µ": None, "º": None, "ª": None, "ß": "s"})  # 5 µg, Nº, STRAßE
SIGNS = set("°²³ºª©®™±×÷µ№")
CIRCLED, FURTHER = ("\u2460", "\u24ff"), "\u2600"  # signs of East Asia; before them come drawn lines
UNUSED = re.compile("[\x80-\x9f\ue000-\uf8ff]")
"""Control characters, and places that every program fills as it likes: no text has them."""
# A closing mark before a word, and signs that never touch one.
MISPLACED = re.compile(r"(?<![^\W_])[’”»](?=[^\W\d_])|[©®±¶§²³](?=[^\W\d_])|(?<=[^\W\d_])[±¶§]")

WESTERN = ("cp1252", "mac-roman", "cp850")  # of Windows, of old Macs and of DOS; the first wins a tie
LOOKED_AT = 5_000  # characters
PIECE = re.compile(rb"[\x00-\x7f]?[\x80-\xff](?=([\x00-\x7f]?))")
WESTERN_LETTERS = set("äöüßéèêëàâáãåçñíìîïóòôõúùûøæœÿ")
MARKS = set("€£¥°§–—“”‘’„‚«»…·•™®©²³ºª¡¿½¼\u00a0")
IN_WORDS = set("’–·")  # marks that may stand between two letters
NOT_BEHIND_LETTERS = set("±×÷µ")


def looks_like_words(text: str) -> bool:
    if MISPLACED.search(text) or not all(map(_is_of_text, text)):
        return False
    words = [word for word in WORD.findall(text.translate(AS_PLAIN)) if not word.isascii()]
    return all(map(_is_word, words))


def _is_of_text(character: str) -> bool:
    return (
        character.isascii()
        or character.isalpha()
        or character in SIGNS
        or character >= FURTHER
        or CIRCLED[0] <= character <= CIRCLED[1]
        or unicodedata.category(character) in BESIDE_WORDS
    )


def _is_word(word: str) -> bool:
    scripts = [script for letter in word if (script := _script(letter)) != "MODIFIER"]
    if "ASIAN" in scripts:  # USBケーブル is a word, but no small letter stands among such signs
        ends_alike = scripts[0] == scripts[-1] != "ASIAN"
        alone_in_front = scripts[0] == "ASIAN" and scripts[1:2] not in ([], ["ASIAN"])
        return not ends_alike and not alone_in_front and not any(map(str.islower, word))
    return len(set(scripts)) <= 1 and (word[1:].islower() or word[1:] == word[1:].upper())


@cache
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0]
    return "ASIAN" if name in ASIAN else name


def western_encodings(words: Iterable[bytes]) -> tuple[list[str], float]:
    """The Western encodings under which most bytes above 127 are letters and marks in likely places, and how
    many more of them are than are not, as a share: from -1 to 1."""
    pieces = [(match[0], match[1]) for match in islice(PIECE.finditer(b"\n".join(words)), LOOKED_AT)]
    likely = {name: sum(_likely(*piece, name) for piece in pieces) for name in WESTERN}
    most = max(likely.values())
    return [name for name in WESTERN if likely[name] == most], most / max(len(pieces), 1)


def has_signs_alone(word: bytes) -> bool:
    """Whether ``word`` has no letter beyond ASCII but signs where Western texts have them: 5 °C, 20 €."""
    if MISPLACED.search(word.decode("cp1252", "replace")):
        return False
    return all(
        piece[-1:].decode("cp1252", "replace").lower() not in WESTERN_LETTERS
        and _likely(piece, behind, "cp1252") > 0
        for piece, behind in ((match[0], match[1]) for match in PIECE.finditer(word))
    )


def _likely(piece: bytes, behind: bytes, encoding: str) -> int:
    """1 where the last byte of ``piece`` is a likely character between the others, else -1."""
    text = piece.decode(encoding, "replace")
    before, character, after = text[:-1], text[-1], behind.decode("ascii")
    if character.lower() in WESTERN_LETTERS:
        inside = before.islower() or (before.isalpha() and after.islower())
        return -1 if character.isupper() and inside else 1
    if character in NOT_BEHIND_LETTERS:
        return -1 if before.isalpha() else 1
    between_letters = before.isalpha() and after.isalpha()
    return 1 if character in MARKS and (not between_letters or character in IN_WORDS) else -1
