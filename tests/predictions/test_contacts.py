"""The call list of a version: only who is open, marked, undone, filtered, exported, and learned from."""

from __future__ import annotations

import csv
import io

import pandas as pd
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from contract.roles import guess
from datasets.models import DatasetVersion
from predictions.contacts.models import Contact
from scoring.family import LeadScoring
from tests.predictions.conftest import WAITING
from training.models import ModelVersion

LIST = "/models/leads/1/calls"


def customers_of(page: Client, query: str = "") -> list[str]:
    return [row["customer"] for row in page.get(f"{LIST}{query}").context["rows"]]


def mark(page: Client, customer: str, **said: str):
    return page.post(f"{LIST}/mark", {"customer": customer, **said}, follow=True)


def test_only_who_is_open_is_listed_a_page_at_a_time(page: Client, waiting: list[str]) -> None:
    assert customers_of(page) == waiting[:25]
    assert customers_of(page, "?page=3") == waiting[50:]


def test_where_every_outcome_is_known_nobody_is_listed(page: Client, leads: ModelVersion) -> None:
    assert b"Nobody to contact" in page.get(LIST).content


def test_a_mark_is_kept_shown_noted_and_undone(page: Client, waiting: list[str], analyst: User) -> None:
    response = mark(page, waiting[3], state="reached", outcome="yes", note="Call in May")
    found = Contact.objects.get()
    assert (found.customer, found.state, found.outcome) == (waiting[3], "reached", "yes")
    assert found.marked_by == analyst
    assert b"Undo" in response.content
    line = AuditEvent.objects.filter(verb="marked").get()
    assert line.data == {"customer": waiting[3], "state": "reached", "outcome": "yes"}
    assert customers_of(page, "?state=reached") == [waiting[3]]
    assert waiting[3] not in customers_of(page, "?state=open")
    mark(page, waiting[3], state="", outcome="", note="")
    assert not Contact.objects.exists()


def test_undo_brings_back_the_mark_before(page: Client, waiting: list[str]) -> None:
    mark(page, waiting[1], state="not_reached")
    content = mark(page, waiting[1], state="done").content.decode()
    assert '<input type="hidden" name="state" value="not_reached">' in content


def test_only_people_of_the_list_can_be_marked(page: Client, waiting: list[str], leads: ModelVersion) -> None:
    closed = pd.read_parquet(leads.results)["id"].iloc[WAITING]
    for customer in ("nobody", closed):
        assert mark(page, customer, state="done").status_code == 404
    assert b"Nothing was marked" in mark(page, waiting[0], state="sold").content
    assert not Contact.objects.exists()


def test_the_list_is_filtered_by_rating_and_text(page: Client, waiting: list[str]) -> None:
    rows = page.get(f"{LIST}?quality=hot").context["rows"]
    assert rows and {row["quality"] for row in rows} == {"hot"}
    assert customers_of(page, f"?q={waiting[5]}") == [waiting[5]]


def test_the_number_of_queries_does_not_grow_with_marks(page: Client, waiting: list[str]) -> None:
    counts = []
    for customer in waiting[:6]:
        with CaptureQueriesContext(connection) as queries:
            page.get(LIST)
        counts.append(len(queries))
        mark(page, customer, state="done")
        page.get(LIST)  # the message of the mark is read
    assert len(set(counts)) == 1


def test_the_export_has_marks_and_runs_no_formula(page: Client, waiting: list[str]) -> None:
    mark(page, waiting[0], state="done", outcome="no")
    text = page.get(f"{LIST}.csv").content.decode("utf-8-sig")
    dialect = csv.Sniffer().sniff(text.splitlines()[0], ";,")
    rows = list(csv.DictReader(io.StringIO(text), dialect=dialect))
    assert len(rows) == WAITING
    assert rows[0]["customer"] == "'=cmd()"
    assert (rows[0]["state"], rows[0]["outcome"]) == ("done", "no")
    assert {"chance", "quality", "reasons", "action"} <= set(rows[0])
    assert page.get(f"{LIST}.xlsx").content[:2] == b"PK"


def test_outcomes_come_back_as_known_outcomes(page: Client, waiting: list[str]) -> None:
    assert b"No outcome is marked yet" in page.post(f"{LIST}/outcomes", follow=True).content
    for place, outcome in enumerate(("yes", "no", "unknown", "no")):
        mark(page, waiting[place + 1], state="reached", outcome=outcome)
    page.post(f"{LIST}/outcomes")
    kept = DatasetVersion.objects.order_by("pk").last()
    assert (kept.dataset.name, kept.rows) == ("leads outcomes", 3)
    labels = next(table for table in LeadScoring.tables if table.key == "labels")
    found = guess((labels,), {"labels": kept.kinds})
    assert (found["labels.key"], found["labels.label"], found["labels.date"]) == (
        "customer", "outcome", "date",
    )  # fmt: skip
    mark(page, waiting[8], outcome="yes")
    page.post(f"{LIST}/outcomes")
    again = DatasetVersion.objects.order_by("pk").last()
    assert (again.dataset, again.number, again.rows) == (kept.dataset, 2, 4)
