"""A recipe from tables to a table: labels from records, concepts from notes, customers from transactions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from contract.blocks import Block
from contract.data import DataProblems, Options, Problem, Role, Table, TrainingData
from contract.roles import role_problems
from contract.training import Progress

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Derived:
    """What a recipe makes. ``problems`` are its warnings; ``blocks`` show how it was made.

    The columns of ``table`` are numbers, dates, booleans or text (None where nothing is known), and have
    names; its index is left aside.
    """

    table: DataFrame
    problems: Sequence[Problem] = ()
    blocks: Sequence[Block] = ()


class Derivation(ABC):
    """One recipe. Stateless; the same tables and settings make the same table.

    One instance each is registered at start. Roles of a table with the key "main" are plain in ``columns``,
    those of every other one "table.role".
    """

    key: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str] = ""
    tables: ClassVar[tuple[Table, ...]]
    Settings: ClassVar[type[Options]] = Options
    edition: ClassVar[int] = 1
    """Raised when the recipe makes another table of the same data: what it made before is made anew then."""

    @abstractmethod
    def derive(self, data: TrainingData, settings: Any, progress: Progress) -> Derived:
        """Make the table. Must not change the frames. Raises DataProblems where it cannot be made.

        ``data`` holds the columns that play a role, of the tables that were given.
        """

    @abstractmethod
    def example(self) -> TrainingData:
        """Tiny synthetic data: for the docs and the contract tests."""

    def problems(self, data: TrainingData, settings: Any) -> list[Problem]:
        """What is wrong with the columns chosen for the roles."""
        return role_problems(self.role_keys(), data, settings)

    def make(self, data: TrainingData, settings: Any, progress: Progress | None = None) -> Derived:
        """The one sequence for all recipes: check, then derive; the warnings of both are in what is returned.

        Raises DataProblems.
        """
        found = self.problems(data, settings)
        if any(problem.fatal for problem in found):
            raise DataProblems(found)
        derived = self.derive(data, settings, progress or Progress())
        return replace(derived, problems=[*found, *derived.problems])

    def role_keys(self) -> dict[str, tuple[Table, Role]]:
        """Every role by the name under which ``columns`` addresses it."""
        return {table.address(role.key): (table, role) for table in self.tables for role in table.roles}

    def columns_in(self, columns: Mapping[str, str | tuple[str, ...]], table: Table) -> list[str]:
        """The columns of ``table`` that ``columns`` names for its roles."""
        names: list[str] = []
        for role in table.roles:
            given = columns.get(table.address(role.key)) or ()
            names += [given] if isinstance(given, str) else list(given)
        return list(dict.fromkeys(names))
