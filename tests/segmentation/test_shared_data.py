"""Sheets with known results: generated ones, and the real ones if they are available."""

from __future__ import annotations

import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from contract import artifacts


def mall(folder, sheet, train):
    frame = pd.read_csv(folder / "segmentation" / "Mall_Customers.csv")
    return train(sheet(frame[["Annual Income (k$)", "Spending Score (1-100)"]]))


def test_mall_customers_form_five_segments(known_sheets, sheet, train):
    trained = mall(known_sheets, sheet, train)
    assert len(trained.model.segments_) == 5
    assert trained.evaluation.metrics["silhouette"] > 0.5


def test_mall_customers_lie_as_far_apart_as_is_known(shared_data, sheet, train):
    silhouette = mall(shared_data, sheet, train).evaluation.metrics["silhouette"]
    assert silhouette == pytest.approx(0.555, abs=0.001)


def test_wholesale_segments_find_the_channel(known_sheets, sheet, train):
    frame = pd.read_csv(known_sheets / "segmentation" / "Wholesale_customers_data.csv")
    trained = train(sheet(frame.drop(columns=["Channel", "Region"])), segments=2)
    assert adjusted_rand_score(frame["Channel"], trained.results["segment"]) > 0.5


@pytest.mark.parametrize(
    ("name", "segments"), [("customer_segmentation_training.csv", 5), ("test_segmentation.csv", 3)]
)
def test_retailers(name, segments, known_sheets, sheet, train, tmp_path):
    frame = pd.read_csv(known_sheets / "seed" / name)
    trained = train(sheet(frame, id="id", value="total_sales"), segments=segments)
    assert len(trained.model.segments_) == segments
    assert trained.results["id"].tolist() == frame["id"].tolist()
    assert {p.column for p in trained.problems} == {"city", "business_type"}
    artifacts.write(trained.model, {"family": "segmentation"}, tmp_path / "model.zip")
    assert (tmp_path / "model.zip").stat().st_size < 8 * 1024
