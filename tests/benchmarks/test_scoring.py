"""Customer scores on real and generated sheets, beside what a data scientist would try first."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract import artifacts
from contract.data import MAIN, TrainingData
from contract.family import Family, Trained
from contract.training import Plan
from datasets.profiling import profile
from datasets.reading import read
from datasets.samples import generate
from scoring.family import Churn, Engagement, LeadScoring, Outcome
from scoring.judging import metrics
from tests.asking import ask
from tests.benchmarks.tables import show, timed

pytestmark = pytest.mark.bench

FOLDS, SEEDS = 5, 2
LEAKS = (
    "Tags", "Lead Quality", "Last Notable Activity", "Asymmetrique Activity Index",
    "Asymmetrique Profile Index", "Asymmetrique Activity Score", "Asymmetrique Profile Score",
)  # fmt: skip
SETS: dict[str, tuple[type[Family], str, str, str | None, tuple[str, ...]]] = {
    "telco churn": (Churn, "telco_churn.csv", "Churn", "customerID", ()),
    "education leads": (LeadScoring, "x_education_leads.csv", "Converted", "Prospect ID", LEAKS),
    "Hillstrom visit": (Engagement, "hillstrom_email.csv.gz", "visit", None, ("conversion", "spend")),
}


@dataclass(frozen=True)
class Sheet:
    family: Family
    data: TrainingData

    @property
    def y(self) -> np.ndarray:
        values = self.data.main[self.data.columns["label"]]
        return values.isin([True, 1, "yes", "Yes"]).to_numpy(dtype=float)

    def rows(self, places: np.ndarray) -> Sheet:
        main = self.data.main.iloc[places].reset_index(drop=True)
        return replace(self, data=replace(self.data, tables={MAIN: main}))

    def features(self) -> pd.DataFrame:
        """Plain columns for the learners beside: no dates, no text."""
        kinds = self.data.kinds[MAIN]
        names = [name for name in self.data.many("features") if kinds[name] in ("number", "flag", "category")]
        frame = self.data.main[names].copy()
        for name in names:
            if kinds[name] == "category":
                frame[name] = frame[name].astype("category")
            else:
                frame[name] = pd.to_numeric(frame[name], errors="coerce").astype(float)
        return frame


def built(
    family: type[Family], frame: pd.DataFrame, label: str, entity: str | None, left_out: tuple[str, ...]
) -> Sheet:
    kinds = {column.name: column.kind for column in profile(frame)}
    columns: dict[str, Any] = {"label": label} | ({"entity": entity} if entity else {})
    columns["features"] = tuple(name for name in frame if name not in {label, entity, *left_out})
    return Sheet(family(), TrainingData({MAIN: frame}, columns, {MAIN: kinds}))


def sheets(folder: Path, scratch: Path) -> dict[str, Sheet]:
    found = {}
    for name, (family, file, label, entity, left_out) in SETS.items():
        path = folder / file
        if path.suffix == ".gz":
            plain = scratch / path.stem
            plain.write_bytes(gzip.decompress(path.read_bytes()))
            path = plain
        found[name] = built(family, read(path, path.name).frame, label, entity, left_out)
    generated = generate("leads", 1, rows=7_000).frame
    found["generated leads"] = built(LeadScoring, generated, "converted", "lead_id", ())
    return found


# --- The product, and others on the same folds ----------------------------------------------------


def train(sheet: Sheet, model: str, seed: int = 0, effort: str = "fast") -> Trained:
    plan = Plan(sheet.family.Settings(), None, model=model, effort=effort, seed=seed)  # type: ignore[arg-type]
    return sheet.family.train(sheet.data, plan)


def requests(sheet: Sheet) -> list[dict[str, Any]]:
    main = sheet.data.main.drop(columns=[sheet.data.columns["label"]])
    for name in main.select_dtypes("datetime"):
        main[name] = main[name].dt.strftime("%Y-%m-%d")
    records: list[dict[str, Any]] = main.astype(object).where(main.notna(), None).to_dict("records")
    return records


def ours(model: str) -> Callable[[Sheet, Sheet, int], tuple[np.ndarray, int]]:
    def run(learn: Sheet, test: Sheet, seed: int) -> tuple[np.ndarray, int]:
        trained = train(learn, model, seed)
        answer = ask(Outcome(), trained.model, rows=requests(test), reasons=0).table
        return answer["probability"].to_numpy(dtype=float), size_of(trained)

    return run


def size_of(trained: Trained) -> int:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.zip"
        artifacts.write(trained.model, {}, path)
        return path.stat().st_size


def other(name: str) -> Callable[[Sheet, Sheet, int], tuple[np.ndarray, int]]:
    def run(learn: Sheet, test: Sheet, seed: int) -> tuple[np.ndarray, int]:
        from sklearn.compose import ColumnTransformer
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.impute import SimpleImputer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
        from xgboost import XGBClassifier

        frame, other = learn.features(), test.features()
        for column in frame.select_dtypes("category"):
            other[column] = other[column].cat.set_categories(frame[column].cat.categories)
        words = list(frame.select_dtypes("category"))
        numbers = [column for column in frame if column not in words]
        if name == "XGBoost defaults":
            model: Any = XGBClassifier(enable_categorical=True, n_jobs=1, random_state=seed)
        else:
            linear = name == "logistic regression"
            coded: Any = (
                OneHotEncoder(handle_unknown="ignore")
                if linear
                else OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
            )
            steps = ColumnTransformer(
                [
                    ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
                    ("words", coded, words),
                ]
            )
            model = make_pipeline(
                steps,
                LogisticRegression(max_iter=1000)
                if linear
                else RandomForestClassifier(200, min_samples_leaf=5, n_jobs=1, random_state=seed),
            )
            frame, other = (part.astype(dict.fromkeys(words, object)) for part in (frame, other))
        model.fit(frame, learn.y)
        return model.predict_proba(other)[:, 1], 0

    return run


CONTENDERS = {
    "fast": ours("auto"),
    "best (ensemble)": ours("ensemble"),
    "logistic regression": other("logistic regression"),
    "XGBoost defaults": other("XGBoost defaults"),
    "random forest 200": other("random forest"),
}


def measured(name: str, sheet: Sheet, label: str, run: Callable[..., Any]) -> list[Any]:
    """Means over FOLDS x SEEDS; the calibration error is that of all rows together, mean over the seeds."""
    from sklearn.model_selection import StratifiedKFold

    y, parts, pooled, seconds, sizes = sheet.y, [], [], 0.0, []
    for seed in range(SEEDS):
        scores = np.empty(len(y))
        for learn, test in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(y, y):
            (p, size), _, processor = timed(
                lambda learn=learn, test=test, seed=seed: run(sheet.rows(learn), sheet.rows(test), seed)
            )
            scores[test] = p
            seconds += processor
            sizes.append(size)
            parts.append(metrics.classification(y[test], p))
        pooled.append(metrics.calibration_error(y, scores))
    mean = {key: float(np.mean([part[key] for part in parts])) for key in parts[0]}
    return [
        name, label, *(f"{mean[key]:.4f}" for key in ("auc", "average_precision", "log_loss")),
        f"{np.mean(pooled):.4f}", seconds / len(parts), int(np.mean(sizes)) or "",
    ]  # fmt: skip


COLUMNS = ["data", "model", "AUC", "AP", "log loss", "calibration error", "processor s", "bytes"]


@pytest.mark.parametrize("name", [*SETS, "generated leads"])
def test_scores(name: str, shared_data: Path, tmp_path: Path) -> None:
    sheet = sheets(shared_data / "scoring", tmp_path)[name]
    train(sheet.rows(np.arange(500)), "ensemble")  # Imports the libraries.
    rows = [measured(name, sheet, label, run) for label, run in CONTENDERS.items()]
    title = f"Scores, {FOLDS} folds x {SEEDS} seeds, each row scored by models that had not seen it"
    show(title, COLUMNS, rows)
    if name == "generated leads":
        print(generate("leads", 1, rows=7_000).truth["ceiling"])


def test_speed(shared_data: Path, tmp_path: Path) -> None:
    sheet = sheets(shared_data / "scoring", tmp_path)["telco churn"]
    train(sheet.rows(np.arange(500)), "ensemble")  # Imports the libraries.
    rows = []
    records = requests(sheet.rows(np.arange(2_000)))
    for label, model in (("fast", "auto"), ("best (ensemble)", "ensemble")):
        trained, wall, processor = timed(lambda model=model: train(sheet, model))
        asked = [
            {"rows": records, "reasons": 0},
            {"rows": records, "reasons": 5},
            {"rows": records[:1], "reasons": 5},
        ]
        seconds = [answered(trained, request) for request in asked]
        rows.append([label, wall, processor, size_of(trained), *seconds])
    columns = [
        "7,043 rows", "train, wall s", "train, processor s", "bytes", "2,000 rows", "with reasons", "1 row",
    ]  # fmt: skip
    show("Scores of telco churn: training, and processor seconds of answers", columns, rows)


def answered(trained: Trained, body: dict[str, Any]) -> float:
    """The least processor seconds of five answers."""
    return min(timed(lambda: ask(Outcome(), trained.model, **body))[2] for _ in range(5))


def test_targets_on_generated_leads() -> None:
    """What the services before were asked for, on outcomes drawn from known probabilities."""
    sample = generate("leads", 2, rows=7_000)
    rows: list[list[Any]] = []
    for outcome in ("score", "churned", "engaged"):
        frame = sample.frame.drop(columns="converted")
        frame[outcome] = frame["lead_id"].map(sample.truth["outcomes"][outcome])
        sheet = built(LeadScoring, frame, outcome, "lead_id", ())
        ceiling = sample.truth["ceiling"][outcome]
        for model in ("auto", "ensemble"):
            found = train(sheet, model).evaluation
            reached = {"mae": found.metrics.get("mae"), "r2": found.metrics.get("r2")}
            if outcome != "score":
                test = found.learned["test"]
                p = found.learned["calibration"](found.learned["margin"][test])
                reached = at_one_half(sheet.y[test], p)
            rows += [[outcome, model, key, reached[key], ceiling[key]] for key in reached]
    show("Targets on generated leads", ["outcome", "model", "metric", "reached", "ceiling"], rows)


def at_one_half(y: np.ndarray, p: np.ndarray) -> dict[str, float]:
    called, hit = p >= 0.5, y == 1
    precision, recall = (called & hit).sum() / called.sum(), (called & hit).sum() / hit.sum()
    return {
        "accuracy": float((called == hit).mean()),
        "precision": float(precision),
        "recall": float(recall),
        "f1": float(2 * precision * recall / (precision + recall)),
    }
