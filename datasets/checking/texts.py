"""Words that mean "not known", numbers among words, and one word spelled in several ways."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

import numpy as np

from columns.values import DISGUISED
from datasets.checking.finding import EXAMPLE_LENGTH, Finding, examples, plain
from datasets.checking.sheet import MOST_LOOKED_AT, Column, Sheet
from datasets.checking.steps import Step
from language.sentences import joined, say, say_count

BETWEEN_WORDS = re.compile(r"(?<=\w)[-_/](?=\w)")
ABBREVIATED = re.compile(r"(?<=[^\W\d_])\.")
SPACES = re.compile(r"\s+")


def check(sheet: Sheet) -> list[Finding]:
    found: list[Finding] = []
    for column in sheet.columns.values():
        if column.kind not in ("category", "text") or not column.filled or column.values.dtype != object:
            continue
        found += _disguised(column)
        found += _mixed(column)
        if column.name not in sheet.names and not column.is_prose:
            found += _spellings(column)
    return found


def _partly(column: Column) -> str:
    if len(column.different) <= MOST_LOOKED_AT:
        return ""
    return say(
        "Only the {looked:integer} most common of its {different:integer} distinct values were checked.",
        looked=MOST_LOOKED_AT,
        different=len(column.different),
    )


def _disguised(column: Column) -> list[Finding]:
    codes = [code for code in column.common if str(column.different[code]).strip().casefold() in DISGUISED]
    if not codes:
        return []
    values = [column.different[code] for code in codes]
    marked = np.isin(column.codes, codes)
    count = int(marked.sum())
    return [
        Finding(
            "disguised_text",
            "warn",
            say_count(
                "'{column}' says '{value}' in {count:integer} row: it may mean 'not known'.",
                "'{column}' says '{value}' or similar in {count:integer} rows: it may mean 'not known'.",
                count,
                column=column.name,
                value=plain(values[0]),
            ),
            say("Treat it as missing, unless it means something."),
            column=column.name,
            row=column.first(marked),
            count=count,
            share=count / column.filled,
            examples=examples(values),
            steps=[Step("set_missing", (column.name,), {"values": values})],
        )
    ]


def _mixed(column: Column) -> list[Finding]:
    if column.mixture is None:
        return []
    decimal, words = column.mixture.decimal, column.mixture.words
    marked = np.isin(column.codes, words)
    count = int(marked.sum())
    message = say_count(
        "'{column}' holds numbers, but text in {count:integer} row ('{example}').",
        "'{column}' holds numbers, but text in {count:integer} rows (such as '{example}').",
        count,
        column=column.name,
        example=plain(column.different[words[0]]),
    )
    return [
        Finding(
            "mixed_kinds",
            "warn",
            joined([message, _partly(column)]),
            say("Correct these cells, or read the column as numbers: the text then counts as missing."),
            column=column.name,
            row=column.first(marked),
            count=count,
            share=count / column.filled,
            examples=examples(column.different[words]),
            steps=[Step("convert_kind", (column.name,), {"to": "number", "decimal": decimal})],
        )
    ]


def _spellings(column: Column) -> list[Finding]:
    """Values that differ only in case, accents, spaces, hyphens or dots."""
    into, variants = _one_way(column)
    if not variants:
        return []
    marked = np.isin(column.codes, variants)
    count = int(marked.sum())
    first = str(column.different[variants[0]])
    message = say_count(
        "'{column}' spells the same value in different ways, such as '{kept}' and '{variant}': "
        "{count:integer} row.",
        "'{column}' spells the same value in different ways, such as '{kept}' and '{variant}': "
        "{count:integer} rows.",
        count,
        column=column.name,
        kept=plain(into[first]),
        variant=plain(first),
    )
    return [
        Finding(
            "spelling_variants",
            "warn",
            joined([message, _partly(column)]),
            say("Spell each value one way; otherwise they count as different values."),
            column=column.name,
            row=column.first(marked),
            count=count,
            share=count / column.filled,
            examples=examples(f"'{variant}' → '{kept}'" for variant, kept in into.items()),
            steps=[Step("merge_categories", (column.name,), {"into": into})],
        )
    ]


def _one_way(column: Column) -> tuple[dict[str, str], list[int]]:
    """Each spelling with the most common one, trimmed; and the codes of those that are not it."""
    groups = defaultdict(list)
    for code in column.common:
        text = column.different[code]
        if isinstance(text, str) and len(text) <= EXAMPLE_LENGTH:
            groups[folded(text)].append(code)
    into: dict[str, str] = {}
    variants: list[int] = []
    for codes in groups.values():
        kept, *others = sorted(codes, key=lambda code: (-column.counts[code], column.different[code]))
        into.update({column.different[code]: column.different[kept].strip() for code in others})
        variants += others
        if others and column.different[kept] != column.different[kept].strip():
            into[column.different[kept]] = column.different[kept].strip()
    return into, variants


def folded(text: str) -> str:
    """What spellings of one value have in common."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    bare = ABBREVIATED.sub("", BETWEEN_WORDS.sub(" ", bare.casefold()))
    return SPACES.sub(" ", bare).strip()
