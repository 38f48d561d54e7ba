"""Model files: one zip per model version, named by its sha256, verified at every load.

The zip holds ``manifest.json`` and the files that ``Model.save`` wrote. Suffixes come from an
allow-list of formats that cannot carry code; names, sizes and checksums are verified before
anything is unpacked. No Django here.
"""

from __future__ import annotations

import hashlib
import json
import platform
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from typing import IO, Any

from contract.model import Model
from contract.plain import plain

CONTRACT_VERSION = 2
"""2: the manifest keeps how the cells of every column are written, by table."""
READABLE = (1, 2)
"""Every contract version that a release ever wrote."""
MANIFEST = "manifest.json"
SUFFIXES = frozenset({".json", ".ubj", ".skops", ".safetensors", ".npz", ".parquet", ".txt"})
MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_MANIFEST_BYTES = 64 * 1024**2
MAX_FILES = 10_000
LIBRARIES = (
    *("numpy", "pandas", "pyarrow", "scipy", "scikit-learn", "xgboost", "xgboost-cpu", "lightgbm"),
    *("statsforecast", "prophet", "holidays", "torch", "safetensors", "skops"),
)

# Types beyond skops' own trusted list that our scikit-learn models may hold.
TRUSTED_SKOPS_TYPES = [
    "numpy.dtype",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.tree._tree.Tree",
]


class ArtifactError(Exception):
    """A model file that must not be used: damaged, changed, or with content that is not allowed."""


def sha256_of(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def write(model: Model, manifest: Mapping[str, Any], target: Path) -> tuple[str, dict[str, Any]]:
    """Save ``model`` into the zip ``target``. Returns its sha256 and the complete manifest.

    Raises ArtifactError where the model wrote a file whose suffix is not allowed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model.save(folder)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        complete = plain(
            {
                **manifest,
                "contract_version": CONTRACT_VERSION,
                "python": platform.python_version(),
                "libraries": library_versions(),
                "files": {_name_in_zip(path, folder): _checksum(path) for path in files},
            }
        )
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            archive.writestr(MANIFEST, json.dumps(complete, separators=(",", ":")))
            for path in files:
                archive.write(path, _name_in_zip(path, folder))
    with target.open("rb") as file:
        return sha256_of(file), complete


def read(file: IO[bytes], sha256: str, load: Callable[[Path, dict[str, Any]], Model]) -> Model:
    """The model in ``file``, after every check. ``load`` is handed the unpacked folder and the manifest.

    Raises ArtifactError where the checksum differs or the content is not allowed.
    """
    file.seek(0)
    if sha256_of(file) != sha256:
        raise ArtifactError("The model file has changed since it was written: its checksum differs.")
    file.seek(0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(file) as archive:
                manifest = _manifest(archive)
                _unpack(archive, manifest["files"], folder)
        except zipfile.BadZipFile as damage:
            raise ArtifactError(f"The model file is damaged: {damage}.") from damage
        return load(folder, manifest)


def library_versions() -> dict[str, str]:
    versions = {}
    for library in LIBRARIES:
        try:
            versions[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            continue
    return versions


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        entry = archive.getinfo(MANIFEST)
    except KeyError:
        raise ArtifactError(f"The model file has no {MANIFEST}.") from None
    if entry.file_size > MAX_MANIFEST_BYTES:
        raise ArtifactError(f"The {MANIFEST} of the model file is larger than {MAX_MANIFEST_BYTES:,} bytes.")
    try:
        manifest = json.loads(archive.read(entry))
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files", {}), dict):
        raise ArtifactError(f"The {MANIFEST} of the model file cannot be read.")
    if manifest.get("contract_version") not in READABLE:
        raise ArtifactError(
            f"The model file has contract version {manifest.get('contract_version')}, this Almanac "
            f"reads up to {CONTRACT_VERSION}: update Almanac, or train the model again."
        )
    return {"files": {}, **manifest}


def _unpack(archive: zipfile.ZipFile, checksums: Mapping[str, str], folder: Path) -> None:
    entries = _allowed_entries(archive, checksums)
    if missing := set(checksums) - {entry.filename for entry in entries}:
        raise ArtifactError(f"The model file is missing {min(missing)!r}, which its manifest names.")
    for entry in entries:
        path = folder / entry.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archive.read(entry))
        if _checksum(path) != checksums[entry.filename]:
            raise ArtifactError(f"The file {entry.filename!r} inside the model is damaged.")


def _allowed_entries(archive: zipfile.ZipFile, checksums: Mapping[str, str]) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if entry.filename != MANIFEST]
    if len(entries) > MAX_FILES:
        raise ArtifactError(f"The model file holds {len(entries)} files; at most {MAX_FILES} are allowed.")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise ArtifactError(f"The model file unpacks to more than {MAX_UNPACKED_BYTES:,} bytes.")
    for entry in entries:
        path = Path(entry.filename)
        if path.is_absolute() or ".." in path.parts or entry.filename not in checksums:
            raise ArtifactError(f"The model file holds {entry.filename!r}, which its manifest does not name.")
        if path.suffix not in SUFFIXES:
            raise ArtifactError(f"The model file holds {entry.filename!r}, a kind of file not allowed.")
    return entries


def _name_in_zip(path: Path, folder: Path) -> str:
    if path.suffix not in SUFFIXES:
        raise ArtifactError(f"The model wrote {path.name!r}; allowed are {', '.join(sorted(SUFFIXES))}.")
    return path.relative_to(folder).as_posix()


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return sha256_of(file)
