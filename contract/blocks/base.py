"""What every kind of block has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from contract.blocks.behind import Behind
from contract.plain import plain


@dataclass(frozen=True)
class Block:
    """A piece of a report as plain JSON. ``summary`` is the sentence that says what it shows.

    Fields become plain JSON when a block is made (``contract.plain``: NaN and infinity are null, dates are
    ISO text), and are checked then. Raises ValueError, naming the title and what is wrong.
    """

    title: str
    summary: str = field(default="", kw_only=True)

    kind: ClassVar[str]
    drawn: ClassVar[bool] = False
    """Whether a script draws it, from the data that ``Behind`` shows as a table."""

    def __post_init__(self) -> None:
        for one in fields(self):
            object.__setattr__(self, one.name, plain(getattr(self, one.name)))
        try:
            self.check()
        except ValueError as wrong:
            raise ValueError(f"{self.kind} '{self.title}': {wrong}") from None

    def check(self) -> None:
        """Raises ValueError where the fields do not fit each other."""

    @property
    def data(self) -> dict[str, Any]:
        """The fields of the kind; one that is None is left out."""
        own = [one.name for one in fields(self) if one.name not in ("title", "summary")]
        return {name: value for name in own if (value := getattr(self, name)) is not None}

    def as_dict(self) -> dict[str, Any]:
        whole = {"kind": self.kind, "title": self.title, "data": self.data, "summary": self.summary}
        return dict(plain(whole))

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        """The table behind the drawing of ``data``, which is JSON as it was kept. ``item`` is the only one
        to show, where there are several."""
        raise NotImplementedError

    @staticmethod
    def of_kind(kind: str) -> type[Block]:
        """The class of ``kind``. Raises KeyError."""
        return {one.kind: one for one in Block.__subclasses__()}[kind]
