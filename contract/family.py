"""The one contract between the program and a family of business questions.

A *family* is a kind of question ("how much will we sell?"); a *model* is one algorithm that can
answer it. A family declares its tables, settings and request; the form, the API body, the checks,
the report page and the "try it" page are derived from the declaration.

Nothing here imports Django, and nothing heavy is imported at module level: models are named by
dotted path and loaded on first use.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from cells.conventions import Conventions
from contract.asking import PREDICT, Ask, Input, Logged
from contract.blocks import Block
from contract.data import MAIN, DataProblems, Kind, Options, Problem, Role, Table, TrainingData
from contract.grid import Grid
from contract.model import Model, ModelChoice
from contract.result_columns import ResultColumn
from contract.roles import role_problems
from contract.sessions import Learning
from contract.summary import Summary
from contract.training import STAGES, Effort, Evaluation, Plan, Prepared, Progress
from language.sentences import say

if TYPE_CHECKING:
    from pandas import DataFrame


Read = Callable[[Sequence[str]], "DataFrame"]
"""The columns of these names of the main sheet."""


@dataclass(frozen=True)
class Sheet:
    """What there is to look at while columns are chosen: the rows, how the cells of every column are written,
    and the settings as far as they were said."""

    read: Read
    conventions: Mapping[str, Conventions]
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Groups:
    """The columns of an answer that say in which group a row is, and how the group is called. People may
    give a group, which a card of the report stands for, a name of their own."""

    key: str
    name: str


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
    summary: Summary | None = None
    items: DataFrame | None = None
    """One row per item that the report can show: ``item`` (its name) and ``report`` (JSON text)."""


class Family(ABC):
    """A kind of business question. One stateless instance each is registered at start."""

    key: ClassVar[str]
    label: ClassVar[str]
    question: ClassVar[str]
    tables: ClassVar[tuple[Table, ...]]
    models: ClassVar[Mapping[str, ModelChoice]]
    auto_help: ClassVar[str] = "Tries the models and keeps the one that does best in the evaluation."
    Settings: ClassVar[type[Options]] = Options
    asks: ClassVar[tuple[Ask, ...]] = ()
    """How its models are asked, the usual way first; none where the run itself is the answer."""
    groups: ClassVar[Groups | None] = None
    learning: ClassVar[Learning | None] = None
    """How a model learns by trying, where it can."""
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
        """The table the run itself produces: the columns that ``predict`` answers, and what else is known
        of its rows."""

    @abstractmethod
    def report(self, model: Any, prepared: Any, evaluation: Evaluation, results: DataFrame) -> list[Block]:
        """The report page, most important block first."""

    @abstractmethod
    def headline(self, prepared: Any, evaluation: Evaluation, results: DataFrame) -> str:
        """One sentence for the home page: how good, and the answer in short."""

    def summary(
        self, model: Any, prepared: Any, evaluation: Evaluation, results: DataFrame
    ) -> Summary | None:
        """What the first screen says; None shows the headline in its place."""
        return None

    def grid(self, data: TrainingData, plan: Plan, item: str, steps: int) -> Grid | None:
        """What a person can tell in advance of the next ``steps``, of ``item`` or ("") of all, for a side
        table that is ``filled_in``; None where nothing can be told. Raises DataProblems."""
        return None

    def inputs(self, prepared: Any) -> list[Input]:
        """What a request needs, with typical values."""
        return []

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
    def example(self) -> TrainingData:
        """Tiny synthetic data: for the docs, the demo and the contract tests."""

    def refined(self, columns: Mapping[str, Any], kinds: Mapping[str, Kind], read: Read) -> Mapping[str, Any]:
        """The guess of ``columns`` of the main table by role, made better by a look at the rows."""
        return columns

    def choice_in_words(self, columns: Mapping[str, Any], sheet: Sheet) -> Sequence[str]:
        """What a choice of columns means, the main sentence first, and what it combines or leaves out."""
        return ()

    def extra_seconds(self, settings: Mapping[str, Any], effort: Effort) -> float:
        """Seconds that ``settings``, as stored with a run, add to a training in addition to the ``pace``."""
        return 0.0

    def result_columns(self, names: Collection[str]) -> Mapping[str, ResultColumn]:
        """What the columns ``names`` of results and answers are called in a sheet that a person reads."""
        return {}

    @property
    def main_table(self) -> Table:
        return self.tables[0]

    @property
    def side_tables(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.key != MAIN)

    def ask(self, key: str = PREDICT) -> Ask:
        """Raises KeyError where there is no such ask."""
        return {ask.key: ask for ask in self.asks}[key]

    @property
    def logged(self) -> Logged | None:
        """Which columns of the results are values to be compared with what comes: as ``predict`` answers."""
        return self.asks[0].logged if self.asks else None

    @property
    def can(self) -> frozenset[str]:
        """What it can: trains, answers, learns (by trying)."""
        able = {"trains": self.models, "answers": self.asks, "learns": self.learning}
        return frozenset(name for name, by in able.items() if by)

    def role_keys(self) -> dict[str, tuple[Table, Role]]:
        """Every role by the name under which ``columns`` addresses it."""
        return {table.address(role.key): (table, role) for table in self.tables for role in table.roles}

    def params_class(self, model: str) -> type[Options]:
        return self.models[model].Params if model in self.models else Options

    def problems(self, data: TrainingData, plan: Plan) -> list[Problem]:
        """Roles first, then what the family itself checks, which may rely on the roles being filled."""
        return role_problems(self.role_keys(), data, plan.settings) or self.check(data, plan)

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
        explained = [replace(block, under="why") for block in model.explain()]
        trained = Trained(
            model=model,
            evaluation=evaluation,
            problems=[*problems, *prepared.problems],
            results=results,
            blocks=[*self.report(model, prepared, evaluation, results), *explained],
            inputs=self.inputs(prepared),
            headline=self.headline(prepared, evaluation, results),
            summary=self.summary(model, prepared, evaluation, results),
            items=self.items(model, prepared, evaluation, results),
        )
        progress(1.0, say("Done"))
        return trained
