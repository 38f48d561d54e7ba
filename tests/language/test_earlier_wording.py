"""What a report of an earlier release kept is said in today's words, so that it is translated too."""

from __future__ import annotations

import json
import re

from language.reader import LOCALE, Reader, catalogue, reading
from language.sentences import revive

WORDING = json.loads((LOCALE / "earlier_wording.json").read_text(encoding="utf-8"))


def test_a_kept_sentence_is_said_in_todays_words_and_in_french() -> None:
    kept = {
        "say": "",
        "template": "The item '{item}' is discontinued: its forecast is 0.",
        "values": {"item": "A"},
    }
    sentence = revive(kept)
    assert sentence == "The item 'A' is discontinued: its forecast is 0."
    with reading(Reader(language="fr")):
        assert str(sentence) != sentence


def test_every_wording_has_the_same_places_and_leads_to_a_text_that_is_translated() -> None:
    french = catalogue("fr")
    for before, today in WORDING.items():
        assert sorted(re.findall(r"{\w+(?::\w+)?}", before)) == sorted(re.findall(r"{\w+(?::\w+)?}", today))
        assert today not in WORDING
    singular = [today for today in WORDING.values() if "{count" not in today]
    assert sum(french.gettext(today) != today for today in singular) > 0.9 * len(singular)
