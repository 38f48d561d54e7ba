"""A column that gives the outcome away is left out with one button, and the columns step shows why."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import upload
from tests.training.asking import at, draft_of
from training.models import Draft, TrainingRun

LEAKING = "id,age,visits,churned,reason_left,closed_at\n" + "".join(
    f"{n},{20 + n % 40},{n * 7 % 13},{'yes' if n % 3 == 0 else 'no'},"
    f"{'price' if n % 3 == 0 else ''},{f'2025-01-{n % 28 + 1:02}' if n % 3 == 0 else ''}\n"
    for n in range(300)
)
COLUMNS = {"entity": "id", "label": "churned", "features": ["age", "visits", "reason_left", "closed_at"]}


def leaking(analyst: User) -> tuple[DatasetVersion, Draft]:
    sheet = upload(analyst, LEAKING.encode(), "people.csv")
    return sheet, draft_of(sheet, family="churn", columns=COLUMNS, settings={}, reached="checks")


def test_one_button_leaves_them_out_and_goes_on(page: Client, analyst: User, sent: list[int]) -> None:
    _sheet, draft = leaking(analyst)
    content = page.get(at(draft, "checks")).content.decode()
    assert "Leave these 2 out and go on" in content
    response = page.post(at(draft, "checks"), {"leave_out": "1"})
    draft.refresh_from_db()
    assert draft.columns == {"entity": "id", "label": "churned", "features": ["age", "visits"]}
    assert set(draft.left_out) == {"reason_left", "closed_at"}
    if response["Location"] == at(draft, "checks"):  # Something else is worth knowing first.
        response = page.post(at(draft, "checks"), {"answer": "1"})
    assert response["Location"] == TrainingRun.objects.get().get_absolute_url()


def test_the_columns_step_says_why(page: Client, analyst: User) -> None:
    _sheet, draft = leaking(analyst)
    page.post(at(draft, "checks"), {"leave_out": "1"})
    Draft.objects.update(run=None)
    form = page.get(at(draft, "columns")).context["form"]
    why = {row.name: (row.field.value(), bool(row.why)) for row in form.rows()}
    assert why["reason_left"] == ("", True)
    assert why["age"] == ("features", False)


def test_where_nothing_leaks_there_is_no_such_button(page: Client, sales: DatasetVersion) -> None:
    assert "and go on" not in page.get(at(draft_of(sales), "checks")).content.decode()
