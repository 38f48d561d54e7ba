"""Which of the one-byte encodings of Western languages a text is written in, by the letters that come out."""

from __future__ import annotations

import re
from itertools import islice

ENCODINGS = ("cp1252", "mac-roman", "cp850")  # of Windows, of old Macs and of DOS; the first wins a tie
LOOKED_AT = 5_000  # characters
PIECE = re.compile(rb"[\x00-\x7f]?[\x80-\xff](?=([\x00-\x7f]?))")
LETTERS = set("äöüßéèêëàâáãåçñíìîïóòôõúùûøæœÿ")
MARKS = set("€£¥°§–—“”‘’„‚«»…·•™®©²³ºª¡¿½¼\u00a0")
IN_WORDS = set("’–·")  # marks that may stand between two letters


def western_encoding(data: bytes) -> str:
    """The encoding under which most bytes above 127 of ``data`` are letters and marks in likely places."""
    pieces = [(match[0], match[1]) for match in islice(PIECE.finditer(data), LOOKED_AT)]
    return max(ENCODINGS, key=lambda encoding: sum(_likely(*piece, encoding) for piece in pieces))


def _likely(piece: bytes, behind: bytes, encoding: str) -> int:
    """1 where the last byte of ``piece`` is a likely character between the others, else -1."""
    text = piece.decode(encoding, "replace")
    before, character, after = text[:-1], text[-1], behind.decode("ascii")
    if character.lower() in LETTERS:
        inside = before.islower() or (before.isalpha() and after.islower())
        return -1 if character.isupper() and inside else 1
    between_letters = before.isalpha() and after.isalpha()
    return 1 if character in MARKS and (not between_letters or character in IN_WORDS) else -1
