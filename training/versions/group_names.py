"""The names that people give to the groups of a version, such as its segments.

A given name takes the place of the made one wherever the version says it: in its report, its headline, its
result rows, and its answers. It is kept beside the made one, which comes back when it is taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from audit.models import record
from contract import registry
from contract.family import Groups
from language.sentences import VERBATIM, Sentence, in_english, replaced, verbatim
from training.models import ModelVersion
from training.versions.rows import GivenNames

if TYPE_CHECKING:
    from pandas import DataFrame

LENGTH = 80
ALIKE = 0.5
"""Standard deviations by which a group may have moved, as a root mean square, and still be the same."""
SAYING = ("headline", "summary", "report")


class NoGroup(Exception):
    """The version has no such group."""


class SameName(Exception):
    """Another group of the version has this name."""


def groups_of(version: ModelVersion) -> Groups | None:
    """What the family of ``version`` says of its groups; None where it makes none."""
    return registry.find(version.model.family).groups


def cards_of(version: ModelVersion) -> dict[str, Mapping[str, Any]]:
    """The card of each group, by the key of the group."""
    groups = groups_of(version)
    return {} if groups is None else _cards(version.report, groups)


def name_group(actor: Any, version: ModelVersion, key: str, name: str) -> bool:
    """Call a group ``name``; "" gives back the made one. False where nothing changes.

    Raises NoGroup, and SameName where another group is called so.
    """
    with transaction.atomic():
        found = (
            ModelVersion.objects.select_for_update(of=("self",)).select_related("model").get(pk=version.pk)
        )
        cards = cards_of(found)
        if key not in cards:
            raise NoGroup
        before = in_english(cards[key]["value"])
        others = {in_english(card["value"]).casefold() for other, card in cards.items() if other != key}
        if name.casefold() in others:
            raise SameName
        kept = found.given_names.get(key)
        if name == (in_english(kept["made"]) if kept else before):
            name = ""
        if name == (kept["given"] if kept else ""):
            return False
        _call(found, key, name, cards)
        found.save(update_fields=["given_names", *SAYING])
        record(actor, "named a group", found, group=key, before=before, name=name)
    return True


def carry(before: ModelVersion | None, version: ModelVersion) -> None:
    """Give the groups of ``version``, which is not saved yet, the names of those that they are like in the
    version ``before``: the nearest of each other, by what sets them apart."""
    if before is None or not before.given_names or before.model.family != version.model.family:
        return
    old, new = cards_of(before), cards_of(version)
    there = {in_english(card["value"]).casefold() for card in new.values()}
    for key, given in before.given_names.items():
        like = _nearest(old.get(key), new)
        if like and _nearest(new[like], old) == key and given["given"].casefold() not in there:
            _call(version, like, given["given"], new)


def given_of(version: ModelVersion) -> GivenNames | None:
    """None where no group has a name of its own."""
    groups = groups_of(version) if version.given_names else None
    if groups is None:
        return None
    return GivenNames(
        groups.key, groups.name, {key: one["given"] for key, one in version.given_names.items()}
    )


def in_table(version: ModelVersion, table: DataFrame) -> DataFrame:
    """Rows of an answer with the given names in the place of the made ones."""
    given = given_of(version)
    if given is None or not {given.key, given.name} <= set(table.columns):
        return table
    named = table[given.key].astype(str).map(given.given)
    return table.assign(**{given.name: named.where(named.notna(), table[given.name])})


def _cards(report: Any, groups: Groups) -> dict[str, Mapping[str, Any]]:
    return {str(card["rows"][groups.key]): card for card in _every_card(report) if groups.key in card["rows"]}


def _every_card(report: Any) -> Iterator[Mapping[str, Any]]:
    for block in report:
        for card in block["data"]["cards"] if block["kind"] == "cards" else ():
            if card.get("rows"):
                yield card


def _call(version: ModelVersion, key: str, name: str, cards: Mapping[str, Mapping[str, Any]]) -> None:
    kept = version.given_names.get(key)
    made = kept["made"] if kept else cards[key]["value"]
    now = verbatim(name, group=key) if name else made

    def other(said: Sentence) -> Sentence | None:
        if kept is None:
            return now if said == made else None
        return now if said.template == VERBATIM and said.values.get("group") == key else None

    for field in SAYING:
        setattr(version, field, replaced(getattr(version, field), other))
    rest = {one: value for one, value in version.given_names.items() if one != key}
    version.given_names = {**rest, key: {"given": name, "made": made}} if name else rest


def _nearest(card: Mapping[str, Any] | None, cards: Mapping[str, Mapping[str, Any]]) -> str:
    """The key of the card with the most similar profile of the same columns; "" where none is alike."""
    wanted = (card or {}).get("profile") or {}
    apart = {
        key: (sum((wanted[name] - one["profile"][name]) ** 2 for name in wanted) / len(wanted)) ** 0.5
        for key, one in cards.items()
        if wanted and set(one.get("profile") or ()) == set(wanted)
    }
    nearest = min(apart, key=lambda key: apart[key], default="")
    return nearest if nearest and apart[nearest] <= ALIKE else ""
