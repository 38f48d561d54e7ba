"""Model fields that keep sentences with what they are made of."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from language.sentences import KEY, Sentence, kept, revive, say

START = f'{{"{KEY}": '


class SentenceField(models.TextField):
    """Text: a Sentence comes back as one, any other text as it was."""

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith(START) and not isinstance(value, Sentence):
            value = say("{text}", text=value)  # Somebody's text that would be taken for a kept sentence.
        if isinstance(value, Sentence):
            return json.dumps(value.as_json(), ensure_ascii=False)
        return super().get_prep_value(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None or not value.startswith(START):
            return value
        try:
            return revive(json.loads(value))
        except json.JSONDecodeError:  # Written before this field kept sentences.
            return value


class SentencesField(models.JSONField):
    """JSON in which sentences may stand anywhere."""

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(kept(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(kept(value), connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return revive(super().from_db_value(value, expression, connection))
