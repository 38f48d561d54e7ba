"""The fourth step: the settings of the family, where it has some."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from contract import registry
from contract.data import Options
from datasets.models import DatasetVersion
from segmentation.family import Segmentation
from tests.training.asking import as_menus, at, draft_of
from training.models import Draft
from training.questions.forms import SettingsForm

FILLED = {"horizon": "14", "frequency": "auto", "gaps": "zero"}


def test_the_first_setting_is_the_main_one(page: Client, sales: DatasetVersion) -> None:
    form = page.get(at(draft_of(sales), "settings")).context["form"]
    assert form.main().name == "horizon"
    assert {"frequency", "gaps"} <= {field.name for field in form.others()}
    assert form.main().value() == 7, "as it was saved"
    assert not form.others_changed()


def test_what_is_said_is_saved_and_leads_to_the_checks(page: Client, sales: DatasetVersion) -> None:
    draft = draft_of(sales, reached="settings")
    response = page.post(at(draft, "settings"), FILLED)
    assert response["Location"] == at(draft, "checks")
    draft.refresh_from_db()
    assert (draft.settings["horizon"], draft.settings["gaps"]) == (14, "zero")
    assert page.get(at(draft, "settings")).context["form"].others_changed(), "what was changed is not folded"


@pytest.mark.parametrize(("field", "value"), [("horizon", "0"), ("horizon", "soon"), ("gaps", "guess")])
def test_errors_stand_beside_their_field(field: str, value: str, page: Client, sales: DatasetVersion) -> None:
    response = page.post(at(draft_of(sales), "settings"), {**FILLED, field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_a_family_without_settings_has_no_such_step(
    page: Client, customers: DatasetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(registry.get("segmentation"), Segmentation)
    monkeypatch.setattr(Segmentation, "Settings", Options)
    draft = draft_of(customers, family="segmentation", columns=None, settings={}, reached="")
    response = page.post(at(draft, "columns"), as_menus(customers, features=["city", "employees"]))
    assert response["Location"] == at(draft, "checks")
    assert page.get(at(draft, "settings"))["Location"] == at(draft, "checks")
    assert [step["key"] for step in page.get(at(draft, "columns")).context["steps"]] == [
        "data",
        "question",
        "columns",
        "checks",
        "effort",
    ]


def test_the_values_of_the_outcome_are_ticked(page: Client, customers: DatasetVersion) -> None:
    columns = {"label": "city", "features": ["employees"]}
    draft = draft_of(customers, family="churn", columns=columns, settings={"positive": '"Bonn, old"'})
    form = page.get(at(draft, "settings")).context["form"]
    values = [value for value, _label in form.fields["positive"].choices]
    assert set(values) == {*customers.frame()["city"].unique(), "Bonn, old"}
    assert form["positive"].value() == ["Bonn, old"]
    assert ("*", "all others") in form.fields["negative"].choices
    city = values[0]
    page.post(at(draft, "settings"), {"positive": [city, "Bonn, old"], "test_size": "0.2", "copies": "once",
              "cv_folds": "4", "budget_minutes": "0"})  # fmt: skip
    draft.refresh_from_db()
    assert draft.settings["positive"] == f'{city},"Bonn, old"'


def test_many_values_are_typed(page: Client, customers: DatasetVersion) -> None:
    draft = draft_of(
        customers, family="churn", columns={"label": "id", "features": ["employees"]}, settings={}
    )
    assert page.get(at(draft, "settings")).context["form"].fields["positive"].widget.input_type == "text"


def test_countries_have_names_and_days_are_dates(page: Client, sales: DatasetVersion) -> None:
    draft = draft_of(sales)
    content = page.get(at(draft, "settings")).content.decode()
    assert '<option value="ZA">South Africa</option>' in content
    assert '<input type="date" name="payday_friday"' in content
    page.post(
        at(draft, "settings"), {**everything(page, draft), "country": "ZA", "payday_friday": "2024-01-05"}
    )
    draft.refresh_from_db()
    assert (draft.settings["country"], draft.settings["payday_friday"]) == ("ZA", "2024-01-05")


def everything(page: Client, draft: Draft) -> dict[str, str]:
    form = page.get(at(draft, "settings")).context["form"]
    return {field.name: str(field.value()) for field in form if field.value() not in (None, "", False)}


@pytest.mark.parametrize("family", [one.key for one in registry.all_families()])
def test_no_key_of_a_program_is_shown(family: str, page: Client, customers: DatasetVersion) -> None:
    draft = draft_of(customers, family=family, columns={"time": "id", "label": "city"}, settings={})
    form = SettingsForm(registry.get(family), draft.settings)
    for field in form:
        words = [str(field.help_text), *(str(text) for _value, text in getattr(field.field, "choices", []))]
        for text in words:
            assert not re.search(r"\bauto\b|^[a-z_]+: |\w_\w", text), f"{field.name}: {text}"
