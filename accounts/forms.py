from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import LONGEST_NAME, Preferences
from language.formats import shown
from language.reader import LANGUAGES, NUMBER_FORMATS, Reader, reading

EXAMPLE = 1234.5


class TokenForm(forms.Form):
    """A new API token."""

    LIFETIMES = [
        ("", gettext_lazy("never")),
        ("30", gettext_lazy("in 30 days")),
        ("90", gettext_lazy("in 90 days")),
        ("365", gettext_lazy("in a year")),
    ]

    name = forms.CharField(
        max_length=LONGEST_NAME,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What it is for, e.g. “web shop”."),
    )
    lifetime = forms.ChoiceField(choices=LIFETIMES, required=False, label=gettext_lazy("Expires"))
    read_only = forms.BooleanField(
        required=False,
        label=gettext_lazy("Read only"),
        help_text=gettext_lazy("Blocks uploads, training, predictions and deletions."),
    )

    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["lifetime"]
        return timezone.now() + timedelta(days=int(days)) if days else None


class LanguageForm(forms.Form):
    """The switch on every page."""

    language = forms.ChoiceField(choices=list(LANGUAGES.items()))


def _number_formats() -> Iterator[tuple[str, str | Promise]]:
    """Each way of writing numbers, shown by an example."""
    yield "", gettext_lazy("Language default")
    for numbers in NUMBER_FORMATS:
        with reading(Reader(numbers=numbers)):
            yield numbers, shown(EXAMPLE, "amount5")


class PreferencesForm(forms.Form):
    """How somebody reads Almanac, and what it may write to them."""

    language = forms.ChoiceField(
        choices=[("", gettext_lazy("Browser default")), *LANGUAGES.items()],
        required=False,
        label=gettext_lazy("Language"),
        widget=forms.RadioSelect,
    )
    numbers = forms.ChoiceField(
        choices=list(_number_formats()),
        required=False,
        label=gettext_lazy("Numbers"),
        widget=forms.RadioSelect,
    )
    mail = forms.ChoiceField(
        choices=Preferences.Mail.choices, label=gettext_lazy("Email me"), widget=forms.RadioSelect
    )

    def __init__(self, user: Any, chosen: Preferences, data: Any = None):
        initial = {name: getattr(chosen, name) for name in ("language", "numbers", "mail")}
        super().__init__(data, initial=initial)
        mail = self.fields["mail"]
        if settings.MAIL is None:
            mail.help_text = _("Email is off: whoever runs Almanac must set up a mail server first.")
        elif not user.email:
            mail.help_text = _("Your account has no email address. An administrator can add one.")
        else:
            mail.help_text = _("To %(address)s.") % {"address": user.email}
        mail.disabled = settings.MAIL is None or not user.email
