"""The one contract between the program and a family of business questions.

A *family* is a kind of question ("how much will we sell?"); a *model* is one algorithm that can
answer it. A family declares its tables, settings and request; the form, the API body, the checks,
the report page and the "try it" page are derived from the declaration.

Nothing here imports Django, and nothing heavy is imported at module level: models are named by
dotted path and loaded on first use.
"""

from __future__ import annotations

import importlib
import importlib.util
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from language.sentences import say
from training.exchange import (
    MAIN,
    Answer,
    Block,
    DataProblems,
    Effort,
    Evaluation,
    Input,
    Options,
    Plan,
    Prepared,
    Problem,
    Progress,
    Role,
    Table,
    TrainingData,
)
from training.role_problems import role_problems

if TYPE_CHECKING:
    from pandas import DataFrame

CONTRACT_VERSION = 1


@dataclass(frozen=True)
class Stage:
    """A part of the fixed sequence of a training, and the progress at which it begins."""

    label: str
    start: float


STAGES = (
    Stage(say("Check the data"), 0.0),
    Stage(say("Prepare the data"), 0.02),
    Stage(say("Test the models on held-out data"), 0.05),
    Stage(say("Learn from all of the data"), 0.7),
    Stage(say("Write the report"), 0.9),
)


# --- A model ------------------------------------------------------------------------------------


class Model(ABC):
    """One algorithm. The constructor only stores parameters; what is learned ends in ``_``."""

    def __init__(self, params: Any):
        self.params = params

    @abstractmethod
    def fit(self, prepared: Any, plan: Plan, learned: Mapping[str, Any], progress: Progress) -> None:
        """Learn from all of ``prepared``. ``learned`` comes from the family's evaluation."""

    @abstractmethod
    def predict(self, request: Any) -> Answer:
        """Answer a validated request. Raises RequestProblem where it cannot."""

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Write the model as files with suffixes allowed by ``artifacts.SUFFIXES``."""

    @classmethod
    @abstractmethod
    def load(cls, folder: Path, params: Any) -> Model:
        """Read what ``save`` wrote. Must never execute code from the files."""

    def explain(self) -> list[Block]:
        """What the model has learned, as blocks of the report."""
        return []


class ModelUnavailable(Exception):
    """A model needs a library that is not installed here. ``sentence`` says which, and what to do."""

    def __init__(self, sentence: str):
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class ModelChoice:
    """A model as a family offers it. ``path`` is "module:Class", imported on first use.

    ``needs`` are the modules of an extra that it cannot do without; they are looked for, not imported.
    """

    label: str
    path: str
    Params: type[Options] = Options
    help: str = ""
    needs: tuple[str, ...] = ()

    @property
    def available(self) -> bool:
        return not self.unavailable

    @property
    def unavailable(self) -> str:
        """Why it cannot be used here, and what to do; "" where it can."""
        missing = [module for module in self.needs if importlib.util.find_spec(module) is None]
        if not missing:
            return ""
        return say(
            "{model} needs {libraries}, which is not installed: run `make deep` in the folder of Almanac, "
            "or `pip install -r requirements-deep.txt`.",
            model=self.label,
            libraries=", ".join(missing),
        )

    def load_class(self) -> type[Model]:
        """Raises ModelUnavailable where a library it needs is not installed."""
        if reason := self.unavailable:
            raise ModelUnavailable(reason)
        module, _, name = self.path.partition(":")
        cls: type[Model] = getattr(importlib.import_module(module), name)
        return cls


@dataclass(frozen=True)
class Trained:
    """Everything a run leaves behind."""

    model: Model
    evaluation: Evaluation
    problems: Sequence[Problem]
    results: DataFrame
    blocks: Sequence[Block]
    inputs: Sequence[Input]
    headline: str
    items: DataFrame | None = None
    """One row per item that the report can show: ``item`` (its name) and ``report`` (JSON text)."""


# --- A family -----------------------------------------------------------------------------------


class Family(ABC):
    """A kind of business question. One stateless instance each is registered at start."""

    key: ClassVar[str]
    label: ClassVar[str]
    question: ClassVar[str]
    tables: ClassVar[tuple[Table, ...]]
    models: ClassVar[Mapping[str, ModelChoice]]
    auto_help: ClassVar[str] = "Tries the models and keeps the one that does best in the evaluation."
    Settings: ClassVar[type[Options]] = Options
    Request: ClassVar[type[Options]] = Options
    primary_metric: ClassVar[str]
    lower_is_better: ClassVar[bool] = True
    metric_labels: ClassVar[Mapping[str, str]] = {}
    percent_metrics: ClassVar[frozenset[str]] = frozenset()
    picture: ClassVar[str] = "bars"
    """Which drawing of templates/parts/picture.html shows what the answer looks like."""
    pace: ClassVar[Mapping[Effort, tuple[float, float]]] = {"fast": (1.0, 0.02), "best": (10.0, 0.5)}
    """Seconds that a training takes at least, and per 1,000 rows: what is expected before the machine
    has trained often enough to know better."""
    libraries: ClassVar[tuple[str, ...]] = ("pandas",)
    """Modules that training needs and that take long to import: a waiting worker imports them ahead."""
    instead: ClassVar[Mapping[str, str]] = {}
    """Of a logged column, the one that some models of the family answer in instead."""
    logged: ClassVar[Mapping[str, str]] = {}
    """Which answer columns the prediction log keeps as "key", "at", "value", "low" and "high"."""

    # What the fixed sequence in ``train`` calls, in this order.

    @abstractmethod
    def check(self, data: TrainingData, plan: Plan) -> list[Problem]:
        """Cheap checks, run before queueing and again before training. Roles are checked already."""

    @abstractmethod
    def prepare(self, data: TrainingData, plan: Plan) -> Prepared:
        """Clean data for the models. Must not change the frames. Raises DataProblems."""

    @abstractmethod
    def evaluate(self, prepared: Any, plan: Plan, progress: Progress) -> Evaluation:
        """Measure on held-out data, choose the model, and learn what the final fit needs."""

    @abstractmethod
    def results(self, model: Any, prepared: Any, plan: Plan) -> DataFrame:
        """The table the run itself produces, in the same columns as ``predict`` answers."""

    @abstractmethod
    def report(self, model: Any, prepared: Any, evaluation: Evaluation, results: DataFrame) -> list[Block]:
        """The report page, most important block first."""

    @abstractmethod
    def headline(self, prepared: Any, evaluation: Evaluation, results: DataFrame) -> str:
        """One sentence for the home page: how good, and the answer in short."""

    @abstractmethod
    def inputs(self, prepared: Any) -> list[Input]:
        """What a request needs, with typical values."""

    def items(
        self, model: Any, prepared: Any, evaluation: Evaluation, results: DataFrame
    ) -> DataFrame | None:
        """Item reports, loaded one by one by the page: columns ``item`` and ``report``.

        ``report`` is JSON text of one entry of a fan block's ``items``; the most important item first.
        None where the report needs no such thing.
        """
        return None

    # What the pages and the API derive from.

    @abstractmethod
    def answer_columns(self, request: Any) -> list[str]:
        """The columns of every answer to ``request``, in order."""

    @abstractmethod
    def present(self, request: Any, answer: Answer) -> list[Block]:
        """An answer as blocks, for the "try it" page."""

    @abstractmethod
    def example(self) -> TrainingData:
        """Tiny synthetic data: for the docs, the demo and the contract tests."""

    def extra_seconds(self, settings: Mapping[str, Any], effort: Effort) -> float:
        """Seconds that ``settings``, as stored with a run, add to a training in addition to the ``pace``."""
        return 0.0

    @property
    def main_table(self) -> Table:
        return self.tables[0]

    @property
    def side_tables(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.key != MAIN)

    def logged_in(self, columns: Collection[str]) -> dict[str, str]:
        """What of ``logged`` an answer with these columns has, by its name there."""
        found = {}
        for role, name in self.logged.items():
            if (there := name if name in columns else self.instead.get(name)) in columns:
                found[role] = str(there)
        return found

    def role_keys(self) -> dict[str, tuple[Table, Role]]:
        """Every role by the name under which ``columns`` addresses it."""
        return {table.address(role.key): (table, role) for table in self.tables for role in table.roles}

    def params_class(self, model: str) -> type[Options]:
        return self.models[model].Params if model in self.models else Options

    def problems(self, data: TrainingData, plan: Plan) -> list[Problem]:
        """Roles first, then what the family itself checks, which may rely on the roles being filled."""
        return role_problems(self.role_keys(), data) or self.check(data, plan)

    def train(self, data: TrainingData, plan: Plan, progress: Progress | None = None) -> Trained:
        """The one sequence for all families: check, prepare, evaluate, fit on everything.

        Raises DataProblems where the data cannot answer the question.
        """
        progress = progress or Progress()
        checking, preparing, measuring, learning, writing = (stage.start for stage in STAGES)
        progress(checking, say("Checking the data"))
        problems = self.problems(data, plan)
        if any(problem.fatal for problem in problems):
            raise DataProblems(problems)
        progress(preparing, say("Preparing the data"))
        prepared = self.prepare(data, plan)
        evaluation = self.evaluate(prepared, plan, progress.part(measuring, learning))
        choice = self.models[evaluation.model]
        params = plan.params if isinstance(plan.params, choice.Params) else choice.Params()
        model = choice.load_class()(params)
        model.fit(prepared, plan, evaluation.learned, progress.part(learning, writing))
        progress(writing, say("Writing the report"))
        results = self.results(model, prepared, plan)
        trained = Trained(
            model=model,
            evaluation=evaluation,
            problems=[*problems, *prepared.problems],
            results=results,
            blocks=[*self.report(model, prepared, evaluation, results), *model.explain()],
            inputs=self.inputs(prepared),
            headline=self.headline(prepared, evaluation, results),
            items=self.items(model, prepared, evaluation, results),
        )
        progress(1.0, say("Done"))
        return trained
