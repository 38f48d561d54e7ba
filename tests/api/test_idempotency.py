"""``Idempotency-Key``: sending a POST again gives the first answer and does nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from api.idempotency import FIRST_CALL_LIMIT, KEPT_FOR, forget_old_calls
from api.models import IdempotentCall
from api.problems import field_problem
from tests.api.urls import Work
from tests.conftest import Api

pytestmark = pytest.mark.urls("tests.api.urls")
KEY = {"Idempotency-Key": "order-17"}


@pytest.fixture(autouse=True)
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Nothing done yet. Call it with what shall happen while a call is being answered."""
    monkeypatch.setattr(Work, "done", 0)
    monkeypatch.setattr(Work, "during", lambda: None, raising=False)
    return lambda during: monkeypatch.setattr(Work, "during", during)


def post(api: Api, body: Any = None, path: str = "/work", headers: dict[str, str] = KEY) -> Any:
    return api("POST", path, {"a": 1} if body is None else body, headers=headers)


def made_earlier(ago: timedelta, **fields: Any) -> None:
    IdempotentCall.objects.update(created_at=timezone.now() - ago, **fields)


def test_the_second_call_gets_the_first_answer(api: Api) -> None:
    first, second = post(api), post(api)
    assert Work.done == 1
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second["Location"] == first["Location"] == "/work/1"


def test_without_a_key_it_is_done_twice(api: Api) -> None:
    post(api, headers={})
    assert post(api, headers={}).json()["done"] == 2
    assert not IdempotentCall.objects.exists()


def test_the_order_of_the_fields_is_no_difference(api: Api) -> None:
    post(api, '{"a": 1, "b": 2}')
    assert post(api, '{"b": 2,  "a": 1}').json()["done"] == 1


@pytest.mark.parametrize(("body", "path"), [({"a": 2}, "/work"), ({"a": 1}, "/more-work"), ([1], "/work")])
def test_the_key_of_another_call_is_refused(body: Any, path: str, api: Api) -> None:
    post(api)
    refused = post(api, body, path)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["location"] == "Idempotency-Key"
    assert refused.json()["errors"][0]["code"] == "other_body"
    assert Work.done == 1


def test_a_body_may_be_a_list(api: Api) -> None:
    assert post(api, [{"a": 1}]).status_code == 201
    assert post(api, [{"a": 1}]).json()["done"] == 1


def test_two_people_may_choose_the_same_key(api: Api, colleague: User) -> None:
    post(api)
    assert post(Api(colleague)).json()["done"] == 2


def test_a_key_of_any_length_is_not_taken(api: Api) -> None:
    refused = post(api, headers={"Idempotency-Key": "k" * 201})
    assert refused.status_code == 400
    assert "201 characters" in refused.json()["detail"]


def test_while_the_first_call_is_answered_the_second_waits_outside(api: Api, work: Any) -> None:
    meanwhile: list[Any] = []
    work(lambda: meanwhile.append(post(api)))
    assert post(api).status_code == 201
    assert meanwhile[0].status_code == 409
    assert meanwhile[0].json()["errors"][0]["code"] == "in_progress"
    assert Work.done == 1


@pytest.mark.parametrize(
    "failure", [field_problem("a", "too_small", "a is too small."), RuntimeError("crash")]
)
def test_a_failed_call_may_be_sent_again(failure: Exception, api: Api, work: Any) -> None:
    def fail() -> None:
        raise failure

    work(fail)
    assert post(api).status_code in {422, 500}
    work(lambda: None)
    assert post(api).json()["done"] == 1


def test_an_answer_that_says_failed_is_not_kept(api: Api, work: Any) -> None:
    work(lambda: 503)
    assert post(api).status_code == 503
    work(lambda: None)
    assert post(api).status_code == 201


def test_a_call_whose_process_died_is_taken_over(api: Api) -> None:
    post(api)
    made_earlier(FIRST_CALL_LIMIT + timedelta(seconds=1), status=None, answer=None)
    assert post(api).json()["done"] == 2
    assert post(api).json()["done"] == 2


def test_a_call_that_takes_its_time_is_not_taken_over(api: Api) -> None:
    post(api)
    made_earlier(FIRST_CALL_LIMIT - timedelta(seconds=30), status=None, answer=None)
    assert post(api).status_code == 409


def test_the_first_call_may_fail_just_when_the_second_looks_for_it(api: Api) -> None:
    """Between the refused insert and the look at the row, the row goes."""

    def refused_although_nothing_is_there(**_: Any) -> None:
        create.undo()
        raise IntegrityError

    create = pytest.MonkeyPatch()
    create.setattr(IdempotentCall.objects, "create", refused_although_nothing_is_there)
    assert post(api).status_code == 201


def test_old_calls_are_forgotten(api: Api) -> None:
    post(api)
    made_earlier(KEPT_FOR + timedelta(seconds=1))
    post(api, headers={"Idempotency-Key": "order-18"})
    assert forget_old_calls() == 1
    assert IdempotentCall.objects.get().key == "order-18"
    assert post(api).json()["done"] == 3
