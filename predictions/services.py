"""Asking a model: validate, read the cells, answer, write down."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from config import clock
from contract import registry, requests
from contract.asking import PREDICT, Answer, Ask, AskContext, Flag, Learned, RequestProblem, VersionFacts
from contract.data import MAIN
from contract.plain import plain
from datasets.models import DatasetVersion
from datasets.services import find_version
from language.sentences import say
from predictions.loading import loaded
from predictions.models import Prediction, PredictionLog
from training.models import ModelVersion, RunTable
from training.versions import group_names
from training.versions.learned import learned_of

LOGGED_ROWS = 10_000
"""Of one request; more would hold the database longer than other requests should wait."""


class AskMissing(Exception):
    """The family of a version has no such ask. Says so in a sentence."""

    def __init__(self, version: ModelVersion, key: str, known: list[str]):
        self.sentence = say(
            "'{model}' cannot be asked for '{ask}'; it can for {known}.",
            model=version.model.slug,
            ask=key,
            known=", ".join(known) or say("nothing"),
        )
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Asked:
    """A request that is validated, with its tables as they came: nothing is read or answered yet."""

    version: ModelVersion
    ask: Ask
    learned: Learned
    request: Any
    tables: Mapping[str, Any]

    @classmethod
    def of(cls, version: ModelVersion, key: str, body: Mapping[str, Any]) -> Asked:
        """Raises registry.FamilyMissing, AskMissing, RequestProblem, and pydantic's ValidationError."""
        ask, learned = ask_of(version, key), learned_of(version)
        request, tables = requests.validate(ask, body, learned)
        return cls(version, ask, learned, request, {key: _named(ask, key, v) for key, v in tables.items()})

    def allow(self, actor: Any) -> None:
        """Raises RequestProblem where a table names a data set, and ``actor`` may view none."""
        for key, table in self.tables.items():
            if isinstance(table, DatasetVersion) and not actor.has_perm("datasets.view_dataset"):
                message = say("You may not view the data set '{dataset}'.", dataset=table.dataset.slug)
                raise RequestProblem(requests.address(self.ask, key), "forbidden", message)

    @property
    def rows(self) -> int:
        """How many rows may be answered part by part; 0 where the answer needs them all."""
        found = self.tables.get(self.ask.rows)
        if found is None:
            return 0
        return found.rows if isinstance(found, DatasetVersion) else len(found)

    def body(self) -> dict[str, Any]:
        """The request again, as JSON, with data sets pinned to their versions."""
        tables = {
            key: table.reference if isinstance(table, DatasetVersion) else table
            for key, table in self.tables.items()
        }
        return {**self.request.model_dump(mode="json", exclude_unset=True), requests.TABLES: tables}

    def read(self) -> tuple[AskContext, list[Flag]]:
        """What the ask sees, with its model loaded and every cell read. Raises RequestProblem,
        artifacts.ArtifactError where the model's file must not be used, and ModelUnavailable where a
        library that it needs is not installed."""
        model = loaded.get(self.version)
        facts = VersionFacts(
            self.version.model.slug, self.version.number, self.version.label, self.version.created_at
        )
        conventions = requests.reading_of(self.ask, model, self.learned)
        tables = {
            key: _frame(table, conventions.get(key, {})) if isinstance(table, DatasetVersion) else table
            for key, table in self.tables.items()
        }
        return requests.read(self.ask, model, self.request, tables, self.learned, facts, clock.today())


@dataclass(frozen=True)
class Served:
    """An answer, with what was asked and the row of the log; None where such answers are not kept."""

    version: ModelVersion
    ask: Ask
    context: AskContext
    answer: Answer
    log: PredictionLog | None

    def as_dict(self) -> dict[str, Any]:
        tables = {key: plain(table.to_dict("records")) for key, table in self.answer.tables.items()}
        blocks = [block.as_dict() for block in self.answer.blocks]
        return {
            "model": self.version.model.slug,
            "version": self.version.number,
            "label": self.version.label,
            "prediction_id": self.log and self.log.pk,
            **self.version.facts,
            **tables,
            "flags": [plain(vars(flag)) for flag in self.answer.flags],
            **({"blocks": blocks} if blocks else {}),
        }


def ask_of(version: ModelVersion, key: str) -> Ask:
    """Raises registry.FamilyMissing and AskMissing."""
    family = registry.get(version.manifest["family"])
    try:
        return family.ask(key)
    except KeyError:
        raise AskMissing(version, key, [ask.key for ask in family.asks]) from None


def serve(
    actor: Any, version: ModelVersion, body: Mapping[str, Any], alias: str = "", key: str = PREDICT
) -> Served:
    """Answer ``body`` with ``version`` and log it, where such answers are kept. Raises what Asked does."""
    started = time.perf_counter()
    return answer(actor, Asked.of(version, key, body), alias, started)


def answer(actor: Any, asked: Asked, alias: str = "", started: float | None = None) -> Served:
    """Answer what is validated already."""
    started = time.perf_counter() if started is None else started
    asked.allow(actor)
    context, flags = asked.read()
    found = with_given_names(asked.version, asked.ask.answer(context)).flagged(flags)
    if asked.version.old:
        found = Answer(found.tables, [*found.flags, old_flag(asked.version)], found.blocks, found.logged)
    log = write_down(actor, asked.version, asked.ask, alias, found, time.perf_counter() - started)
    return Served(asked.version, asked.ask, context, found, log)


def with_given_names(version: ModelVersion, answer: Answer) -> Answer:
    """The groups in ``answer`` by the names that people gave them."""
    first = next(iter(answer.tables))
    table = group_names.in_table(version, answer.table)
    return Answer({**answer.tables, first: table}, answer.flags, answer.blocks, answer.logged)


@transaction.atomic
def write_down(
    actor: Any, version: ModelVersion, ask: Ask, alias: str, answer: Answer, seconds: float
) -> PredictionLog | None:
    """The request in the log, and its first 10,000 values; None where such answers are not kept."""
    if ask.logged is None:
        return None
    log = PredictionLog.objects.create(
        version=version,
        ask=ask.key,
        alias=alias,
        requested_by=actor,
        rows=len(answer.table),
        flags=len(answer.flags),
        seconds=seconds,
    )
    if answer.logged:
        Prediction.objects.bulk_create(_logged(log, ask, answer), batch_size=1000)
    return log


def ranges(version: ModelVersion) -> dict[str, tuple[Any, Any]]:
    """Least and largest value of the columns of numbers that ``version`` learned from.

    Empty where the data set is deleted.
    """
    tables = RunTable.objects.filter(run=version.run_id, table=MAIN)
    columns = tables.values_list("version__columns", flat=True).first()
    return {
        column["name"]: (column["min"], column["max"])
        for column in columns or []
        if column["kind"] == "number" and column["min"] is not None
    }


def old_flag(version: ModelVersion) -> Flag:
    return Flag(
        row=None,
        code="stale_model",
        message=say(
            "Version {version} was trained {age:integer} days ago; models should be trained again after "
            "{interval:integer}.",
            version=version.label,
            age=version.age_days,
            interval=settings.MODEL_RETRAIN_INTERVAL_DAYS,
        ),
    )


def _named(ask: Ask, key: str, table: Any) -> Any:
    """The version of the data set that ``table`` names; rows stay as they are."""
    if not isinstance(table, str):
        return table
    try:
        return find_version(table)
    except DatasetVersion.DoesNotExist:
        message = say("There is no data set '{dataset}'.", dataset=table)
        raise RequestProblem(requests.address(ask, key), "unknown_dataset", message) from None


def _frame(version: DatasetVersion, wanted: Mapping[str, Any]) -> Any:
    """The columns of ``version`` that the model learned from, typed by its upload."""
    from contract.data import TypedTable

    there = version.kinds
    own = {name: found for name in wanted if (found := version.own_names([name])[0]) in there}
    frame = version.frame(list(dict.fromkeys(own.values())))
    frame = frame[list(own.values())].set_axis(list(own), axis=1)
    return TypedTable(frame, {name: wanted[name] for name in own}, source=version.reference)


def _logged(log: PredictionLog, ask: Ask, answer: Answer) -> list[Prediction]:
    assert ask.logged is not None  # noqa: S101  (looked at by the caller)
    head = answer.table.head(LOGGED_ROWS)
    names = set(head.columns)
    columns = {field: plain(head[name].tolist()) for field, name in ask.logged.found_in(names).items()}
    keys = [[_key(key) for key in plain(head[name].tolist())] for name in ask.logged.keys_in(names)]
    keys = keys or [[str(row) for row in range(len(head))]]
    if "at" in columns:
        columns["at"] = [_moment(at) for at in columns["at"]]
    fields = list(columns)
    several = len(keys) > 1
    return [
        Prediction(
            log=log,
            key=_key(KEYS_TOGETHER.join(named)),
            keys=list(named) if several else None,
            **dict(zip(fields, values, strict=True)),
        )
        for named, values in zip(zip(*keys, strict=True), zip(*columns.values(), strict=True), strict=True)
    ]


KEYS_TOGETHER = " · "


def _key(key: Any) -> str:
    return str(key)[:200]


def _moment(text: str | None) -> datetime | None:
    """An ISO date or timestamp of the data, which knows no time zone, as UTC."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
