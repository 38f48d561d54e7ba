"""Texts that are no UTF-8: told by their words, named where that is a guess, asked where two readings fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion, Import
from datasets.reading import ReadingQuestion
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.reading_tools import codes, read_bytes
from tests.datasets.test_import_pages import done, start
from tests.datasets.uploads import assert_nothing_kept, by_api, by_page
from tests.shop_words import WORDS, shop_sheet, with_one_column

WESTERN = ("French", "German", "Spanish", "Portuguese")
WRITTEN = [(language, encoding) for language, words in WORDS.items() for encoding in words.encodings]
# Czech cities, in which the two readings differ by letters that both languages have.
OPEN = "město;n\nKošice;1\nVeselí;2\nMikuláš;3\n".encode("iso-8859-2")
NEXT_DAY = "město;n\nKošice;4\nTrenčín;5\nLipník;6\n".encode("iso-8859-2")


@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
def test_short_sheets_of_many_languages(tmp_path: Path, language: str, encoding: str) -> None:
    words = WORDS[language]
    table = read_bytes(tmp_path, shop_sheet(words, 40).encode(encoding))
    assert table.frame.columns.tolist() == words.columns.split(",")
    for place, listed in ((1, words.goods), (2, words.customers), (3, words.cities)):
        assert set(table.frame.iloc[:, place]) <= set(listed.split(","))
    if language in WESTERN:
        assert codes(table) == []
    else:
        (found,) = table.problems
        assert found.code == "guessed_encoding"
        assert "option encoding" in found.remedy
        texts = [*table.frame.columns, *table.frame.iloc[:, 1:4].to_numpy().ravel()]
        assert any(f"'{text}'" in found.message for text in texts)


def test_signs_without_letters_leave_the_text_western(tmp_path: Path) -> None:
    text = "item;size\nfilter;5 µm\nhose;±0.5 m²\npan;20 °C\nbook;7 €\n"
    table = read_bytes(tmp_path, text.encode("cp1252"))
    assert table.frame["size"].tolist() == ["5 µm", "±0.5 m²", "20 °C", "7 €"]
    assert table.problems == []


def test_signs_of_japanese_windows(tmp_path: Path) -> None:
    table = read_bytes(tmp_path, "取引先;品名\n㈱山田;USBケーブル\n髙橋商店;①セット\n".encode("cp932"))
    assert table.frame["取引先"].tolist() == ["㈱山田", "髙橋商店"]


def test_letters_far_down_a_long_sheet(tmp_path: Path) -> None:
    text = "city,n\n" + "Roma,1\n" * 300_000 + "Санкт-Петербург,2\nНижний Новгород,3\n"
    assert read_bytes(tmp_path, text.encode("cp1251")).frame["city"].iloc[-1] == "Нижний Новгород"


def test_two_readings_that_fit_are_asked_with_cells_of_the_sheet(tmp_path: Path) -> None:
    with pytest.raises(ReadingQuestion) as asked:
        read_bytes(tmp_path, OPEN)
    question = asked.value
    assert (question.option, question.column) == ("encoding", None)
    shown = {one["value"]: [example["text"] for example in one["examples"]] for one in question.readings}
    assert shown["iso-8859-2"] == ["Košice", "Mikuláš", "město"]
    assert shown["cp1250"] == ["Koąice", "Mikuláą", "město"]
    assert "'Košice' (encoding=iso-8859-2)" in str(question)
    assert read_bytes(tmp_path, OPEN, encoding="iso-8859-2").frame["město"].tolist()[0] == "Košice"


def test_a_few_words_are_never_read_otherwise_without_a_word(tmp_path: Path) -> None:
    """Whatever is not Western is asked or named, however little there is of it."""
    for language in ("Russian", "Greek", "Japanese", "Chinese, simplified", "Chinese, traditional"):
        sheet = with_one_column(shop_sheet(WORDS[language], 2))
        try:
            table = read_bytes(tmp_path, sheet.encode(WORDS[language].encodings[-1]))
        except ReadingQuestion:
            continue
        assert codes(table) == ["guessed_encoding"]


def test_the_api_asks_and_takes_the_answer(api: Api) -> None:
    problem = assert_problem(by_api(api, OPEN), 422)
    assert problem["option"] == "encoding"
    assert {"iso-8859-2", "cp1250"} <= {one["value"] for one in problem["readings"]}
    answer = by_api(api, OPEN, encoding="iso-8859-2")
    assert answer.status_code == 201
    assert answer.json()["options"]["encoding"] == "iso-8859-2"
    assert [found["code"] for found in answer.json()["problems"]] == []


def test_the_answer_is_remembered_for_the_next_sheet(api: Api) -> None:
    by_api(api, OPEN, encoding="iso-8859-2")
    answer = by_api(api, NEXT_DAY, "next.csv").json()
    assert answer["options"]["remembered"] == ["encoding"]
    assert answer["options"]["encoding"] == "iso-8859-2"


def test_what_is_remembered_spoils_no_sheet_in_unicode(api: Api) -> None:
    by_api(api, "city,n\nŁódź,1\nKraków,2\n".encode("cp1250"), encoding="cp1250")
    answer = by_api(api, "city,n\nŁódź,3\nGdańsk,4\n".encode(), "next.csv").json()
    assert answer["options"]["encoding"] == "utf-8"
    assert [found["code"] for found in answer["problems"]] == []


def test_the_page_asks_with_both_readings(page: Client) -> None:
    response = by_page(page, OPEN)
    assert response.status_code == 422
    shown = response.content.decode()
    assert "Which of these looks right?" in shown
    assert "<strong>Košice, Mikuláš, město</strong>" in shown
    assert "<strong>Koąice, Mikuláą, město</strong>" in shown
    assert_nothing_kept()
    # A form sends the button first, then the field.
    assert by_page(page, OPEN, encoding=["iso-8859-2", ""]).status_code == 302
    assert DatasetVersion.objects.get().options["encoding"] == "iso-8859-2"


def test_an_import_in_the_background_asks_too(page: Client, analyst: User) -> None:
    job = done(start(analyst, OPEN))
    assert job.question["option"] == "encoding"
    assert "letters" in job.error
    shown = page.get(f"/imports/{job.pk}").content.decode()
    assert 'name="encoding" value="iso-8859-2"' in shown
    preview = page.post(f"/imports/{job.pk}/preview").content.decode()
    assert "Koąice" in preview
    page.post(f"/imports/{job.pk}/answer", {"encoding": ["iso-8859-2", ""]})
    assert done(Import.objects.exclude(pk=job.pk).get()).status == "succeeded"


def test_a_guess_is_named_with_the_other_reading_beside_it(page: Client, analyst: User) -> None:
    upload(analyst, shop_sheet(WORDS["Polish"], 20).encode("cp1250"))
    shown = page.get("/datasets/sales/1").content.decode()
    assert "were read as Central European" in shown
    assert "Read the letters as" in shown
    assert page.post("/datasets/sales/1/read", {"encoding": "iso-8859-2"}).status_code == 302
    assert DatasetVersion.objects.get(number=2).options["encoding"] == "iso-8859-2"
