"""What an answer is worth to the business: asked on the way that everybody takes, and easily skipped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from api.option_fields import fields_for, values_from
from contract.family import Family
from training.models import Draft
from training.runs.remembered import asked_once, kept_settings


class WorthForm(forms.Form):
    """The settings that a family asks once, such as value, cost and currency; no field where it asks none."""

    def __init__(self, family: Family, said: Mapping[str, Any], *args: Any):
        super().__init__(*args)
        names = asked_once(family)
        self.fields |= {name: one for name, one in fields_for(family.Settings, "").items() if name in names}
        self.initial = {name: value for name, value in said.items() if name in names}

    def worth(self) -> dict[str, Any]:
        return values_from(self.cleaned_data, "")


def worth_form(draft: Draft, family: Family, posted: Mapping[str, Any] | None) -> WorthForm:
    """As it was said of this question, or with the last training on the data set. Bound where it was sent."""
    said = draft.settings or kept_settings(family, draft.version)
    sent = posted is not None and bool(set(asked_once(family)) & set(posted))
    return WorthForm(family, said, *([posted] if sent else []))


def keep_worth(draft: Draft, form: WorthForm) -> None:
    """What was left empty is not worth anything any more. Other settings stay."""
    if form.is_bound:
        others = {name: value for name, value in draft.settings.items() if name not in form.fields}
        draft.settings = {**others, **form.worth()}
        draft.save(update_fields=["settings", "updated_at"])
