"""The form of records whose name may be changed in the admin, by the service that knows who has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from unfold.admin import ModelAdmin


class RenamingForm(forms.ModelForm):
    """Refuses a name that another record has, and says whose that is."""

    holder_of: ClassVar[Callable[..., Any]]
    """As ``staticmethod``: takes a name and the record, gives the other record that has it, or None."""

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if holder := self.holder_of(name, self.instance):
            words = gettext("“%(name)s” is the name of another one, “%(holder)s” of %(owner)s.")
            said = {"name": name, "holder": holder.slug, "owner": holder.owner or "–"}
            raise forms.ValidationError(words % said)
        return str(name)


class RenamedByService(ModelAdmin):
    """Changes names by a service, which changes them everywhere; the rest is saved as usual."""

    renaming: ClassVar[Any] = None
    """As ``staticmethod``: takes who renames, the record as it is, and the name."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "name" in form.changed_data:
            self.renaming(request.user, self.model._base_manager.get(pk=obj.pk), obj.name)
        super().save_model(request, obj, form, change)
