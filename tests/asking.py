"""A model asked the way a call of the API asks it, but for the database."""

from __future__ import annotations

from typing import Any

from contract.asking import Answer, AskContext, Learned
from contract.family import Family
from contract.requests import answer_body


def asked(
    family: Family, model: Any, body: dict[str, Any], learned: Learned | None = None, key: str = "predict"
) -> tuple[AskContext, Answer]:
    """The context that the ask saw, and its answer."""
    return answer_body(family.ask(key), model, body, learned)


def ask(family: Family, model: Any, learned: Learned | None = None, **body: Any) -> Answer:
    return asked(family, model, body, learned)[1]
