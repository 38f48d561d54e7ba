"""The learners by key, with their labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from language.sentences import say
from scoring.models.boosted_trees import BoostedTrees
from scoring.models.learner import Learner
from scoring.models.lightgbm_trees import ExtraLightForest, ExtraLightTrees, LightForest, LightTrees
from scoring.models.logistic import LogisticRegression


@dataclass(frozen=True)
class Member:
    label: str
    learner: type[Learner]


MEMBERS: Mapping[str, Member] = {
    "xgboost": Member(say("XGBoost"), BoostedTrees),
    "lightgbm": Member(say("LightGBM"), LightTrees),
    "extra": Member(say("LightGBM, random thresholds"), ExtraLightTrees),
    "forest": Member(say("Random forest"), LightForest),
    "extra_forest": Member(say("Extremely randomised forest"), ExtraLightForest),
    "logistic": Member(say("Logistic regression"), LogisticRegression),
}
FIRST_LAYER = ("xgboost", "lightgbm", "extra", "forest", "extra_forest", "logistic")
SECOND_LAYER = ("extra", "xgboost")
