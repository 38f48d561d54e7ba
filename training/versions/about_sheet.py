"""What a downloaded workbook says of itself: the question, its answer, and how far to trust it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from api.workbooks import About
from contract.result_columns import ResultColumn
from language.formats import shown
from training.models import ModelVersion
from training.versions.health import Health, health_of
from training.versions.shown_summary import shown_summary


def about(
    version: ModelVersion,
    names: Iterable[str],
    in_words: bool,
    columns: Mapping[str, ResultColumn] | None = None,
) -> About:
    """``names`` are the columns of the table, ``columns`` the words for them where they are not those of the
    family."""
    family = version.model.get_family()
    found = health_of(family, version.metrics, version.baseline, version.created_at, version.summary)
    facts = [
        (_("Question"), str(family.question)),
        *_answer(version),
        (_("Made on"), shown(version.created_at, "date")),
        (_("Model"), _("%(name)s, version %(label)s") % {"name": version.model.name, "label": version.label}),
        (_("Trust"), _in_words(found)),
    ]
    words = family.result_columns(list(names)) if columns is None else columns
    return About(version.model.name, facts, words, in_words)


def _answer(version: ModelVersion) -> list[tuple[str, str]]:
    summary = shown_summary(version.summary)
    if summary is None:
        return [(_("Answer"), str(version.headline))]
    figure = " ".join(part for part in (f"{summary.label}: {summary.value}", summary.range) if part)
    until = version.summary["data_until"]
    return [
        (_("Answer"), figure),
        *([(_("Assumes"), summary.assumes)] if summary.assumes else []),
        *([(_("Data until"), shown(until, "date"))] if until else []),
    ]


def _in_words(found: Health) -> str:
    """The word of the badge, then every reason."""
    return " ".join([f"{shown(found.word, 'capital')}.", *(reason.text for reason in found.reasons)])
