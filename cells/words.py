"""Words that mean missing, yes or no, and texts that are numbers or dates rather than words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

BLANKS = (
    " \t\r\n\f\v\x85\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u2028\u202f\u3000"
    "\u200b\u200c\u200d\u2060\ufeff"  # of no width
)

# Missing in every column. As the reader of text files compares them exactly, case counts.
MISSING = (
    *("", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "<NA>", "(null)"),
    *("#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#SPILL!", "#CALC!"),
    # The same of spreadsheet programs in German, French, Spanish, Portuguese and Italian.
    *("#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#N/D", "#VALEUR!", "#NOMBRE!", "#NOM?", "#NUL!"),
    *("#VALOR!", "#¡VALOR!", "#¡REF!", "#¡DIV/0!", "#¡NUM!", "#¿NOMBRE?", "#NOME?", "#NÚM!", "#VALORE!"),
    *("#RIF!",),
)
# Missing in columns of numbers, dates and flags; in a column of text these can be real values.
MISSING_IN_VALUES = (
    *(*MISSING, "-", "--", "–", "—", "?", ".", ":", "..", "..."),
    *("na", "None", "none", "NONE", "unknown"),
)

# Programs write ="007" and '007 so that a spreadsheet program takes it for text.
AS_FORMULA, AS_TEXT = r'^="(.*)"$', r"^'([-+]?\d[\d .,/-]*)$"

RULE = re.compile(r"[-=_+:*|\s]{2,}")  # drawn below names or around a table
VALUE = re.compile(r"[^A-Za-zÀ-ɏ]*\d[^A-Za-zÀ-ɏ]*|\d+([.,]\d+)?[eE][+-]?\d+|\d{1,4}[-/. ]\w{3}[-/. ]\d{2,4}")
DATE = re.compile(
    r"((19|20)\d\d[-/. ]\d{1,2}([-/. ]\d{1,2})?|\d{1,2}[-/. ](\d{1,2}[-/. ])?(19|20)\d\d)([T ][\d:.]+)?"
)

FLAG_PAIRS = (
    (
        {"true", "yes", "on", "ja", "oui", "vrai", "wahr", "sí", "si", "sim", "sì", "verdadero", "verdadeiro"}
        | {"vero", "waar", "sann", "sand", "tak", "prawda", "ano", "áno", "igen", "kyllä", "evet", "doğru"}
        | {"да", "истина", "так", "ναι", "是", "はい", "예", "נכון", "כן", "نعم", "हाँ", "ya", "da"},
        True,
    ),
    (
        {"false", "no", "off", "nein", "non", "nee", "nej", "nei", "faux", "falsch", "não", "nao", "falso"}
        | {"onwaar", "falsk", "nie", "fałsz", "ne", "nem", "ei", "hayır", "yanlış", "nu", "tidak"}
        | {"нет", "ложь", "ні", "όχι", "否", "いいえ", "아니요", "לא", "لا", "नहीं"},
        False,
    ),
)
MARKS = frozenset({"x", "х", "×", "✓", "✔", "✔️", "☑", "✅", "√", "✕", "*", "•", "●", "■", "+"})
"""What people write beside the rows that something holds for. The second x is Cyrillic."""
FLAG_LETTERS = (("y", "n"), ("t", "f"), ("j", "n"), ("o", "n"), ("s", "n"), ("д", "н"))


SURE_FLAGS = {
    **{word: value for known, value in FLAG_PAIRS for word in known},
    **{letter: value for yes, no in FLAG_LETTERS for letter, value in ((yes, True), (no, False))},
    "1": True,
    "0": False,
    "1.0": True,
    "0.0": False,
}
"""What a word means in a column that is known to hold yes and no."""


def spelled(value: Any) -> str:
    """One spelling for what is the same: 1.0 is "1", True is "yes". "v1.0" stays: it may not be "v1"."""
    text = str(value).strip()
    if text.endswith(".0") and text[:-2].removeprefix("-").isdecimal():
        return text[:-2]
    return {"true": "yes", "false": "no"}.get(text.casefold(), text)


def flags(texts: Sequence[str]) -> list[bool] | None:
    """Each of the distinct ``texts`` of a column as yes or no, or None where they are other words.

    Single letters count only as a complete pair: a column of nothing but "N" says too little.
    """
    words = [text.casefold() for text in texts]
    distinct = set(words)
    if not 0 < len(distinct) <= 2:
        return None
    for yes, no in FLAG_LETTERS:
        if distinct == {yes, no}:
            return [word == yes for word in words]
    values = {word: value for known, value in FLAG_PAIRS for word in known if word in distinct}
    if len(values) != len(distinct) or len(set(values.values())) != len(values):
        return None
    return [values[word] for word in words]
