"""An upload over HTTP: the form's fields, and every refusal as a problem that names the place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from accounts.permissions import require_change
from api.problems import ApiProblem, error, field_problem
from api.views import refuse_unknown
from datasets import services
from datasets.models import Dataset, DatasetVersion, Import
from datasets.services import UploadRequest, start_import

MODES = ("replace", "append")
CONFIRMATIONS = ("missing", "renamed", "retyped", "replace", "same_key", "add")

UPLOAD_SCHEMA: dict[str, dict[str, Any]] = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "name": {"type": "string", "description": "Of the data set; the file's if left out."},
            "dataset": {"type": "string", "description": "Slug: add a version to this data set."},
            "mode": {
                "type": "string",
                "enum": list(MODES),
                "description": (
                    "replace: the sheet becomes the next version. append: its rows are added to the "
                    "existing ones."
                ),
            },
            "preview": {
                "type": "string",
                "description": (
                    "With mode=append, true: report what would change, and save nothing. With Prefer: "
                    "respond-async, a worker works it out: it is the plan of the import."
                ),
            },
            "confirm": {
                "type": "string",
                "description": (
                    "With mode=append: what is intended although it does not fit, separated by commas: "
                    + ", ".join(CONFIRMATIONS)
                    + ". Rows whose key exists, with other values: replace puts them in the place of those "
                    "that are there, same_key leaves them out, add counts their amounts twice."
                ),
            },
            "key": {
                "type": "string",
                "description": "With mode=append: the columns that identify a row, separated by commas.",
            },
            **{
                option: {
                    "type": "string",
                    "description": (
                        "If left out: as chosen for the last sheet with this header. auto: detected."
                    ),
                }
                for option in services.READING_OPTIONS
            },
        },
    }
}


UPLOAD_EXAMPLES: dict[str, Any] = {
    "A new data set": {"file": "sales.csv", "name": "Sales"},
    "More rows of a data set": {"file": "sales-february.csv", "dataset": "sales", "mode": "append"},
}


@dataclass(frozen=True)
class UploadCall:
    """The form of an upload, checked as far as it can be without reading the sheet."""

    user: Any
    upload: UploadedFile
    dataset: Dataset | None
    name: str
    append: bool
    preview: bool
    wanted: UploadRequest

    @classmethod
    def of(cls, request: Request, others: Collection[str] = ()) -> UploadCall:
        """``others`` are the fields of the form that the caller looks at. Raises ApiProblem, Http404 and
        PermissionDenied."""
        known = [*UPLOAD_SCHEMA["multipart/form-data"]["properties"], *others]
        refuse_unknown([*request.POST, *request.FILES], known, "field")
        upload = request.FILES.get("file")
        if upload is None:
            raise field_problem("file", "required", "Send the sheet as the multipart field 'file'.", 400)
        mode = request.POST.get("mode") or "replace"
        if mode not in MODES:
            raise field_problem(
                "mode", "unknown", f"The mode of an upload must be 'replace' or 'append', not {mode!r}."
            )
        dataset = None
        if slug := request.POST.get("dataset"):
            dataset = get_object_or_404(Dataset, slug=slug)
            require_change(request.user, "datasets.add_dataset", dataset)
        if mode == "append" and dataset is None:
            raise field_problem("dataset", "required", "Name the data set (dataset) to add the rows to.")
        confirmed = _words(request, "confirm")
        if unknown := sorted(set(confirmed) - set(CONFIRMATIONS)):
            allowed = ", ".join(CONFIRMATIONS)
            raise field_problem("confirm", "unknown", f"You can confirm {allowed}, not {unknown[0]}.")
        options = {option: request.POST.get(option) for option in services.READING_OPTIONS}
        return cls(
            user=request.user,
            upload=upload,
            dataset=dataset,
            name=str(request.POST.get("name", "")),
            append=mode == "append",
            preview=request.POST.get("preview") == "true",
            wanted=UploadRequest(options, confirmed, _words(request, "key")),
        )

    def keep(self, accept: services.Accept = services.accept_any) -> tuple[DatasetVersion, bool]:
        """The version, and whether it is new. Nothing is kept where ``accept`` raises."""
        with refusals():
            if self.append and self.dataset is not None:
                return services.append_version(self.user, self.dataset, self.upload, self.wanted, accept)
            return services.upload_version(
                self.user,
                self.upload,
                name=self.name,
                dataset=self.dataset,
                options=self.wanted.options,
                accept=accept,
            )

    @property
    def is_large(self) -> bool:
        """Whether it is read by a worker rather than while the caller waits."""
        return (self.upload.size or 0) > settings.IMPORT_JOB_BYTES

    def start(self) -> Import:
        """The upload, or its preview, as a job in the background."""
        if self.preview:
            self._require_append()
        return start_import(
            self.user,
            self.upload,
            name=self.name,
            dataset=self.dataset,
            append=self.append,
            plan_only=self.preview,
            wanted=self.wanted,
        )

    def plan(self) -> dict[str, Any]:
        """What appending would change."""
        dataset = self._require_append()
        with refusals():
            return services.plan_append(dataset, self.upload, self.wanted, self.user).as_dict()

    def _require_append(self) -> Dataset:
        if not self.append or self.dataset is None:
            raise field_problem("preview", "not_possible", "Only mode=append has a preview.")
        return self.dataset


@contextmanager
def refusals() -> Iterator[None]:
    """Turns what reading and appending raise into problems."""
    from datasets import reading
    from datasets.schema.append_plan import AppendRefused

    try:
        yield
    except reading.ReadingQuestion as question:
        raise question_problem(question.option, question.column, question.readings, str(question)) from None
    except AppendRefused as refusal:
        found = [finding.as_dict() for finding in refusal.findings]
        raise refusal_problem(found, plan=refusal.plan.as_dict(), confirm=refusal.plan.to_confirm) from None
    except reading.ReadingError as refusal:
        raise refusal_problem([finding.as_dict() for finding in refusal.findings]) from None


def failure_problem(job: Import) -> ApiProblem:
    """Why an import ended without a version, as the same upload is refused when it is read at once."""
    if job.question:
        asked = job.question
        return question_problem(
            asked["option"], asked["column"], asked["readings"], f"{job.error} {job.remedy}"
        )
    if job.problems:
        return refusal_problem(job.problems, confirm=job.to_confirm)
    return ApiProblem(422, f"{job.error} {job.remedy}".strip())


def refusal_problem(findings: list[dict[str, Any]], **extra: Any) -> ApiProblem:
    errors = [
        error(
            _place(found["column"], found["row"]),
            found["code"],
            f"{found['message']} {found['remedy']}".strip(),
        )
        for found in findings
    ]
    return ApiProblem(422, " ".join(one["message"] for one in errors), errors, **extra)


def question_problem(
    option: str, column: str | None, readings: list[dict[str, Any]], text: str
) -> ApiProblem:
    errors = [error(_place(column), "ambiguous", text)]
    return ApiProblem(422, text, errors, option=option, readings=readings)


def _place(column: str | None, row: int | None = None) -> dict[str, Any]:
    return {"table": "main", "column": column, "row": row, "series": None}


def _words(request: Request, name: str) -> list[str]:
    return [word.strip() for word in str(request.POST.get(name, "")).split(",") if word.strip()]
