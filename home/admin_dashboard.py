"""The front page of the admin: what there is, what is going on, what went wrong, where the room went."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Aggregate, Count, F, Min, Model, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from redis.exceptions import RedisError

from datasets.models import Dataset, DatasetVersion
from home.admin_charts import DAYS, Chart, chart
from predictions.models import PredictionLog
from training.models import ModelVersion, TrainedModel, TrainingRun, Worker
from training.models.runs import ENDED, Status
from training.tasks import messages_waiting
