"""Questions that the data leaves open, on the pages: a form for each, and what its answer changes."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from contract import registry
from contract.data import MAIN, Choice, Problem, Question
from contract.filters import Filter
from contract.plain import plain
from language.formats import shown, translated
from training.models import Draft
from training.questions import drafts
from training.runs import orders


class AnswerForm(forms.Form):
    """The choices of one question: one of them, or several. ``place`` says which of the problems asks;
    ``before`` is what was answered for this data the last time."""

    def __init__(self, problem: Problem, place: int, before: Sequence[Any], *args: Any):
        super().__init__(*args)
        self.prefix = f"question-{place}"
        self.problem, self.place = problem, place
        asked = self.question
        choices = [(str(number), _in_words(choice)) for number, choice in enumerate(asked.choices)]
        common: dict[str, Any] = {"choices": choices, "label": translated(problem.message)}
        suggested = [
            str(number)
            for number, choice in enumerate(asked.choices)
            if (choice.value in before if before else choice.suggested)
        ]
        if asked.many:
            self.fields["choice"] = forms.MultipleChoiceField(
                widget=forms.CheckboxSelectMultiple, initial=suggested, **common
            )
        else:
            self.fields["choice"] = forms.ChoiceField(
                widget=forms.RadioSelect, initial=suggested[0] if len(suggested) == 1 else None, **common
            )

    @property
    def question(self) -> Question:
        assert self.problem.question is not None  # noqa: S101  (made for problems that ask)
        return self.problem.question

    def save(self, draft: Draft) -> None:
        """Write the answer where the question says."""
        chosen = self.cleaned_data["choice"]
        numbers = [chosen] if isinstance(chosen, str) else chosen
        values = [self.question.choices[int(number)].value for number in numbers]
        _write(draft, self.problem, self.question.option, values if self.question.many else values[0])


def forms_for(
    draft: Draft, problems: Sequence[Problem], posted: Mapping[str, Any] | None = None
) -> list[AnswerForm]:
    """One form per question; that which was ``posted`` is bound."""
    if all(problem.question is None for problem in problems):
        return []
    found = []
    checked = orders.resolve(drafts.order_of(draft).model_copy(update={"name": ""}), draft.owner)
    known = orders.answered_before(checked, problems)
    for place, problem in enumerate(problems):
        if problem.question is None:
            continue
        mine = posted is not None and str(posted.get("question")) == str(place)
        found.append(AnswerForm(problem, place, _before(problem, known), *([posted] if mine else [])))
    return found


def _before(problem: Problem, known: Mapping[str, Any]) -> Sequence[Any]:
    """The values that were chosen; none where the question was not asked before."""
    assert problem.question is not None  # noqa: S101  (made for problems that ask)
    place, _dot, name = problem.question.option.partition(".")
    if place == "settings":
        value = known.get("settings", {}).get(name)
        if isinstance(value, str) and problem.question.many:
            return next(csv.reader([value], skipinitialspace=True), [])
        return [] if value is None else value if isinstance(value, list) else [value]
    wanted = [one for one in known.get("filters", []) if one.column == problem.column]
    values = [choice.value for choice in problem.question.choices]
    for one in wanted:
        values = [v for v in values if one.among is None or v in one.among]
        values = [v for v in values if v not in (one.not_among or [])]
    return values if wanted else []


def take_instead(draft: Draft, problems: Sequence[Mapping[str, Any]], place: str) -> None:
    """Do in the draft what the problem at ``place`` of a run says could be done instead."""
    found = problems[int(place)] if place.isdecimal() and int(place) < len(problems) else {}
    other = found.get("alternative")
    if other and other["option"] == "filters":
        _leave_rows_out(draft, Filter.model_validate(other["value"]))
    elif other:
        setting = other["option"].removeprefix("settings.")
        drafts.choose_settings(draft, {**draft.settings, setting: other["value"]})


def _leave_rows_out(draft: Draft, wanted: Filter) -> None:
    """Beside what was left out of the same column before."""
    new = wanted.kept()
    place = (wanted.column, wanted.table)
    same = [one for one in draft.filters if (one["column"], one.get("table", MAIN)) == place]
    others = [one for one in draft.filters if one not in same]
    before = same[0] if same else {}
    without = [*before.get("not_in", []), *new.get("not_in", [])]
    together = {**before, **new, **({"not_in": list(dict.fromkeys(without))} if without else {})}
    drafts.choose_filters(draft, [*others, together])


def _write(draft: Draft, problem: Problem, option: str, value: Any) -> None:
    place, _dot, name = option.partition(".")
    if place == "settings":
        family = registry.get(draft.family)
        settings = family.Settings.model_validate({**draft.settings, name: value})
        drafts.choose_settings(draft, settings.model_dump(mode="json", exclude_unset=True))
    elif place == "columns":
        drafts.choose_columns(draft, {**(draft.columns or {}), name: value})
    else:
        wanted = Filter.model_validate({"column": problem.column, "table": problem.table, "in": value})
        others = [one for one in draft.filters if one["column"] != problem.column]
        drafts.choose_filters(draft, [*others, wanted.kept()])


def _in_words(choice: Choice) -> str:
    """The value or its meaning, with how many rows say so and what they add up to."""
    words = translated(choice.label) if choice.label else _value(choice.value)
    facts = []
    if choice.count is not None:
        facts.append(_("%(count)s rows") % {"count": shown(choice.count, "integer")})
    if choice.amount is not None:
        facts.append(_("adds up to %(total)s") % {"total": shown(choice.amount, "number")})
    return f"{words} ({', '.join(facts)})" if facts else words


def _value(value: Any) -> str:
    value = plain(value)
    if value is None or value == "":
        return _("empty")
    return str(shown(value) if isinstance(value, bool | int | float) else value)
