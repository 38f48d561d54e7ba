"""Fields and values of the "try it" form, for every kind of input."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from predictions.forms import TryForm
from training.models import ModelVersion, TrainedModel


def version(family: str, **wanted: Any) -> ModelVersion:
    inputs = {"kind": "number", "typical": None, "choices": [], "of": "rows", **wanted}
    return ModelVersion(model=TrainedModel(family=family), manifest={"inputs": [inputs]})


def field(family: str = "segmentation", **wanted: Any) -> Any:
    (found,) = TryForm(version(family, name="x", **wanted)).fields.values()
    return found


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        ({"kind": "number"}, forms.FloatField),
        ({"kind": "text"}, forms.CharField),
        ({"kind": "date"}, forms.CharField),
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
    form = TryForm(version(family, **wanted), MultiValueDict({prefix + wanted["name"]: list(values)}))
    assert form.is_valid(), form.errors
    return form.body()


@pytest.mark.parametrize(("text", "value"), [("5", 5), ("5.0", 5), ("5.25", 5.25), ("-1e3", -1000), ("0", 0)])
def test_whole_numbers_are_sent_as_such(text: str, value: float) -> None:
    (row,) = body("segmentation", {"name": "x"}, text)["rows"]
    assert row == {"x": value}
    assert type(row["x"]) is type(value)


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
