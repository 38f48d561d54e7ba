"""However the cells of a request are written and sent, the answer is the same: generated from the registry.

One family of each kind of ask is trained once, on its example. The sheets are then uploaded as somebody
writes them, and the same rows are asked for in every way: the model must say what it says of typed cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.test import Client

from api.rendering import CSV_TYPE, XLSX_TYPE
from cells.conventions import Kind
from contract import registry
from contract.asking import Ask, AskTable
from contract.data import MAIN, TrainingData
from contract.family import Trained
from contract.plain import plain
from contract.requests import TABLES
from predictions.loading import loaded
from tests.asking import answer_body, learned_from
from tests.conftest import Api, upload
from tests.lead_sheets import leads
from tests.written import HANDS, Hand, Rows, as_csv, as_json, as_workbook, typed_rows
from training.models import ModelVersion
from training.runs.orders import RunOrder, plan_for
from training.runs.services import start_run
from training.versions.services import keep

ROWS = 12
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Case:
    """What a family learns from and is asked; without ``tables``, each is the first rows of its sheet."""

    data: Callable[[], TrainingData]
    model: str = "auto"
    fields: Mapping[str, Any] | None = None
    tables: Callable[[TrainingData], Tables] | None = None


def sales() -> TrainingData:
    """The example with a price of many digits beside its promotions."""
    data = registry.get("forecasting").example()
    prices = np.random.default_rng(3).uniform(900, 2_500, len(data.main)).round(2)
    main = data.main.assign(price=prices)
    main["sales"] = (main["sales"] * (2.2 - prices / 1_500)).round(2)
    return replace(
        data,
        tables={MAIN: main},
        columns={**data.columns, "features": ("promotion", "price")},
        kinds={MAIN: {**data.kinds[MAIN], "price": "number"}},
    )


def coming_days(data: TrainingData) -> Tables:
    """Prices and promotions of the five days after the sheet; "01/05" could be January, too."""
    days = data.main["date"].max() + pd.to_timedelta(np.arange(1, 6), unit="D")
    known = {"promotion": [True, False, None, True, False], "price": [1_250.5, 999.99, 2_000.25, 950.5, None]}
    return {"future": pd.DataFrame({"item": "North", "date": days, **known})}


CASES: Mapping[str, Case] = {
    "forecasting": Case(sales, "direct_level", {"horizon": 5, "items": ["North"]}, coming_days),
    "lead_scoring": Case(leads, fields={"reasons": 2, "as_of": "2026-07-02"}),
}
"""Families whose example says too little; all others are asked about their example."""
ONE_OF_EACH = {
    (type(ask), ask.key): family.key for family in registry.all_families()[::-1] for ask in family.asks
}
ASKED = sorted((key, ask) for (_, ask), key in ONE_OF_EACH.items())


def case_of(key: str) -> Case:
    return CASES.get(key) or Case(registry.get(key).example)


@pytest.fixture(scope="module")
def trained() -> Callable[[str], tuple[TrainingData, Trained]]:
    done: dict[str, tuple[TrainingData, Trained]] = {}

    def get(key: str) -> tuple[TrainingData, Trained]:
        if key not in done:
            family, data = registry.get(key), case_of(key).data()
            done[key] = data, family.train(data, plan_for(family, {}, {}, case_of(key).model))
        return done[key]

    return get


@pytest.fixture(autouse=True)
def nothing_loaded() -> Iterator[None]:
    loaded._models.clear()
    yield
    loaded._models.clear()


@dataclass(frozen=True)
class Question:
    """A request to an ask, with its tables typed: ``kinds`` are those of their columns."""

    ask: Ask
    fields: Mapping[str, Any]
    tables: Tables
    kinds: Mapping[str, Mapping[str, Kind]]

    @classmethod
    def of(cls, key: str, ask_key: str, data: TrainingData, result: Trained) -> Question:
        ask, case = registry.get(key).ask(ask_key), case_of(key)
        takes = ask.takes(learned_from(data))
        typical = {wanted.name: wanted.typical for wanted in result.inputs if wanted.of == "request"}
        fields = case.fields or {name: value for name, value in typical.items() if value is not None}
        tables = case.tables(data) if case.tables else {table.key: _first(data, table) for table in takes}
        return cls(ask, fields, tables, {table.key: _kinds(data, table) for table in takes})

    def as_typed(self) -> dict[str, Rows]:
        return {key: typed_rows(table, self.kinds[key]) for key, table in self.tables.items()}

    def as_written(self, hand: Hand) -> dict[str, Rows]:
        return {key: hand.rows(table, self.kinds[key]) for key, table in self.tables.items()}

    @property
    def first(self) -> str:
        return self.ask.tables[0].key


def _first(data: TrainingData, table: AskTable) -> pd.DataFrame:
    return data.tables[table.of].head(ROWS if table.of == MAIN else None)


def _kinds(data: TrainingData, table: AskTable) -> dict[str, Kind]:
    """Columns may be called by their role, as those of a forecast are."""
    kinds = dict(data.kinds[table.of])
    roles = {role: name for role, name in data.columns.items() if isinstance(name, str) and name in kinds}
    return kinds | {role: kinds[name] for role, name in roles.items()} | {"date": "date"}


def version_of(analyst: User, key: str, data: TrainingData, result: Trained, hand: Hand) -> ModelVersion:
    """The model as trained on the sheets as ``hand`` writes them."""
    references = {}
    for table, frame in data.tables.items():
        content = as_csv(hand.rows(frame, data.kinds[table]), hand.delimiter)
        uploaded = upload(analyst, content, f"{table}.csv")
        references[table] = uploaded.reference
        assert {name: uploaded.kinds[name] for name in data.kinds[table]} == data.kinds[table]
        read = hand.rows(uploaded.frame(), data.kinds[table])
        assert read == hand.rows(frame, data.kinds[table])  # What is learned from is what was meant.
    order = RunOrder(
        family=key,
        dataset=references.pop(MAIN),
        tables=references,
        name="asked",
        columns={role: [n] if isinstance(n, str) else list(n) for role, n in data.columns.items()},
        model=case_of(key).model,
    )
    run = start_run(analyst, order)
    assert run.claim()
    return keep(run, plan_for(run.get_family(), run.settings, run.params, run.model), result)


def meant(question: Question, data: TrainingData, result: Trained, **only: Any) -> list[dict[str, Any]]:
    """What the model says of the typed cells."""
    tables = {key: rows for key, rows in question.as_typed().items() if key in only.get("tables", [key])}
    tables = {key: rows[: only.get("rows")] for key, rows in tables.items()}
    tables = {key: pd.DataFrame(rows) for key, rows in tables.items()}
    body = {**question.fields, TABLES: tables}
    _, answer = answer_body(question.ask, result.model, body, learned_from(data))
    return list(plain(answer.table.to_dict("records")))


class Caller:
    """Asks a version over the API."""

    def __init__(self, api: Api, question: Question):
        self.api, self.question = api, question
        self.path = f"/models/asked/asks/{question.ask.key}"

    def json(self, tables: Mapping[str, Rows]) -> Any:
        return self._told(self.api("POST", self.path, {**self.question.fields, TABLES: tables}))

    def sheet(self, content: bytes, kind: str, **fields: Any) -> Any:
        query = urlencode({**self.question.fields, **fields}, doseq=True)
        return self._told(self.api("POST", f"{self.path}?{query}", content, content_type=kind))

    @staticmethod
    def _told(response: Any) -> Any:
        assert response.status_code == 200, response.content.decode()
        return response.json()["predictions"]


@pytest.mark.parametrize("hand", HANDS.values(), ids=HANDS)
@pytest.mark.parametrize(("key", "ask"), ASKED)
def test_every_way_to_ask_has_one_answer(
    key: str, ask: str, hand: Hand, trained: Any, analyst: User, api: Api
) -> None:
    data, result = trained(key)
    question = Question.of(key, ask, data, result)
    version_of(analyst, key, data, result, hand)
    caller, texts, typed = Caller(api, question), question.as_written(hand), question.as_typed()
    answers = {
        "JSON of texts": caller.json(texts),
        "JSON of values": caller.json({table: as_json(rows) for table, rows in typed.items()}),
        "workbook of texts": caller.sheet(as_workbook(texts), XLSX_TYPE),
        "workbook of values": caller.sheet(as_workbook(typed), XLSX_TYPE),
    }
    others = {table.key: table.of for table in question.ask.tables[1:] if table.key in texts}
    if question.first in texts:
        named = {table: f"{of}@latest" for table, of in others.items()}
        content = as_csv(texts[question.first], hand.delimiter)
        answers["CSV, other tables by name"] = caller.sheet(content, CSV_TYPE, **named)
    assert answers == dict.fromkeys(answers, meant(question, data, result))
    if others:
        first = {question.first: texts[question.first]}
        alone = {
            "JSON": caller.json(first),
            "CSV": caller.sheet(as_csv(first[question.first], hand.delimiter), CSV_TYPE),
            "one sheet of values": caller.sheet(as_workbook({"Sheet1": typed[question.first]}), XLSX_TYPE),
        }
        assert alone == dict.fromkeys(alone, meant(question, data, result, tables=[question.first]))


@pytest.mark.parametrize("hand", HANDS.values(), ids=HANDS)
@pytest.mark.parametrize(("key", "ask"), ASKED)
def test_the_form_has_the_same_answer(
    key: str, ask: str, hand: Hand, trained: Any, analyst: User, page: Client
) -> None:
    data, result = trained(key)
    question = Question.of(key, ask, data, result)
    version = version_of(analyst, key, data, result, hand)
    form = {f"request-{name}": value for name, value in question.fields.items()}
    asked = [question.ask.rows] if question.ask.rows else []
    if asked:
        (row,) = question.as_written(hand)[asked[0]][:1]
        kinds = question.kinds[asked[0]]
        words = {hand.yes: "true", hand.no: "false"}
        form |= {
            f"row-{name}": words[cell] if kinds[name] == "flag" else cell
            for name, cell in row.items()
            if cell is not None
        }
    sides = [table for table in question.ask.tables if table.of != MAIN and table.key in question.tables]
    form |= {f"table-{table.key}": table.of for table in sides}
    response = page.post(f"/models/asked/{version.number}/try/{ask}", form)
    assert "served" in response.context, response.context.get("refusal") or response.context["form"].errors
    told = plain(response.context["served"].answer.table.to_dict("records"))
    asked += [table.key for table in sides]
    typed = plain(meant(question, data, result, tables=asked)[: 1 if question.ask.rows else None])
    for row in [*told, *typed]:
        row.pop("recommendation", None)  # The form has no field for an outcome, which would close the row.
    assert told == typed


UNSETTLED = "03/04/2026"
DATED = [
    (key, ask, table.key, name)
    for key, ask in ASKED
    for data in [case_of(key).data()]
    for table in registry.get(key).ask(ask).takes(learned_from(data))
    for name in ({"future": ("date",)}.get(table.key) or data.kinds[table.of])
    if _kinds(data, table)[name] == "date"
]


@pytest.mark.parametrize(("key", "ask", "table", "column"), DATED)
def test_a_date_that_is_not_settled_is_never_read_in_silence(
    key: str, ask: str, table: str, column: str, trained: Any, analyst: User, api: Api
) -> None:
    """Sheets with ISO dates say nothing of day and month."""
    data, result = trained(key)
    question = Question.of(key, ask, data, result)
    version_of(analyst, key, data, result, HANDS["iso"])
    tables = question.as_written(HANDS["iso"])
    rows = {
        place: row if place != 2 else {**row, column: UNSETTLED} for place, row in enumerate(tables[table])
    }
    sent = {**question.fields, TABLES: {**tables, table: list(rows.values())}}
    response = api("POST", f"/models/asked/asks/{ask}", sent)
    found = response.json()
    if response.status_code == 422:
        (refusal,) = found["errors"]
        assert refusal["location"].endswith(f"{table}.2.{column}")
        assert UNSETTLED in refusal["message"]
        return
    (flag,) = [flag for flag in found["flags"] if flag["code"] == "ambiguous_date"]
    assert flag["column"] == column
    assert UNSETTLED in flag["message"]
    assert flag["row"] == 2 or "row 2" in flag["message"]
    without = {place: row if place != 2 else {**row, column: None} for place, row in rows.items()}
    sent[TABLES][table] = list(without.values())
    assert found["predictions"] == api("POST", f"/models/asked/asks/{ask}", sent).json()["predictions"]
