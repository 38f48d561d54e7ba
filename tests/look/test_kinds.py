"""A kind is a class, a template, a section of docs/blocks.md and, where it is drawn, a script."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from contract import blocks
from contract.blocks import Block
from tests.look import gallery
from training.templatetags.blocks import as_table, script_of, template_of

KINDS = [getattr(blocks, name) for name in blocks.__all__ if name not in ("Behind", "Block")]
DOCS = (Path(settings.BASE_DIR) / "docs" / "blocks.md").read_text()

each = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)


def test_every_kind_can_be_imported_from_the_package() -> None:
    assert {kind.kind for kind in KINDS} == {kind.kind for kind in subclasses(Block)}
    assert [kind.__name__.lower() for kind in KINDS] == [kind.kind for kind in KINDS]


def subclasses(of: type[Block]) -> set[type[Block]]:
    """The kinds of the package; those that tests declare are theirs alone."""
    below = {kind for one in of.__subclasses__() for kind in {one, *subclasses(one)}}
    return {kind for kind in below if kind.__module__.startswith("contract.") and "kind" in vars(kind)}


@each
def test_a_kind_is_found_by_its_name(kind: type[Block]) -> None:
    assert Block.of_kind(kind.kind) is kind


@each
def test_it_has_a_template(kind: type[Block]) -> None:
    get_template(template_of(kind.kind))


@each
def test_it_has_a_script_if_it_is_drawn(kind: type[Block]) -> None:
    assert bool(finders.find(script_of(kind.kind))) is kind.drawn


@each
def test_it_has_a_section_of_the_documentation(kind: type[Block]) -> None:
    section = DOCS.partition(f"\n## {kind.__name__}\n")[2].partition("\n## ")[0]
    assert section, f"docs/blocks.md has no section {kind.__name__}"
    assert "```" in section, "which says its JSON"
    own = {one.name for one in fields(kind)} - {"title", "summary", "under"}
    assert [name for name in own if f'"{name}"' not in section] == []
    pictures = [line for line in section.splitlines() if line.startswith("![")]
    named = [f"images/blocks/{kind.kind}-{theme}.png" for theme in ("light", "dark")]
    assert [line.partition("](")[2].rstrip(")") for line in pictures] == named
    assert all((Path(settings.BASE_DIR) / "docs" / name).exists() for name in named)


@each
def test_the_gallery_shows_it(kind: type[Block]) -> None:
    (example,) = [one for one in gallery.GALLERY if one["kind"] == kind.kind]
    made = kind(example["title"], summary=example["summary"], **example["data"])
    assert made.as_dict() == {**example, "under": "answer"}, "the JSON is the fields of the class"


@each
def test_what_is_drawn_has_a_table_behind_it(kind: type[Block]) -> None:
    if kind.drawn:
        (example,) = [one for one in gallery.GALLERY if one["kind"] == kind.kind]
        assert as_table(example).rows
