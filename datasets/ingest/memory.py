"""The choices made for a sheet, reused for the next sheet with the same header."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from datasets.models import SourceMemory
from language.sentences import say

if TYPE_CHECKING:
    from datasets.reading import Correction, Finding

READING_OPTIONS = (
    "sheet",
    "header_row",
    "delimiter",
    "quote",
    "decimal",
    "thousands",
    "encoding",
    "date_order",
    "missing",
    "not_missing",
    "blanks",
    "hidden_rows",
)
AUTO = "auto"
"""The value of an option to detect again from the sheet, ignoring what is remembered."""

WHAT = {
    "sheet": say("the sheet"),
    "header_row": say("the row with the column names"),
    "delimiter": say("the cell separator"),
    "quote": say("the quotation mark around cells"),
    "decimal": say("the decimal mark"),
    "thousands": say("the thousands separator"),
    "encoding": say("the encoding"),
    "date_order": say("the date order"),
    "missing": say("the value that means “not known”"),
    "not_missing": say("the word that is a value"),
    "blanks": say("what blank cells mean"),
    "hidden_rows": say("what is done with hidden rows"),
}


@dataclass(frozen=True)
class Choices:
    """How to read a sheet: the options ``given`` with it, and those ``remembered`` in addition."""

    given: Mapping[str, Any]
    remembered: Mapping[str, Any] = field(default_factory=dict)
    forgotten: frozenset[str] = frozenset()
    """Options that are to be found from the sheet again."""
    corrections: tuple[Correction, ...] = ()
    """Corrections of single cells and rows."""

    @property
    def options(self) -> dict[str, Any]:
        return {**self.remembered, **self.given}

    def alone(self) -> Choices:
        """Without what is remembered, where that does not fit this sheet."""
        return replace(self, remembered={})

    def and_as_before(self, **options: Any) -> Choices:
        """With what is known of the rows that are there already."""
        return replace(self, remembered={**self.remembered, **options})

    def as_said(self) -> dict[str, Any]:
        """For the options of a version: which of them were remembered."""
        return {"remembered": list(self.remembered)} if self.remembered else {}

    def findings(self) -> list[Finding]:
        """One for every option that nobody gave this time."""
        from datasets.reading import Finding

        return [
            Finding(
                "remembered",
                say(
                    "As last time, {what} is '{value}' (option {option}).",
                    what=WHAT[option],
                    value=str(value),
                    option=option,
                ),
                remedy=say(
                    "To read the sheet differently, choose another; with '{auto}' it is detected from the "
                    "sheet.",
                    auto=AUTO,
                ),
            )
            for option, value in self.remembered.items()
        ]


def choices_for(path: Path, name: str, options: Mapping[str, Any] | None, people: Iterable[Any]) -> Choices:
    """What was given, and what the first of ``people`` who knows a sheet with this header chose for it."""
    sent = {key: str(value) for key, value in (options or {}).items() if value not in (None, "")}
    forgotten = frozenset(key for key, value in sent.items() if value == AUTO)
    given = {key: value for key, value in sent.items() if key not in forgotten}
    recalled = _recalled(path, name, given.get("sheet"), people)
    passed_over = {*given, *forgotten}
    if "encoding" in recalled and _is_unicode(path, name):
        passed_over.add("encoding")  # a header without accents is the same in every encoding
    return Choices(given, {k: v for k, v in recalled.items() if k not in passed_over}, forgotten)


def remember(path: Path, name: str, choices: Choices, people: Iterable[Any]) -> None:
    """Keep what was given for the next sheet with this header; says nothing new where nothing was given.

    A sheet of a workbook that was chosen by its name is known by its own header too.
    """
    if not choices.given and not choices.forgotten:
        return
    from datasets.schema.fingerprint import header_fingerprint

    owners = _known(people)
    kept = choices.options
    if sheet := kept.get("sheet"):
        without = {key: value for key, value in kept.items() if key != "sheet"}
        _keep(owners, header_fingerprint(path, name, sheet), without)
    _keep(owners, header_fingerprint(path, name), kept)


def _keep(owners: Iterable[Any], fingerprint: str, options: Mapping[str, str]) -> None:
    for owner in owners if fingerprint else ():
        if options:
            SourceMemory.objects.update_or_create(
                owner=owner,
                fingerprint=fingerprint,
                defaults={"options": options, "used_at": timezone.now()},
            )
        else:
            SourceMemory.objects.filter(owner=owner, fingerprint=fingerprint).delete()


def _recalled(path: Path, name: str, sheet: str | None, people: Iterable[Any]) -> dict[str, str]:
    memories = SourceMemory.objects.filter(owner__in=_known(people))
    if not memories.exists():
        return {}
    from datasets.schema.fingerprint import header_fingerprint

    fingerprint = header_fingerprint(path, name, sheet)
    found = {memory.owner_id: memory for memory in memories.filter(fingerprint=fingerprint)}
    for person in _known(people):
        if memory := found.get(person.pk):
            SourceMemory.objects.filter(pk=memory.pk).update(used_at=timezone.now())
            return dict(memory.options)
    return {}


def _is_unicode(path: Path, name: str) -> bool:
    from datasets.schema.fingerprint import is_unicode

    return is_unicode(path, name)


def _known(people: Iterable[Any]) -> list[Any]:
    """Each once, in order; the program itself remembers nothing."""
    return list({person.pk: person for person in people if getattr(person, "pk", None)}.values())
