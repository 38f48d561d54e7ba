"""Model files: what was written is read, and nothing else."""

from __future__ import annotations

import hashlib
import io
import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contract import artifacts
from contract.artifacts import CONTRACT_VERSION, MANIFEST, ArtifactError
from contract.data import Options
from contract.model import Model
from contract.training import Plan, Progress

CONTENT = b'{"level": 5}'


class Level(Model):
    """Saves the files it was given."""

    def __init__(self, files: dict[str, bytes]):
        super().__init__(Options())
        self.files = files

    def fit(self, prepared: Any, plan: Plan, learned: Any, progress: Progress) -> None:
        """Nothing is learned."""

    def save(self, folder: Path) -> None:
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    @classmethod
    def load(cls, folder: Path, params: Any) -> Level:
        files = [path for path in folder.rglob("*") if path.is_file()]
        return cls({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


def read(content: bytes, sha256: str = "") -> Any:
    """Read a file whose checksum, unless given, is right: whoever changed it changed that as well."""
    right = sha256 or hashlib.sha256(content).hexdigest()
    return artifacts.read(io.BytesIO(content), right, lambda folder, _: Level.load(folder, None))


def zipped(entries: list[tuple[str, bytes]], manifest: Any = None, **changes: Any) -> bytes:
    """A model file with these entries, whose manifest names them all unless it is given."""
    checksums = {name: hashlib.sha256(content).hexdigest() for name, content in entries}
    complete = {"contract_version": CONTRACT_VERSION, "files": checksums, **changes}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about entries of the same name
        if manifest != "none":
            archive.writestr(MANIFEST, manifest if manifest is not None else json.dumps(complete))
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    files = {"level.json": CONTENT, "parts/one.txt": b"1"}
    sha256, manifest = artifacts.write(Level(files), {"seed": 3}, tmp_path / "model.zip")
    content = (tmp_path / "model.zip").read_bytes()
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert manifest["seed"] == 3
    assert manifest["contract_version"] == CONTRACT_VERSION
    assert set(manifest["files"]) == set(files)
    assert "numpy" in manifest["libraries"]
    assert read(content, sha256).files == files


def test_the_loader_is_handed_the_manifest(tmp_path: Path) -> None:
    sha256, manifest = artifacts.write(Level({"a.json": CONTENT}), {"seed": 3}, tmp_path / "model.zip")
    seen: list[dict[str, Any]] = []

    def load(folder: Path, found: dict[str, Any]) -> Model:
        seen.append(found)
        return Level({})

    with (tmp_path / "model.zip").open("rb") as file:
        artifacts.read(file, sha256, load)
    assert seen == [manifest]


@pytest.mark.parametrize("name", ["model.pkl", "model.joblib", "weights.pt", "run.py", "noextension"])
def test_a_model_writes_no_other_kind_of_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=f"The model wrote '{name}'; allowed are .*json"):
        artifacts.write(Level({name: CONTENT}), {}, tmp_path / "model.zip")
    assert not (tmp_path / "model.zip").exists()


@pytest.mark.parametrize("place", [0, 60, -30, -1])
def test_a_changed_byte_is_refused(place: int) -> None:
    content = zipped([("level.json", CONTENT)])
    changed = bytearray(content)
    changed[place] ^= 1
    with pytest.raises(ArtifactError, match="checksum differs"):
        read(bytes(changed), hashlib.sha256(content).hexdigest())


def other_content() -> bytes:
    files = {"level.json": hashlib.sha256(b"other").hexdigest()}
    return zipped([("level.json", CONTENT)], files=files)


def renamed() -> bytes:
    files = {"other.json": hashlib.sha256(CONTENT).hexdigest()}
    return zipped([("level.json", CONTENT)], files=files)


def with_extra() -> bytes:
    files = {"level.json": hashlib.sha256(CONTENT).hexdigest()}
    return zipped([("level.json", CONTENT), ("extra.json", b"{}")], files=files)


def lacking() -> bytes:
    files = {name: hashlib.sha256(CONTENT).hexdigest() for name in ("level.json", "gone.json")}
    return zipped([("level.json", CONTENT)], files=files)


def changed_inside() -> bytes:
    """The stored bytes no longer fit the checksum that the zip itself keeps."""
    return zipped([("level.json", CONTENT)]).replace(CONTENT, b'{"level": 6}')


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "content": (other_content, "'level.json' inside the model is damaged"),
    "crc": (changed_inside, "damaged"),
    "renamed": (renamed, "does not name"),
    "extra": (with_extra, "'extra.json', which its manifest does not name"),
    "lacking": (lacking, "is missing 'gone.json'"),
    "up": (lambda: zipped([("../level.json", CONTENT)]), r"'\.\./level.json'"),
    "up inside": (lambda: zipped([("a/../../level.json", CONTENT)]), "level.json"),
    "absolute": (lambda: zipped([("/etc/level.json", CONTENT)]), "'/etc/level.json'"),
    "suffix": (lambda: zipped([("level.pkl", CONTENT)]), "'level.pkl', a kind of file not allowed"),
    "folder": (lambda: zipped([("folder/", b"")], files={}), "does not name"),
    "no manifest": (lambda: zipped([("level.json", CONTENT)], "none"), "has no manifest.json"),
    "manifest no json": (lambda: zipped([], "{"), "cannot be read"),
    "manifest no text": (lambda: zipped([], b"\xff\xfe\x00"), "cannot be read"),
    "manifest a list": (lambda: zipped([], "[]"), "cannot be read"),
    "files a list": (lambda: zipped([], files=["level.json"]), "cannot be read"),
    "no files": (lambda: zipped([("a.json", CONTENT)], '{"contract_version": 1}'), "does not name"),
    "version": (lambda: zipped([], contract_version=99), "contract version 99.*train the model again"),
    "no version": (lambda: zipped([], contract_version=None), "contract version None"),
    "no zip": (lambda: b"no zip at all", "damaged"),
    "empty": (lambda: b"", "damaged"),
    "half a zip": (lambda: zipped([("level.json", CONTENT)])[:80], "damaged"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_must_not_be_used_is_refused_with_a_sentence(case: str) -> None:
    make, sentence = REFUSED[case]
    with pytest.raises(ArtifactError, match=sentence):
        read(make())


LIMITS = {
    "MAX_UNPACKED_BYTES": "unpacks to more than 3 bytes",
    "MAX_FILES": "holds 4 files; at most 3",
    "MAX_MANIFEST_BYTES": "larger than 3 bytes",
}


@pytest.mark.parametrize("limit", LIMITS)
def test_what_is_too_large_is_refused_before_it_is_unpacked(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = zipped([(f"{number}.json", CONTENT) for number in range(4)])
    assert len(read(content).files) == 4
    monkeypatch.setattr(artifacts, limit, 3)
    monkeypatch.setattr(Path, "write_bytes", lambda path, data: pytest.fail("was unpacked"))
    with pytest.raises(ArtifactError, match=LIMITS[limit]):
        read(content)


def test_nothing_stays_on_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read(zipped([("level.json", CONTENT)]))
    with pytest.raises(ArtifactError):
        read(other_content())
    assert list(tmp_path.iterdir()) == []
