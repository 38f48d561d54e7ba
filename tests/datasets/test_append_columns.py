"""Rows that join a data set with other columns than it has: retyped, missing, new, under another name."""

from __future__ import annotations

from datasets.models import DatasetVersion
from tests.api.problems import assert_problem
from tests.conftest import Api
from tests.datasets.uploads import append, codes


def test_a_column_retyped_to_text_is_refused(api: Api, january: DatasetVersion) -> None:
    content = b"date,shop,amount\n2025-02-01,A,5 boxes\n2025-02-02,A,many\n"
    problem = assert_problem(append(api, content), 422)
    (found,) = problem["errors"]
    assert (found["code"], found["location"]["column"]) == ("retyped_column", "amount")
    assert "2 cells of this sheet do not fit, such as '5 boxes'" in found["message"]
    assert "confirm=retyped" in found["message"]
    assert DatasetVersion.objects.count() == 1


def test_a_confirmed_column_becomes_text_for_all_rows(api: Api, january: DatasetVersion) -> None:
    content = b"date,shop,amount\nsome day,A,5 boxes\nanother,A,many\n"
    assert append(api, content, confirm="retyped").status_code == 201
    frame = DatasetVersion.objects.get(number=2).frame()
    assert frame["amount"].tolist() == ["5", "6", "7", "5 boxes", "many"]
    assert frame["date"].tolist()[:4] == ["2025-01-01", "2025-01-02", "2025-01-03", "some day"]


def test_a_missing_column_is_refused_unless_confirmed(api: Api, january: DatasetVersion) -> None:
    content = b"date,amount\n2025-02-01,5\n"
    problem = assert_problem(append(api, content), 422)
    assert (problem["errors"][0]["code"], problem["confirm"]) == ("missing_column", ["missing"])
    body = append(api, content, confirm="missing").json()
    assert [column["missing"] for column in body["columns"]] == [0, 1, 0]
    assert DatasetVersion.objects.get(number=2).frame()["shop"].tolist()[3] is None


def test_a_new_column_is_missing_in_the_old_rows(api: Api, january: DatasetVersion) -> None:
    body = append(api, b"date,shop,amount,pieces\n2025-02-01,A,5,2\n").json()
    assert codes(body["problems"]) == ["new_column"]
    pieces = DatasetVersion.objects.get(number=2).frame()["pieces"]
    assert (str(pieces.dtype), pieces.isna().sum(), pieces[3]) == ("Int64", 3, 2)
    assert DatasetVersion.objects.get(number=2).frame(["pieces"], 2)["pieces"].isna().all()


def test_a_similar_name_is_the_same_column(api: Api, january: DatasetVersion) -> None:
    body = append(api, b"Date,SHOP,Amount_\n2025-02-01,A,5\n").json()
    assert codes(body["problems"]) == ["matched_column"] * 3
    assert [column["name"] for column in body["columns"]] == ["date", "shop", "amount"]


def test_a_column_of_another_name_is_known_by_its_content(api: Api, january: DatasetVersion) -> None:
    content = b"date,store,amount\n2025-02-01,A,5\n2025-02-02,B,6\n"
    problem = assert_problem(append(api, content), 422)
    assert problem["confirm"] == ["renamed"]
    assert "'store' of the sheet has the same content as 'shop' in sales@1" in problem["detail"]
    apart = append(api, content, confirm="missing", preview="true").json()
    assert [match["how"] for match in apart["columns"]] == ["name", "missing", "name", "new"]
    body = append(api, content, confirm="renamed").json()
    assert [column["name"] for column in body["columns"]] == ["date", "shop", "amount"]
    assert body["columns"][1]["histogram"]["counts"] == [3, 2]
