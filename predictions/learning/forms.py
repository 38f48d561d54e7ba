"""Forms of a session: its settings, and the result of a proposal, derived from the family's classes."""

from __future__ import annotations

from typing import Any

from django import forms
from pydantic import ValidationError

from api.option_fields import fields_for, values_from
from api.problems import from_pydantic
from contract.asking import RequestProblem
from contract.data import Options

PREFIX = "value-"


class OptionsForm(forms.Form):
    """A field for each of the ``options`` that a form can hold."""

    def __init__(self, options: type[Options], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.options = options
        self.fields |= fields_for(options, PREFIX)

    @property
    def complete(self) -> bool:
        """False where something is required that only a program can send: a list, an object."""
        required = (name for name, field in self.options.model_fields.items() if field.is_required())
        return all(PREFIX + name in self.fields for name in required)

    def focus_first(self) -> None:
        """For a form that comes while its reader is typing: the keyboard goes on where it was."""
        for field in list(self.fields.values())[:1]:
            field.widget.attrs["autofocus"] = True

    def values(self) -> dict[str, Any]:
        return values_from(self.cleaned_data, PREFIX)

    def refuse(self, failure: ValidationError | RequestProblem) -> None:
        """Say at each field why it was refused; of the form as a whole, where there is no such field."""
        if isinstance(failure, RequestProblem):
            self._say(failure.location, failure.message)
            return
        for problem in from_pydantic(failure).errors:
            self._say(problem["location"], problem["message"])

    def _say(self, location: str, message: str) -> None:
        name = PREFIX + location
        self.add_error(name if name in self.fields else None, message)
