"""Fields and values of the "try it" form, for every kind of input."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from contract import registry
from language.reader import Reader, reading
from predictions.forms import CellField, TryForm
from training.models import ModelVersion, TrainedModel


def version(family: str, **wanted: Any) -> ModelVersion:
    inputs = {"kind": "number", "typical": None, "choices": [], "of": "rows", **wanted}
    return ModelVersion(model=TrainedModel(family=family), manifest={"inputs": [inputs]})


def form_of(family: str, wanted: dict[str, Any], *args: Any, **kwargs: Any) -> TryForm:
    return TryForm(version(family, **wanted), registry.get(family).ask(), *args, **kwargs)


def field(family: str = "segmentation", **wanted: Any) -> Any:
    (found,) = form_of(family, {"name": "x", **wanted}).fields.values()
    return found


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        ({"kind": "number"}, CellField),
        ({"kind": "text"}, forms.CharField),
        ({"kind": "date"}, CellField),
        ({"kind": "flag"}, forms.ChoiceField),
        ({"kind": "category", "choices": ["a"]}, forms.ChoiceField),
        ({"kind": "category", "choices": []}, forms.CharField),
    ],
)
def test_each_kind_has_its_field(wanted: dict[str, Any], kind: type[forms.Field]) -> None:
    found = field(**wanted)
    assert type(found) is kind
    assert not found.required


def body(family: str, wanted: dict[str, Any], *values: str) -> Any:
    prefix = "row-" if wanted.get("of", "rows") == "rows" else "request-"
    form = form_of(family, wanted, MultiValueDict({prefix + wanted["name"]: list(values)}))
    assert form.is_valid(), form.errors
    return form.body()


@pytest.mark.parametrize(
    ("text", "value"), [("5", 5), ("5.0", 5), ("5.25", 5.25), ("1.234,5", 1234.5), ("-1e3", -1000)]
)
def test_a_number_is_read_as_a_cell_and_sent_as_such(text: str, value: float) -> None:
    (row,) = body("segmentation", {"name": "x"}, text)["rows"]
    assert row == {"x": value}


def test_a_number_with_two_readings_is_refused_beside_its_field() -> None:
    form = form_of("segmentation", {"name": "x"}, {"row-x": "1,234"})
    assert "1,234" in form.errors["row-x"][0]


def test_what_is_left_empty_is_not_sent() -> None:
    assert body("segmentation", {"name": "x"}, "") == {"rows": [{}]}
    assert body("forecasting", {"name": "horizon", "of": "request"}, "") == {}


def test_many_may_be_chosen_where_the_request_takes_many() -> None:
    items = {"name": "items", "kind": "category", "choices": ["a", "b"], "of": "request"}
    assert body("forecasting", items, "a", "b") == {"items": ["a", "b"]}
    assert body("forecasting", items) == {}


@pytest.mark.parametrize("typical", [True, False])
def test_a_flag_is_filled_in(typical: bool) -> None:
    """The typical value is one of the choices, so that the form shows it and the call holds it."""
    found = field(kind="flag", typical=typical)
    assert found.clean(found.initial) == ("true" if typical else "false")


def test_a_field_of_the_request_says_what_it_is_and_how_far_it_goes() -> None:
    found = form_of("forecasting", {"name": "horizon", "of": "request", "typical": 7}).fields[
        "request-horizon"
    ]
    assert (found.label, found.initial, found.min_value) == ("How far ahead", 7, 1)
    assert found.help_text


def test_a_column_of_very_many_words_is_typed() -> None:
    words = [f"w{n}" for n in range(500)]
    found = field(kind="category", choices=words, typical="w0")
    assert type(found) is forms.CharField
    assert found.suggestions == words[:200]
    assert body("segmentation", {"name": "x", "kind": "category", "choices": words}, "new") == {
        "rows": [{"x": "new"}]
    }


def test_a_typical_whole_number_is_shown_as_such() -> None:
    assert repr(field(kind="number", typical=33.0).initial) == "33"


def test_the_range_is_in_the_readers_numbers() -> None:
    with reading(Reader(numbers="fr")):
        form = form_of("segmentation", {"name": "x"}, ranges={"x": (0.5, 12_000)})
        assert form.fields["row-x"].help_text == "0,5 to 12\u202f000 in the data"
