"""A model asked the way a call of the API asks it, but for the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract import requests
from contract.asking import Answer, Ask, AskContext, Learned
from contract.conform import conventions_of
from contract.data import TrainingData
from contract.family import Family


def answer_body(
    ask: Ask, model: Any, body: Mapping[str, Any], learned: Learned | None = None
) -> tuple[AskContext, Answer]:
    """The context that the ask saw, and its answer with the flags of cells that did not fit."""
    learned = learned or Learned()
    request, tables = requests.validate(ask, body, learned)
    context, flags = requests.read(ask, model, request, tables, learned)
    return context, ask.answer(context).flagged(flags)


def learned_from(data: TrainingData) -> Learned:
    """What a model knows of ``data`` that no version keeps: columns and kinds, and no conventions settled."""
    return Learned(data.columns, {table: conventions_of(kinds) for table, kinds in data.kinds.items()})


def asked(
    family: Family, model: Any, body: dict[str, Any], learned: Learned | None = None, key: str = "predict"
) -> tuple[AskContext, Answer]:
    return answer_body(family.ask(key), model, body, learned)


def ask(family: Family, model: Any, learned: Learned | None = None, **body: Any) -> Answer:
    return asked(family, model, body, learned)[1]
