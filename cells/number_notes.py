"""Numbers with a mark beside them that is a note: "128.5 p" (provisional), "12*", "<1" (a bound), "ca. 5".

A mark is a note where most numbers of the column stand without one; a letter that may be a unit ("5 m",
"12 g") never is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import pyarrow as pa
import pyarrow.compute as pc

BOUNDS = ("<", ">", "<=", ">=", "≤", "≥", "=<", "=>")
ABOUT = (
    *("~", "≈", "∼", "±", "c.", "ca", "ca.", "circa", "approx", "approx.", "about", "env.", "environ"),
    *("etwa", "rund", "cerca de", "aprox.", "około", "ok.", "около", "約", "约"),
)
# Of statistical offices: break, confidential, definition, estimated, forecast, imputed, not significant,
# provisional, revised, estimate, unreliable, not applicable. None is a usual unit (g, h, k, l, m, t).
LETTERS = "bcdefinprsuz"
MAY_BE_UNITS = frozenset({"d", "s"})  # days and seconds, where no other mark stands in the column
BEFORE = "|".join(re.escape(mark) for mark in sorted((*BOUNDS, *ABOUT), key=len, reverse=True))
BEHIND = (
    rf"\*{{1,3}}|[†‡¹²³⁴⁵]|\s+(?:\*{{1,3}}|[{LETTERS}]|b[deprsu]|e[psu]|p[es]|r[e])"
    r"|\s*[(\[](?:[a-z]|[a-z]{2}|\d|\*)[)\]]"
)
NUMBER = r"[-+−]?\s*[$€£]?\s*\d(?:[\d.,' \x{00A0}\x{202F}’]*\d)?\s*[$€£%]?"
FLAGGED = rf"^(?:(?P<before>(?i:{BEFORE}))\s*(?P<high>{NUMBER})|(?P<number>{NUMBER})(?P<behind>{BEHIND}))$"


def parted(texts: pa.Array) -> tuple[pa.Array, list[str]]:
    """The distinct ``texts`` without the marks, and the mark of each ("" where there is none)."""
    found = pc.extract_regex(texts, FLAGGED)
    if found.null_count == len(found):
        return texts, [""] * len(texts)
    parts = {name: found.field(name) for name in ("before", "high", "number", "behind")}
    bare = pc.if_else(pc.equal(parts["high"], ""), parts["number"], parts["high"])
    marks = pc.if_else(pc.equal(parts["before"], ""), parts["behind"], parts["before"])
    marks = pc.fill_null(pc.utf8_trim_whitespace(pc.if_else(found.is_valid(), marks, "")), "")
    bare = pc.if_else(found.is_valid(), pc.utf8_trim_whitespace(bare), texts)
    return bare, [mark.casefold() for mark in marks.to_pylist()]


def without_known(texts: Sequence[str], known: Collection[str]) -> list[str]:
    """The ``texts`` without the marks that their column is known to have."""
    bare, marks = parted(pa.array(texts, pa.string()))
    return [
        plain if mark in known else text
        for text, plain, mark in zip(texts, bare.to_pylist(), marks, strict=True)
    ]
