"""Lists, search and record pages of everything that is registered, and who sees them."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from api.models import IdempotentCall
from tests.admin.conftest import REGISTERED, make_rows
from training.models import TrainingRun

LABELS = [model._meta.label for model in REGISTERED]
OURS = ("audit", "accounts", "api", "datasets", "training", "predictions")
HIDDEN_FROM_ADMINISTRATORS = {model._meta.label for model in (IdempotentCall,)}


def address(model: Any, page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def expected(label: str) -> int:
    return 403 if label in HIDDEN_FROM_ADMINISTRATORS else 200


def test_every_record_of_ours_is_registered() -> None:
    """The tables of a run, a draft or a derivation are shown within it."""
    ours = {model for name in OURS for model in apps.get_app_config(name).get_models()}
    missing = {model._meta.label for model in ours if not admin.site.is_registered(model)}
    assert missing == {"training.RunTable", "training.DraftTable", "datasets.DerivationInput"}
    assert {model for model in admin.site._registry if model in ours} <= set(REGISTERED)


@pytest.mark.parametrize("label", LABELS)
def test_list_search_and_page(label: str, office: Client, desk: Client) -> None:
    model = apps.get_model(label)
    make_rows(1)
    row = model._default_manager.order_by("pk").last()
    for path in (address(model), f"{address(model)}?q=1", address(model, "change", row.pk)):
        assert office.get(path).status_code == 200, path
        assert desk.get(path).status_code == expected(label), path


@pytest.mark.parametrize("label", LABELS)
def test_search_finds_and_leaves_out(label: str, office: Client) -> None:
    model = apps.get_model(label)
    make_rows(1)
    assert admin.site.get_model_admin(model).search_fields
    response = office.get(address(model), {"q": "surely-not-there"})
    assert response.context["cl"].result_count == 0
    assert office.get(address(model)).context["cl"].result_count > 0


@pytest.mark.parametrize("label", LABELS)
def test_every_filter_answers(label: str, office: Client) -> None:
    make_rows(1)
    changelist = office.get(address(apps.get_model(label))).context["cl"]
    choices = [
        choice["query_string"] for spec in changelist.filter_specs for choice in spec.choices(changelist)
    ]
    assert choices or label == "auth.Group"
    for query in set(choices):
        assert office.get(address(apps.get_model(label)) + query).status_code == 200, query


@pytest.mark.parametrize("label", LABELS)
def test_queries_do_not_grow_with_rows(label: str, office: Client) -> None:
    model = apps.get_model(label)
    make_rows(1)
    office.get(address(model))  # Content types are read once and kept.
    with CaptureQueriesContext(
        connection,
    ) as one:
        office.get(address(model))
    for number in range(2, 21):
        make_rows(number)
    with CaptureQueriesContext(connection) as twenty:
        response = office.get(address(model))
    assert response.context["cl"].result_count >= 20
    assert len(twenty) <= len(one), "\n".join(query["sql"] for query in twenty)


@pytest.mark.parametrize("label", LABELS)
def test_nobody_else_gets_in(label: str, analyst: User, viewer: User, stranger: User) -> None:
    for user in (None, analyst, viewer, stranger):
        client = Client()
        if user:
            client.force_login(user)
        assert client.get(address(apps.get_model(label))).status_code in (302, 403)


@pytest.mark.parametrize("app", ["django_q", "axes"])
def test_what_libraries_register_still_answers(app: str, office: Client, desk: Client) -> None:
    models = [model for model in admin.site._registry if model._meta.app_label == app]
    assert models
    for model in models:
        assert office.get(address(model)).status_code == 200
        assert desk.get(address(model)).status_code == 403


def test_front_page(office: Client, desk: Client) -> None:
    assert office.get("/admin/").status_code == 200
    assert b"Training runs" in desk.get("/admin/").content


def test_rows_link_to_the_product(office: Client) -> None:
    make_rows(1)
    run = TrainingRun.objects.get()
    assert f'href="{run.get_absolute_url()}"' in office.get(address(TrainingRun)).content.decode()
