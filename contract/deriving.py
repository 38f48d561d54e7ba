"""A recipe from tables to a table: labels from records, concepts from notes, customers from transactions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from contract.blocks import Block
from contract.data import Options, Problem, Table, TrainingData
from contract.roles import role_problems
from contract.training import Progress

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Derived:
    """What a recipe makes. ``problems`` are its warnings; ``blocks`` show how it was made."""

    table: DataFrame
    problems: Sequence[Problem] = ()
    blocks: Sequence[Block] = ()


class Derivation(ABC):
    """One recipe. Stateless; the same tables and settings make the same table."""

    key: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str] = ""
    tables: ClassVar[tuple[Table, ...]]
    Settings: ClassVar[type[Options]] = Options

    @abstractmethod
    def derive(self, data: TrainingData, settings: Any, progress: Progress) -> Derived:
        """Make the table. Must not change the frames. Raises DataProblems where it cannot be made."""

    @abstractmethod
    def example(self) -> TrainingData:
        """Tiny synthetic data: for the docs and the contract tests."""

    def problems(self, data: TrainingData, settings: Any) -> list[Problem]:
        """What is wrong with the columns chosen for the roles."""
        roles = {table.address(role.key): (table, role) for table in self.tables for role in table.roles}
        return role_problems(roles, data, settings)

    def columns_in(self, columns: Mapping[str, str | tuple[str, ...]], table: Table) -> list[str]:
        """The columns of ``table`` that ``columns`` names for its roles."""
        names: list[str] = []
        for role in table.roles:
            given = columns.get(table.address(role.key)) or ()
            names += [given] if isinstance(given, str) else list(given)
        return list(dict.fromkeys(names))
