"""The fourth step: the settings of the family, where it has some."""

from __future__ import annotations

import pytest
from django.test import Client

from contract import registry
from contract.data import Options
from datasets.models import DatasetVersion
from segmentation.family import Segmentation
from tests.training.asking import as_menus, at, draft_of

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
