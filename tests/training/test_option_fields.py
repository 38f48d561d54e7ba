"""Form fields derived from a pydantic class."""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any, Literal

import pytest
from django import forms
from pydantic import Field, ValidationError

from api.option_fields import fields_for, values_from
from contract.data import Options
from language import formats
from language.sentences import say


class Choices(Options):
    steps: int = Field(default=30, ge=1, le=730, title="How far", description="Days.")
    above: int = Field(default=5, gt=0, lt=10)
    share: float = Field(default=0.05, gt=0, le=1)
    seasonal: bool = True
    unit: Literal["auto", "day", "week"] = "auto"
    folds: Literal[3, 5] = 5
    limit: int | None = Field(default=None, ge=2)
    way: Literal["up", "down"] | None = None
    label: str = ""
    needed: int
    levels: list[int] = [80, 95]
    extra: dict[str, Any] = {}
    either: int | str = 1


@pytest.fixture
def fields() -> dict[str, forms.Field]:
    return fields_for(Choices, "setting-")


KINDS = {
    "steps": forms.IntegerField,
    "share": forms.FloatField,
    "seasonal": forms.BooleanField,
    "unit": forms.TypedChoiceField,
    "folds": forms.TypedChoiceField,
    "limit": forms.IntegerField,
    "label": forms.CharField,
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_each_kind_has_its_field(name: str, kind: type[forms.Field], fields: dict[str, forms.Field]) -> None:
    assert type(fields[f"setting-{name}"]) is kind


@pytest.mark.parametrize("name", ["levels", "extra", "either"])
def test_what_is_no_single_value_has_no_field(name: str, fields: dict[str, forms.Field]) -> None:
    assert f"setting-{name}" not in fields


def test_words_come_from_the_class(fields: dict[str, forms.Field]) -> None:
    field = fields["setting-steps"]
    assert (field.label, field.help_text, field.initial) == ("How far", "Days.", 30)
    assert fields["setting-seasonal"].initial is True


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("steps", 1, 730), ("above", 1, 9), ("share", 0, 1), ("limit", 2, None)],
)
def test_bounds(name: str, least: Any, most: Any, fields: dict[str, forms.Field]) -> None:
    field: Any = fields[f"setting-{name}"]
    assert (field.min_value, field.max_value) == (least, most)


def test_only_what_has_no_default_is_required(fields: dict[str, forms.Field]) -> None:
    assert [name for name, field in fields.items() if field.required] == ["setting-needed"]


def test_what_may_be_left_open_can_be_left_open(fields: dict[str, forms.Field]) -> None:
    optional: Any = fields["setting-way"]
    assert optional.choices[0] == ("", "automatic")
    always: Any = fields["setting-unit"]
    assert [value for value, _ in always.choices] == ["auto", "day", "week"]


class Worded(Options):
    gaps: Literal["auto", "zero"] = Field(
        default="auto",
        title=say("yes"),
        description="no",
        json_schema_extra={"words": {"auto": say("automatic")}},
    )


def test_choices_have_the_words_of_the_class() -> None:
    field: Any = fields_for(Worded, "")["gaps"]
    assert list(field.choices) == [("auto", "automatic"), ("zero", "zero")]


def test_words_are_said_in_the_language_of_who_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    class Foreign(NullTranslations):
        def gettext(self, message: str) -> str:
            return f"«{message}»"

    monkeypatch.setattr(formats, "catalogue", lambda language: Foreign())
    field: Any = fields_for(Worded, "")["gaps"]
    assert (field.label, field.help_text) == ("«yes»", "«no»")
    assert [word for _, word in field.choices] == ["«automatic»", "«zero»"]


def filled(**values: str) -> Options:
    form = forms.Form({f"setting-{name}": value for name, value in values.items()})
    form.fields = fields_for(Choices, "setting-")  # type: ignore[assignment]
    assert form.is_valid(), form.errors
    return Choices.model_validate(values_from(form.cleaned_data, "setting-"))


def test_what_is_filled_in_arrives_in_its_own_type() -> None:
    options = filled(
        steps="7", share="0.5", unit="week", folds="3", limit="4", way="down", label="a", needed="1"
    )
    assert options.model_dump(exclude={"levels", "extra", "either"}) == {
        "steps": 7,
        "above": 5,
        "share": 0.5,
        "seasonal": False,  # A box that is not ticked is not sent.
        "unit": "week",
        "folds": 3,
        "limit": 4,
        "way": "down",
        "label": "a",
        "needed": 1,
    }


def test_what_is_left_empty_is_left_to_its_default() -> None:
    assert filled(needed="0") == Choices(needed=0, seasonal=False)


def test_an_excluded_fraction_is_left_to_the_class() -> None:
    with pytest.raises(ValidationError, match="greater than 0"):
        filled(needed="1", share="0")
