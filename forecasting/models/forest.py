"""A random forest of all series: deep trees that know nothing of each other, averaged (LightGBM's ``rf``).

Its errors differ from those of boosted trees, which is what a mean of models lives on.
"""

from __future__ import annotations

from typing import Any

from contract.training import Plan
from forecasting.models.direct import LevelTrees, repeatable
from forecasting.options import ForestParams

# Each tree sees this part of the rows and, at each split, this part of the features (Breiman 2001,
# "Random Forests", Machine Learning 45, takes a third of the features for regression).
SHARE_OF_ROWS = 0.5
SHARE_OF_FEATURES = 1 / 3
LEAST_ROWS_OF_A_LEAF = 5


class Forest(LevelTrees):
    key = "forest"
    fits = {"fast": 1, "best": 1}  # a mean of trees that are not fitted to each other's errors moves slowly
    params: ForestParams  # type: ignore[assignment]

    def learning(self, rows: int, plan: Plan) -> dict[str, Any]:
        return {
            **repeatable(plan),
            "boosting": "rf",
            # Not the absolute error: its gradients are signs, by which unboosted trees split badly.
            "objective": "regression",
            "num_leaves": self.params.leaves,
            "bagging_fraction": SHARE_OF_ROWS,
            "min_data_in_leaf": LEAST_ROWS_OF_A_LEAF,
            "feature_fraction_bynode": SHARE_OF_FEATURES,
        }
