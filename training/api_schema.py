"""What the OpenAPI document says about the installed families."""

from __future__ import annotations

from typing import Any

from contract import registry
from contract.family import Family


def name_side_tables(result: dict[str, Any], **_said: Any) -> dict[str, Any]:
    """Adds the side tables with their roles to the description of ``tables`` of a run to be started.

    A postprocessing hook of drf-spectacular: families register after the classes are described.
    """
    lines = [line for family in registry.all_families() for line in _lines(family)]
    order = result.get("components", {}).get("schemas", {}).get("RunOrder")
    if order and lines:
        tables = order["properties"]["tables"]
        tables["description"] = "\n".join([tables["description"], "", *lines])
    return result


def _lines(family: Family) -> list[str]:
    lines = []
    for table in family.side_tables:
        needed = "required" if table.required else "optional"
        roles = ", ".join(
            f"`{table.address(role.key)}`{'' if role.required else ' (optional)'}" for role in table.roles
        )
        lines.append(f"- {family.key}: `{table.key}`, {needed}, {table.label}. Roles: {roles}.")
    return lines
