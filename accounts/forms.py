from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from accounts.models import LONGEST_NAME


class TokenForm(forms.Form):
    """A new API token."""

    LIFETIMES = [("", "never"), ("30", "in 30 days"), ("90", "in 90 days"), ("365", "in a year")]

    name = forms.CharField(max_length=LONGEST_NAME, help_text="What it is for, e.g. “web shop”.")
    read_only = forms.BooleanField(required=False, label="May only read")
    lifetime = forms.ChoiceField(choices=LIFETIMES, required=False, label="Expires")

    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["lifetime"]
        return timezone.now() + timedelta(days=int(days)) if days else None
