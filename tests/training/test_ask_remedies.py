"""Every finding of the checks step has its remedy as one button, or says in words what to do."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from contract.data import Alternative, Problem
from datasets.models import DatasetVersion
from tests.conftest import sales_csv, upload
from tests.training.asking import at, draft_of
from training.models import Draft, TrainingRun
from training.questions.choosing_columns import to_leave_out

SLIP = sales_csv(60) + b"2062-01-05,40\n"


def test_rows_far_off_are_left_out_with_one_button(page: Client, analyst: User, sent: list[int]) -> None:
    draft = draft_of(upload(analyst, SLIP), reached="checks")
    content = page.get(at(draft, "checks")).content.decode()
    assert "Leave these rows out and go on" in content
    response = page.post(at(draft, "checks"), {"instead": "0"})
    draft.refresh_from_db()
    assert draft.filters == [{"column": "date", "not_in": ["2062-01-05"]}]
    assert response["Location"] == TrainingRun.objects.get().get_absolute_url()


def test_what_was_left_out_before_stays_out(page: Client, analyst: User, sent: list[int]) -> None:
    before = {"column": "date", "from": "2000-01-01", "not_in": ["2025-01-01"]}
    draft = draft_of(upload(analyst, SLIP), reached="checks", filters=[before])
    page.post(at(draft, "checks"), {"instead": "0"})
    draft.refresh_from_db()
    assert draft.filters == [{**before, "not_in": ["2025-01-01", "2062-01-05"]}]


def test_outcomes_of_the_future_are_left_out(page: Client, analyst: User) -> None:
    rows = "".join(
        f"{n},{20 + n * 7 % 40},{'yes' if n % 3 == 0 else 'no'},"
        f"{2099 if n == 5 else 2025}-01-{n % 28 + 1:02}\n"
        for n in range(200)
    )
    sheet = upload(analyst, ("id,age,churned,day\n" + rows).encode(), "people.csv")
    columns = {"entity": "id", "label": "churned", "time": "day", "features": ["age"]}
    draft = draft_of(sheet, family="churn", columns=columns, settings={}, reached="checks")
    found = page.get(at(draft, "checks")).context["found"]
    [future] = [one for one in found if one.problem.code == "future_outcome"]
    page.post(at(draft, "checks"), {"instead": str(future.place)})
    draft.refresh_from_db()
    assert draft.filters == [{"column": "day", "to": timezone.localdate().isoformat()}]
    after = page.get(at(draft, "checks")).context
    assert after is None or not [one for one in after["found"] if one.problem.code == "future_outcome"]


def test_what_is_no_obstacle_is_changed_and_seen_again(
    page: Client, sales: DatasetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Alternative("settings.adds_up", "sum", "Add amounts up")
    problem = Problem("averaged", "They are averaged.", fatal=False, alternative=other)
    monkeypatch.setattr("training.questions.drafts.problems_of", lambda draft: [problem])
    draft = draft_of(sales, reached="checks")
    assert "Add amounts up" in page.get(at(draft, "checks")).content.decode()
    response = page.post(at(draft, "checks"), {"instead": "0"})
    assert response["Location"] == at(draft, "checks")
    draft.refresh_from_db()
    assert draft.settings["adds_up"] == "sum"
    assert not TrainingRun.objects.exists()


def test_what_a_question_needs_is_not_left_out(page: Client, analyst: User) -> None:
    sheet = upload(analyst, b"date,amount\n" + b"".join(b"2025-01-%02d,\n" % day for day in range(1, 29)))
    for targets, button in (("amount", False), (["amount", "date"], True)):
        draft = draft_of(sheet, columns={"time": "date", "target": targets})
        empty = Problem("empty_column", "Empty.", column="amount")
        assert (to_leave_out(draft, [empty]) == ["amount"]) is button


def test_it_leads_to_the_menu_of_the_column(page: Client, analyst: User) -> None:
    sheet = upload(analyst, b"date,amount\n" + b"".join(b"2025-01-%02d,5\n" % day for day in range(1, 29)))
    draft = draft_of(sheet, reached="checks")
    (found,) = page.get(at(draft, "checks")).context["found"]
    assert found.remedies[0] == (f"{at(draft, 'columns')}#id_column-1", "Change what “amount” is used as")
    assert 'id="id_column-1"' in page.get(at(draft, "columns")).content.decode()


def test_more_rows_are_added_to_the_data_set(page: Client, analyst: User) -> None:
    sheet: DatasetVersion = upload(analyst, sales_csv(9))
    draft = draft_of(sheet, reached="checks")
    (found,) = page.get(at(draft, "checks")).context["found"]
    address, words = found.remedies[0]
    assert (address, words) == (f"/datasets/upload?dataset={sheet.dataset.slug}", "Add rows to the data set")
    assert page.get(address).status_code == 200


def test_an_outcome_that_never_occurs_leads_to_the_settings(page: Client, customers: DatasetVersion) -> None:
    draft = draft_of(
        customers,
        family="churn",
        columns={"label": "city", "features": ["employees"]},
        settings={"positive": "Atlantis"},
        reached="checks",
    )
    found = page.get(at(draft, "checks")).context["found"]
    [unknown] = [one for one in found if one.problem.code == "unknown_positive"]
    assert unknown.remedies[0][0] == at(draft, "settings")


def test_no_place_is_nothing(page: Client, analyst: User) -> None:
    draft = draft_of(upload(analyst, sales_csv(9)), reached="checks")
    for place in ("", "9", "x"):
        assert page.post(at(draft, "checks"), {"instead": place}).status_code == 302
    assert Draft.objects.get(pk=draft.pk).filters == []
