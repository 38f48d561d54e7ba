"""A data set whose import has something of everything to tell, and imports in every state."""

from __future__ import annotations

import io
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from openpyxl import Workbook

from datasets.ingest.append import UploadRequest
from datasets.ingest.import_execution import execute
from datasets.ingest.imports import start_import
from datasets.models import Import
from datasets.services import upload_version

UNREADABLE = {8: "not yet counted, to be sent by the shop in the south next week"}


def till(days: int = 28, factor: int = 1, unreadable: bool = True) -> bytes:
    """Days, shops and amounts with decimal commas, one of them unreadable, and a row of totals."""
    rows = [
        f"{day:02}.01.2025;{'North' if day % 2 else 'South'};"
        f"{UNREADABLE.get(day) if unreadable and day in UNREADABLE else f'{day * factor},5'};"
        f"{-200 if day % 7 == 0 else day * 3}"
        for day in range(1, days + 1)
    ]
    return "\n".join(["day;shop;amount;visitors", *rows, f"Total;;{days * factor},5;", ""]).encode()


def two_row_header() -> bytes:
    """A workbook with two sheets, one of them with a header of two rows and dates that fit two readings."""
    book = Workbook()
    sales = book.active
    sales.title = "Sales"
    for row in [
        ("date", "North", None, "South", None),
        (None, "pieces", "revenue", "pieces", "revenue"),
        *((f"0{day}/04/2025", day, day * 2.5, day + 1, day * 3.5) for day in range(1, 10)),
    ]:
        sales.append(row)
    stock = book.create_sheet("Stock")
    stock.append(("counted", "pieces"))
    for place in range(30):
        stock.append((f"0{place % 9 + 1}/0{place % 8 + 1}/2025", "many" if place == 4 else place))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def make_imports(owner: User) -> dict[str, Any]:
    """What the paths of screens name."""
    first, _ = upload_version(
        owner, ContentFile(till(), name="till.csv"), name="Till", options={"decimal": ","}
    )
    upload_version(owner, ContentFile(till(factor=9), name="till.csv"), dataset=first.dataset)
    ambiguous = b"date,amount\n03/04/2025,5\n05/06/2025,6\n"
    question = _import(owner, ambiguous, "april.csv")
    refused = _import(
        owner,
        b"day;shop\n01.02.2025;North\n02.02.2025;South\n",
        "february.csv",
        dataset=first.dataset,
        append=True,
    )
    done = _import(owner, till(unreadable=False), "march.csv", name="March")
    more = b"day;shop;amount;visitors\n28.01.2025;South;252,5;-200\n01.02.2025;West;1,5;3\n"
    plan = _import(owner, more, "february and march.csv", dataset=first.dataset, append=True, plan_only=True)
    apart = _import(
        owner,
        b"day;visitors\n01.02.2025;4\n02.02.2025;5\n",
        "visitors.csv",
        dataset=first.dataset,
        append=True,
        plan_only=True,
    )
    for job in (question, refused, done, plan, apart):
        execute(job.pk)
    waiting = _import(owner, till(20), "long.csv", wanted=UploadRequest({"decimal": ","}))
    return {
        "till": first.dataset.slug,
        "import_question": question.pk,
        "import_refused": refused.pk,
        "import_done": done.pk,
        "import_plan": plan.pk,
        "import_plan_apart": apart.pk,
        "import_waiting": waiting.pk,
    }


def _import(owner: User, content: bytes, file_name: str, **about: Any) -> Import:
    return start_import(owner, ContentFile(content, name=file_name), **about)
