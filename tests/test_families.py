"""What every family and every model of it must keep, generated from the registry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from contract import artifacts, registry
from contract.data import DataProblems, TrainingData
from contract.family import Family, Trained
from contract.model import Model
from contract.plain import plain
from contract.training import Plan, Progress
from tests.asking import asked, learned_from

FAMILIES = {family.key: family for family in registry.all_families()}
LEARNED = {key: learned_from(family.example()) for key, family in FAMILIES.items()}


def machinery(family: Family) -> tuple[Any, ...]:
    """What trains a family. Families of one machinery differ in words alone."""
    models = tuple((name, choice.path, choice.Params) for name, choice in sorted(family.models.items()))
    return models, family.Settings, tuple(type(ask).__mro__[0] for ask in family.asks)


FIRST = {machinery(family): key for key, family in reversed(FAMILIES.items())}
MODELS = [
    (key, model)
    for key, family in FAMILIES.items()
    if FIRST[machinery(family)] == key
    for model in ("auto", *(name for name, choice in family.models.items() if choice.available))
]
"""What is installed here, of one family for each machinery; `make test-deep` has the models of the extra."""
IN_ITS_WORDS = [*MODELS, *((key, "auto") for key in FAMILIES if key not in FIRST.values())]
"""Every family, for what its own words and columns have a part in."""


class Stopped(Exception):
    """What a cancelled run raises inside ``progress``."""


def plan_for(family: Family, model: str = "auto", **changes: Any) -> Plan:
    plan = Plan(settings=family.Settings(), params=family.params_class(model)(), model=model, seed=3)
    return replace(plan, **changes)


@dataclass
class Watched:
    """A training that was looked at from outside."""

    result: Trained
    progress: list[float]
    before: dict[str, pd.DataFrame]
    after: Mapping[str, pd.DataFrame]


@pytest.fixture(scope="module")
def watched() -> Any:
    """Trains each family and model once for all checks that only look at what came of it."""
    done: dict[tuple[str, str], Watched] = {}

    def get(key: str, model: str) -> Watched:
        if (key, model) not in done:
            family, seen = FAMILIES[key], []
            data = family.example()
            before = {name: table.copy(deep=True) for name, table in data.tables.items()}
            progress = Progress(lambda fraction, message: seen.append(fraction))
            result = family.train(data, plan_for(family, model), progress)
            done[key, model] = Watched(result, seen, before, data.tables)
        return done[key, model]

    return get


@pytest.fixture(scope="module")
def trained(watched: Any) -> Any:
    return lambda key, model: watched(key, model).result


def body_for(result: Trained) -> dict[str, Any]:
    """A request made of nothing but the typical values of the inputs, as the "try it" form makes it."""
    body = {wanted.name: wanted.typical for wanted in result.inputs if wanted.of == "request"}
    body = {name: value for name, value in body.items() if value is not None}
    tables = {wanted.of for wanted in result.inputs} - {"request"}
    rows = {
        table: [{wanted.name: plain(wanted.typical) for wanted in result.inputs if wanted.of == table}]
        for table in tables
    }
    return body | rows


def loaded_again(family: Family, result: Trained, folder: Path) -> Model:
    choice = family.models[result.evaluation.model]
    digest, _ = artifacts.write(result.model, {}, folder / "model.zip")
    with (folder / "model.zip").open("rb") as file:
        return artifacts.read(
            file, digest, lambda files, manifest: choice.load_class().load(files, result.model.params)
        )


@pytest.mark.parametrize(("key", "model"), MODELS)
def test_progress_only_rises_and_ends_at_one(key: str, model: str, watched: Any) -> None:
    seen = watched(key, model).progress
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(set(seen)) > 4


@pytest.mark.parametrize(("key", "model"), MODELS)
@pytest.mark.parametrize("after", [0.03, 0.75])
def test_raising_inside_progress_stops(key: str, model: str, after: float) -> None:
    family = FAMILIES[key]

    def stop(fraction: float, message: str) -> None:
        if fraction >= after:
            raise Stopped

    with pytest.raises(Stopped):
        family.train(family.example(), plan_for(family, model), Progress(stop))


@pytest.mark.parametrize(("key", "model"), MODELS)
def test_the_same_seed_gives_the_same_answer(key: str, model: str, trained: Any) -> None:
    family, first = FAMILIES[key], trained(key, model)
    second = family.train(family.example(), plan_for(family, model))
    pd.testing.assert_frame_equal(first.results, second.results)


@pytest.mark.parametrize(("key", "model"), MODELS)
def test_saving_and_loading_keeps_the_answer(key: str, model: str, trained: Any, tmp_path: Path) -> None:
    family, result = FAMILIES[key], trained(key, model)
    again = loaded_again(family, result, tmp_path)
    for one in family.asks:
        first, second = (
            asked(family, model, body_for(result), LEARNED[family.key], key=one.key)[1]
            for model in (result.model, again)
        )
        pd.testing.assert_frame_equal(first.table, second.table)
    assert [block.as_dict() for block in again.explain()] == [b.as_dict() for b in result.model.explain()]


def gaps(table: Any) -> bool:
    """Whether a value is missing; nobody said what a contact is worth, so that its profit may be."""
    return bool(table.drop(columns="expected_value", errors="ignore").isna().any().any())


@pytest.mark.parametrize(("key", "model"), IN_ITS_WORDS)
def test_answers_carry_the_declared_columns_and_no_gap(key: str, model: str, trained: Any) -> None:
    family, result = FAMILIES[key], trained(key, model)
    assert not gaps(result.results)
    for one in family.asks:
        context, answer = asked(family, result.model, body_for(result), LEARNED[family.key], key=one.key)
        assert list(answer.table.columns) == one.columns(context.request)
        assert not gaps(answer.table)
        if one is family.asks[0]:
            assert list(result.results.columns)[: answer.table.shape[1]] == list(answer.table.columns)
        for block in one.present(context, answer):
            json.dumps(block.as_dict(), allow_nan=False)


@pytest.mark.parametrize(("key", "model"), IN_ITS_WORDS)
def test_the_report_is_json_and_the_baseline_stands_beside(key: str, model: str, trained: Any) -> None:
    family, result = FAMILIES[key], trained(key, model)
    json.dumps([block.as_dict() for block in result.blocks], allow_nan=False)
    assert all(block.title for block in result.blocks)
    assert result.headline
    evaluation = result.evaluation
    assert family.primary_metric in evaluation.metrics
    assert family.primary_metric in evaluation.baseline
    assert evaluation.baseline_label
    assert evaluation.model in family.models
    assert set(evaluation.metrics) <= set(family.metric_labels)
    assert any(candidate.baseline for candidate in evaluation.candidates)
    assert sum(candidate.chosen for candidate in evaluation.candidates) >= 1


@pytest.mark.parametrize(("key", "model"), MODELS)
def test_the_frames_are_not_changed(key: str, model: str, watched: Any) -> None:
    training = watched(key, model)
    for name, table in training.after.items():
        pd.testing.assert_frame_equal(table, training.before[name])


def refused(family: Family, data: TrainingData) -> list[Any]:
    with pytest.raises(DataProblems) as caught:
        family.train(data, plan_for(family))
    assert any(problem.fatal for problem in caught.value.problems)
    return caught.value.problems


def required_roles() -> Iterator[tuple[str, str]]:
    for key, family in FAMILIES.items():
        for name, (table, role) in family.role_keys().items():
            if role.required and table.required:
                yield key, name


@pytest.mark.parametrize(("key", "role"), list(required_roles()))
def test_a_missing_role_is_a_problem(key: str, role: str) -> None:
    family = FAMILIES[key]
    data = family.example()
    columns = {name: column for name, column in data.columns.items() if name != role}
    problems = refused(family, replace(data, columns=columns))
    assert "missing_role" in {problem.code for problem in problems}


@pytest.mark.parametrize("key", FAMILIES)
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_too_few_rows_are_a_problem_with_the_number(key: str, rows: int) -> None:
    family = FAMILIES[key]
    data = family.example()
    problems = refused(family, replace(data, tables={**data.tables, "main": data.main.head(rows)}))
    numbers = [re.findall(r"\d+", str(problem.message)) for problem in problems if problem.fatal]
    assert any(str(rows) in found for found in numbers) or rows == 0, problems
    assert all(problem.remedy for problem in problems if problem.fatal)


@pytest.mark.parametrize("key", FAMILIES)
def test_a_constant_sheet_never_ends_in_a_traceback(key: str) -> None:
    """It is refused with a sentence, or answered with a problem that says so."""
    family = FAMILIES[key]
    data = family.example()
    constant = data.main.copy()
    for column in constant.select_dtypes(["number", "object", "string", "bool"]).columns:
        constant[column] = constant[column].iloc[0]
    single = {name: column for name, column in data.columns.items() if name != "item"}
    sheet = replace(data, columns=single, tables={**data.tables, "main": constant.drop_duplicates()})
    try:
        result = family.train(sheet, plan_for(family))
    except DataProblems as refusal:
        assert refusal.problems
    else:
        assert result.problems


@pytest.mark.parametrize(("key", "model"), MODELS)
def test_only_allowed_files_are_written(key: str, model: str, trained: Any, tmp_path: Path) -> None:
    trained(key, model).model.save(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert {path.suffix for path in files} <= artifacts.SUFFIXES


@pytest.mark.parametrize("key", FAMILIES)
def test_the_prediction_log_knows_what_to_keep(key: str, trained: Any) -> None:
    family, result = FAMILIES[key], trained(key, "auto")
    for one in family.asks:
        if one.logged is not None:
            columns = one.columns(
                asked(family, result.model, body_for(result), LEARNED[family.key], key=one.key)[0].request
            )
            assert one.logged.keys_in(columns) == list(one.logged.keys)
            assert "value" in one.logged.found_in(columns)
            named = (one.logged.at, one.logged.low, one.logged.high, one.logged.lag)
            assert {name for name in named if name} <= set(columns)


@pytest.mark.parametrize("key", FAMILIES)
def test_schemas_can_be_shown(key: str) -> None:
    family = FAMILIES[key]
    for options in (family.Settings, *(c.Params for c in family.models.values())):
        json.dumps(options.model_json_schema())
    for one in family.asks:
        json.dumps(one.schema())
