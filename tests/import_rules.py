"""The import rules of every family in `config/families.py`, as contracts of import-linter.

The rules of the floors stand in `pyproject.toml`. Those of families are here: they are made from the one
list: a new family is checked without another line.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import grimp
from importlinter import Contract, ContractCheck, output

from config.families import FAMILIES

GROUND = {"contract", "cells", "columns", "language"}
"""What a family may import of ours, beside itself."""
WEB = {"django", "rest_framework", "django_q"}
FLOORS = (
    "config",
    "home",
    "predictions",
    "training",
    "datasets",
    "accounts",
    "api",
    "jobs",
    "audit",
    *GROUND,
)


@cache
def whole_graph() -> grimp.ImportGraph:
    """Every module of ours with its imports, lazy ones and those for types included."""
    return grimp.build_graph(*FLOORS, *FAMILIES, include_external_packages=True)


def modules_of(package: str) -> list[str]:
    return sorted(m for m in whole_graph().modules if m == package or m.startswith(f"{package}."))


class FamilyContract(Contract):
    """Families know the ground floor and nothing else of ours, run without the web framework but for their
    ``apps`` module, and are imported by nobody."""

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        broken = [line for family in FAMILIES for line in (*_outside(family), *_imported(family))]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)


def _outside(family: str) -> list[str]:
    graph, lines = whole_graph(), []
    for module in modules_of(family):
        for imported in graph.find_modules_directly_imported_by(module):
            root = imported.partition(".")[0]
            ours = root in {*FLOORS, *FAMILIES} and root not in {family, *GROUND}
            if ours or (root in WEB and module != f"{family}.apps"):
                lines.append(f"{module} imports {imported}")
    return lines


def _imported(family: str) -> list[str]:
    graph = whole_graph()
    return [
        f"{importer} imports {module}"
        for module in modules_of(family)
        for importer in graph.find_modules_that_directly_import(module)
        if importer.partition(".")[0] != family
    ]


def circles(graph: grimp.ImportGraph | None = None) -> list[list[str]]:
    """Modules that import each other, directly or by way of others, in whatever manner."""
    graph = graph or whole_graph()
    ours = {m for m in graph.modules if Path(m.partition(".")[0]).is_dir() and ".migrations" not in m}
    order: list[str] = []
    seen: set[str] = set()
    for start in sorted(ours):
        _visit(start, lambda m: graph.find_modules_directly_imported_by(m) & ours, seen, order.append)
    found, seen = [], set()
    for start in reversed(order):
        circle: list[str] = []
        _visit(start, lambda m: graph.find_modules_that_directly_import(m) & ours, seen, circle.append)
        if len(circle) > 1:
            found.append(sorted(circle))
    return found


def _visit(start, following, seen, leave) -> None:  # type: ignore[no-untyped-def]
    """Depth first from ``start``; ``leave`` is called with each module once all behind it are done."""
    if start in seen:
        return
    seen.add(start)
    stack = [(start, iter(sorted(following(start))))]
    while stack:
        module, rest = stack[-1]
        step = next((m for m in rest if m not in seen), None)
        if step is None:
            stack.pop()
            leave(module)
        else:
            seen.add(step)
            stack.append((step, iter(sorted(following(step)))))
