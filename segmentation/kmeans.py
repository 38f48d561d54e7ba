"""The model: a few centres, and every customer belongs to the nearest one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from contract.asking import Answer, RequestProblem
from contract.model import Model
from contract.training import Plan, Progress
from language.sentences import kept, revive, say
from segmentation import profiles
from segmentation.clustering import nearest
from segmentation.customers import Customers, identities
from segmentation.encoding import Encoder
from segmentation.profiles import Trait, traits

FILE = "segments.json"
SAID = ("name", "description")  # of a segment: sentences
DECIMALS = 5  # of the centres, kept in the file and used for every answer


class KMeansModel(Model):
    """Learned: ``encoder_``, ``id_column_``, ``centres_`` (segments, coordinates), ``segments_`` (one
    dictionary each: segment, name, description, size, share, profile) and ``strengths_`` (segments,
    columns): how far a segment lies from all customers, in standard deviations.
    """

    encoder_: Encoder
    id_column_: str | None
    centres_: np.ndarray
    segments_: list[dict[str, Any]]
    strengths_: list[list[float]]

    def fit(self, prepared: Customers, plan: Plan, learned: Mapping[str, Any], progress: Progress) -> None:
        from threadpoolctl import threadpool_limits

        from segmentation.clustering import refine

        progress(0.0, say("Placing all customers"))
        start = np.array(learned["centres"], dtype=np.float32)
        with threadpool_limits(plan.threads):
            centres = refine(prepared.points, start, seed=plan.seed)
        centres = np.round(centres.astype(float), DECIMALS)
        labels = nearest(prepared.points, centres)[0]
        order = _order(labels, prepared.values(), len(centres))
        labels = order.argsort()[labels]
        progress(0.5, say("Describing the segments"))
        self.encoder_ = prepared.encoder
        self.id_column_ = prepared.id_column
        self.centres_ = centres[order]
        described = traits(prepared.frame, prepared.encoder.columns, labels)
        self.segments_ = _segments(described, np.bincount(labels), prepared.value)
        self.strengths_ = [[round(trait.strength, 3) for trait in of_segment] for of_segment in described]
        progress(1.0, say("Segments described"))

    def predict(self, customers: pd.DataFrame) -> Answer:
        """``customers`` has typed cells; columns that the model needs may be missing, but not all."""
        names = [column.name for column in self.encoder_.columns]
        if not any(name in customers for name in names):
            raise RequestProblem(
                "rows",
                "missing_columns",
                say(
                    "No row has any of the {count:integer} columns the model needs: {columns}.",
                    count=len(names),
                    columns=", ".join(names),
                ),
            )
        columns = list(dict.fromkeys([*names, *([self.id_column_] if self.id_column_ else [])]))
        frame = customers.reindex(columns=columns)
        table = self.assign(identities(frame, self.id_column_), self.encoder_.encode(frame))
        return Answer(table, self.encoder_.flags(frame))

    def assign(self, ids: pd.Series, points: np.ndarray) -> pd.DataFrame:
        """The answer for encoded customers. ``distance`` to the own centre is Euclidean, in coordinates
        of which every number has standard deviation 1 over the customers trained on. ``name`` holds
        sentences: a file or a program gets them in English.
        """
        labels, distances = nearest(points, self.centres_)
        names = np.array([segment["name"] for segment in self.segments_], dtype=object)
        return pd.DataFrame(
            {"id": ids, "segment": labels + 1, "name": names[labels], "distance": distances.round(4)}
        )

    def save(self, folder: Path) -> None:
        stored = {
            "id_column": self.id_column_,
            "columns": self.encoder_.as_list(),
            "centres": self.centres_.tolist(),
            "segments": [segment | {key: kept(segment[key]) for key in SAID} for segment in self.segments_],
            "strengths": self.strengths_,
        }
        (folder / FILE).write_text(json.dumps(stored, separators=(",", ":")), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, params: Any) -> KMeansModel:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        model = cls(params)
        model.id_column_ = stored["id_column"]
        model.encoder_ = Encoder.from_list(stored["columns"])
        model.centres_ = np.array(stored["centres"])
        model.segments_ = [
            segment | {key: revive(segment[key]) for key in SAID} for segment in stored["segments"]
        ]
        model.strengths_ = stored["strengths"]
        return model


def _order(labels: np.ndarray, values: np.ndarray | None, count: int) -> np.ndarray:
    """The places of the segments, the most valuable first, or the largest where no value is known."""
    sizes = np.bincount(labels, minlength=count)
    if values is None:
        return np.argsort(-sizes, kind="stable")
    known = ~np.isnan(values)
    sums = np.bincount(labels[known], weights=values[known], minlength=count)
    counts = np.bincount(labels[known], minlength=count)
    return np.argsort(-sums / np.maximum(counts, 1), kind="stable")


def _segments(described: list[list[Trait]], sizes: np.ndarray, value: str | None) -> list[dict[str, Any]]:
    segments = []
    for place, name in enumerate(profiles.names(described, value)):
        segments.append(
            {
                "segment": place + 1,
                "name": name,
                "description": profiles.description(described[place], value),
                "size": int(sizes[place]),
                "share": round(float(sizes[place] / sizes.sum()), 4),
                "profile": {trait.column: trait.value for trait in described[place]},
            }
        )
    return segments
