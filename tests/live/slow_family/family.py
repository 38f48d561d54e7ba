"""A family that trains for as long as it is told, or dies in a way it is told."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from contract.blocks import Block
from contract.data import Options, Problem, Role, Table, TrainingData
from contract.family import Family
from contract.model import Model, ModelChoice
from contract.training import Evaluation, Plan, Prepared, Progress


class Settings(Options):
    seconds: float = 0.0
    how: Literal["steps", "inside C", "killed", "crash", "exit", "error"] = "steps"


class PreparedRows(Prepared):
    def __init__(self, data: TrainingData):
        self.problems = []
        self.frame = data.main


class SlowModel(Model):
    def fit(self, prepared: Any, plan: Plan, learned: Mapping[str, Any], progress: Progress) -> None:
        how = plan.settings.how
        if how == "inside C":
            # One call into C for minutes: no Python code runs in between, no handler could.
            hashlib.pbkdf2_hmac("sha256", b"x", b"y", 2_000_000_000)
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if how == "exit":
            os._exit(7)
        if how == "error":
            raise ValueError("the slow family was told to fail")
        started = time.monotonic()
        while (passed := time.monotonic() - started) < plan.settings.seconds:
            progress(passed / plan.settings.seconds, "Sleeping")
            time.sleep(0.05)

    def save(self, folder: Path) -> None:
        (folder / "model.json").write_text(json.dumps({"value": 1.0}))

    @classmethod
    def load(cls, folder: Path, params: Any) -> SlowModel:
        return cls(params)


class Slow(Family):
    key = "slow"
    label = "Slow"
    question = "How long is a piece of string?"
    tables = (Table("main", "Rows", (Role("target", "Target", ("number",), hints=("amount",)),)),)
    models = {"slow": ModelChoice("Slow", "tests.live.slow_family.family:SlowModel")}
    Settings = Settings
    primary_metric = "error"

    def check(self, data: TrainingData, plan: Plan) -> list[Problem]:
        return []

    def prepare(self, data: TrainingData, plan: Plan) -> PreparedRows:
        return PreparedRows(data)

    def evaluate(self, prepared: Any, plan: Plan, progress: Progress) -> Evaluation:
        return Evaluation("slow", {"error": 1.0}, {"error": 2.0}, "nothing")

    def results(self, model: Any, prepared: Any, plan: Plan) -> Any:
        import pandas as pd

        return pd.DataFrame({"value": [1.0]})

    def report(self, model: Any, prepared: Any, evaluation: Evaluation, results: Any) -> list[Block]:
        return []

    def headline(self, prepared: Any, evaluation: Evaluation, results: Any) -> str:
        return "As long as it was told to be."

    def example(self) -> TrainingData:
        import pandas as pd

        return TrainingData({"main": pd.DataFrame({"amount": [1.0, 2.0]})}, {"target": "amount"})
