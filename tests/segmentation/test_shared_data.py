"""Real sheets with known results, where they are available."""

from __future__ import annotations

import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from contract import artifacts


def test_mall_customers_form_five_segments(shared_data, sheet, train):
    frame = pd.read_csv(shared_data / "segmentation" / "Mall_Customers.csv")
    trained = train(sheet(frame[["Annual Income (k$)", "Spending Score (1-100)"]]))
    assert len(trained.model.segments_) == 5
    assert trained.evaluation.metrics["silhouette"] == pytest.approx(0.555, abs=0.001)


def test_wholesale_segments_find_the_channel(shared_data, sheet, train):
    frame = pd.read_csv(shared_data / "segmentation" / "Wholesale_customers_data.csv")
    trained = train(sheet(frame.drop(columns=["Channel", "Region"])), segments=2)
    assert adjusted_rand_score(frame["Channel"], trained.results["segment"]) > 0.5


@pytest.mark.parametrize(
    ("name", "segments"), [("customer_segmentation_training.csv", 5), ("test_segmentation.csv", 3)]
)
def test_retailers(name, segments, shared_data, sheet, train, tmp_path):
    frame = pd.read_csv(shared_data / "seed" / name)
    trained = train(sheet(frame, id="id", value="total_sales"), segments=segments)
    assert len(trained.model.segments_) == segments
    assert trained.results["id"].tolist() == frame["id"].tolist()
    assert {p.column for p in trained.problems} == {"city", "business_type"}
    artifacts.write(trained.model, {"family": "segmentation"}, tmp_path / "model.zip")
    assert (tmp_path / "model.zip").stat().st_size < 8 * 1024
