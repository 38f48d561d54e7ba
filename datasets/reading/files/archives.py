"""A single file packed with gzip or into a ZIP archive: unpacked, but never beyond the limits."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from datasets.reading.files.content import ARCHIVE, CHUNK, DAMAGED, WORKBOOK_MEMBERS
from datasets.reading.options import ReadingLimits
from datasets.reading.outcome import ReadingError
from language.sentences import joined, say, say_count

GZIP = b"\x1f\x8b"
NAMED = 5  # files of an archive that a refusal names
DOCUMENTS = {
    "word/document.xml": say("a Word document"),
    "ppt/presentation.xml": say("a PowerPoint presentation"),
    "Index/Document.iwa": say("a document of Apple Numbers, Pages or Keynote"),
    "Index.zip": say("a document of Apple Numbers, Pages or Keynote"),
}


@contextmanager
def unpacked(path: Path, name: str, limits: ReadingLimits) -> Iterator[tuple[Path, str]]:
    """The path and name of the packed file, or those given where nothing is packed.

    Raises ReadingError for a damaged archive, one of several files, and one that unpacks to too much.
    """
    with path.open("rb") as file:
        head = file.read(4)
    member = _only_member(path, name, limits) if head.startswith(ARCHIVE) else None
    if member is None and not head.startswith(GZIP):
        yield path, name
        return
    with tempfile.NamedTemporaryFile() as target:
        try:
            _unpack(path, member, target, name, limits)
        except DAMAGED as error:
            raise _damaged(name, error) from None
        yield Path(target.name), PurePosixPath(member.filename).name if member else name


def _unpack(
    path: Path, member: zipfile.ZipInfo | None, target: Any, name: str, limits: ReadingLimits
) -> None:
    with ExitStack() as stack:
        stream: Any
        if member is None:
            stream = stack.enter_context(gzip.open(path))
        else:
            stream = stack.enter_context(stack.enter_context(zipfile.ZipFile(path)).open(member))
        size = 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limits.unpacked_bytes:
                raise ReadingError.too_many("unpacked_bytes", name, size, limits.unpacked_bytes)
            target.write(chunk)
    target.flush()


def _only_member(path: Path, name: str, limits: ReadingLimits) -> zipfile.ZipInfo | None:
    """The one file in an archive that is not a workbook; None for a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except DAMAGED:
        return None  # told by who looks at workbooks
    names = {member.filename for member in members}
    if names & WORKBOOK_MEMBERS:
        return None
    for document in names & DOCUMENTS.keys():
        raise _document(name, DOCUMENTS[document])
    files = [member for member in members if not _is_hidden(member.filename)]
    if len(files) != 1:
        raise _not_one_file(name, [member.filename for member in files])
    (member,) = files
    if member.file_size > limits.unpacked_bytes:
        raise ReadingError.too_many("unpacked_bytes", name, member.file_size, limits.unpacked_bytes)
    if member.flag_bits & 1:
        raise ReadingError.of(
            "password",
            say("'{name}' is protected by a password.", name=name),
            remedy=say("Save it without the password."),
        )
    return member


def _is_hidden(file_name: str) -> bool:
    """What macOS and Windows add on their own."""
    parts = PurePosixPath(file_name).parts
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1] in ("Thumbs.db", "desktop.ini")


def _not_one_file(name: str, files: list[str]) -> ReadingError:
    listed = [f"'{file}'" for file in files[:NAMED]] + (["…"] if len(files) > NAMED else [])
    message = say_count(
        "'{name}' is an archive of {count:integer} file ({files}); one table is needed.",
        "'{name}' is an archive of {count:integer} files ({files}); one table is needed.",
        len(files),
        name=name,
        files=joined(listed, ", "),
    )
    remedy = say("Unpack it and upload the file that holds the table.")
    return ReadingError.of("several_files", message, count=len(files), remedy=remedy)


def _document(name: str, what: str) -> ReadingError:
    message = say("'{name}' is {what}, not a table.", name=name, what=what)
    remedy = say("Open it, and save or export the table as XLSX or CSV.")
    return ReadingError.of("not_a_table", message, remedy=remedy)


def _damaged(name: str, error: Exception) -> ReadingError:
    message = say("'{name}' is a damaged archive ({error}).", name=name, error=str(error))
    return ReadingError.of(
        "damaged_archive", message, remedy=say("Compress it again, or upload it uncompressed.")
    )
