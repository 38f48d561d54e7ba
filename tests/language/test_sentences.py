"""A sentence is English for programs, and shown to each reader in their language and numbers."""

from __future__ import annotations

import copy
import gettext
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language import reader
from language.reader import Reader, reading
from language.sentences import Sentence, joined, kept, revive, say, say_count, told

FRENCH = Reader("fr", "fr")
SPACE = reader.NARROW_SPACE
WORDS = {
    "{rows:integer} rows on {day:date}": "{day:date} : {rows:integer} lignes",
    "The cause: {cause}": "La cause : {cause}",
    "too few": "trop peu",
}
PLURALS = {"{count} row": ["{count} ligne", "{count} lignes"]}
VALUES = st.one_of(
    st.text(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none()
)
NAMES = st.from_regex(r"[a-z]{1,8}", fullmatch=True)


class French(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return WORDS.get(message, message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return PLURALS[one][n > 1]


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small catalogue of our own: what the product's says is not the point here."""
    found = {"fr": French(), "en": gettext.NullTranslations()}
    monkeypatch.setattr("language.sentences.catalogue", found.__getitem__)
    monkeypatch.setattr("language.formats.catalogue", found.__getitem__)
    yield


def revived(sentence: Sentence) -> Any:
    """Through JSON text, as a database keeps it."""
    return revive(json.loads(json.dumps(kept(sentence))))


@given(
    values=st.dictionaries(NAMES, VALUES, max_size=4), words=st.text(st.characters(exclude_characters="{}"))
)
def test_any_values_survive_being_kept(values: dict[str, Any], words: str) -> None:
    sentence = say(words + "".join(f" {{{name}}}" for name in values), **values)
    again = revived(sentence)
    assert isinstance(again, Sentence)
    assert again == sentence
    assert str(again) == str(sentence)
    assert again.as_json() == sentence.as_json()


@given(count=st.integers(min_value=0, max_value=10**9))
def test_any_count_survives_being_kept(count: int) -> None:
    sentence = say_count("{count} row", "{count} rows", count)
    assert revived(sentence) == sentence == f"{count} row{'' if count == 1 else 's'}"


def test_it_is_said_in_the_words_order_and_numbers_of_the_reader() -> None:
    sentence = say("{rows:integer} rows on {day:date}", rows=12_345, day="2026-03-01")
    assert sentence == "12,345 rows on 1 Mar 2026"
    with reading(FRENCH):
        assert str(sentence) == f"{sentence}" == f"1 Mar 2026 : 12{SPACE}345 lignes"
        assert "%s" % sentence == str(sentence)  # noqa: UP031
    assert str(sentence) == "12,345 rows on 1 Mar 2026"


def test_a_sentence_inside_another_is_said_too() -> None:
    sentence = say("The cause: {cause}", cause=say("too few"))
    assert sentence == "The cause: too few"
    with reading(FRENCH):
        assert str(revived(sentence)) == "La cause : trop peu"


def test_the_plural_is_the_readers() -> None:
    none = say_count("{count} row", "{count} rows", 0)
    assert none == "0 rows"
    with reading(FRENCH):
        assert str(none) == "0 ligne"


def test_json_is_english_whoever_reads() -> None:
    with reading(FRENCH):
        assert json.dumps({"text": say("too few")}) == '{"text": "too few"}'


def test_braces_of_values_are_no_templates() -> None:
    assert say("The cause: {cause}", cause="{rows} {0} {") == "The cause: {rows} {0} {"
    assert say("as {it} is") == "as {it} is"


def test_joined_sentences_are_each_said() -> None:
    both = joined([say("too few"), "", say("too few")])
    assert both == "too few too few"
    with reading(FRENCH):
        assert str(revived(both)) == "trop peu trop peu"
    assert joined([]) == ""


def test_json_is_told_to_the_reader_at_every_depth() -> None:
    with reading(FRENCH):
        assert told({"a": [{"b": say("too few"), "c": 3}]}) == {"a": [{"b": "trop peu", "c": 3}]}


@pytest.mark.parametrize(
    "row", [{"say": 1, "template": 2}, {"say": "a", "template": "b", "values": "c"}, {"say": "a"}]
)
def test_a_row_with_columns_named_like_a_sentence_stays_a_row(row: dict[str, Any]) -> None:
    assert revive({"rows": [row]}) == {"rows": [row]}


def test_it_is_a_text_like_any_other() -> None:
    sentence = say_count("{count} row", "{count} rows", 3)
    assert sentence.count("r") == 1
    assert sentence.upper() == "3 ROWS"


def test_a_copy_says_the_same() -> None:
    copied = copy.deepcopy(say("too few"))
    with reading(FRENCH):
        assert str(copied) == "trop peu"
