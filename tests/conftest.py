"""What all tests share: people with roles, small sheets, families that train in a blink."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.files.base import File
from django.test import Client

from contract import registry
from contract.data import Kind, TrainingData
from contract.family import Trained
from datasets.models import DatasetVersion
from datasets.services import upload_version
from tests.browser import NO_CHROMIUM
from tests.calling import Api as Api
from tests.live.product import Product
from tests.stand_ins import make as make_stand_ins
from training.models import ModelVersion
from training.runs.orders import RunOrder, plan_for
from training.runs.services import start_run
from training.versions.services import keep

SHARED_DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
IMPORT_JOB_BYTES = 4_000_000
"""What is larger is read by a worker: a fifth of what it has to be where nobody says so."""
ROLES = ("administrator", "analyst", "viewer")


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a file stay in one process, for they share what they set up. Those with real workers wait
    much: together they are the first group, so that one process waits while the others use the machine.
    Long files, those with a browser, come next: last, they would keep one process busy alone."""

    def turn(item: pytest.Item) -> int:
        marked = (item.get_closest_marker(name) is not None for name in ("worker", "browser"))
        return next((number for number, found in enumerate(marked) if found), 2)

    items.sort(key=turn)
    for item in items:
        group = item.nodeid.partition("::")[0] if turn(item) else "live"
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Whole files are no names of tests: packed ones hold the time, so that processes would not agree."""
    return argname if isinstance(val, bytes) and len(val) > 60 else None


def without_browser(config: pytest.Config) -> int:
    """How many tests did not run for want of a browser."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    return sum(NO_CHROMIUM in str(report.longrepr) for report in skipped)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # The last lines of a run are read.
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None]:
    yield
    if left_out := without_browser(config):
        terminalreporter.write_line(f"{left_out} browser tests did not run: {NO_CHROMIUM}", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where REQUIRE_BROWSER is set, a run without its browser tests has failed."""
    if os.environ.get("REQUIRE_BROWSER") and without_browser(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> Path:
    """No test writes into the media folder of the checkout."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def own_calls() -> None:
    """Users of different tests have the same number: the calls of one do not count for the next."""
    cache.clear()


@pytest.fixture
def shared_data() -> Path:
    if not SHARED_DATA.is_dir():
        pytest.skip(f"real data is not here: {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def stand_ins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated sheets with the traits of the real ones, in the same folders."""
    folder = tmp_path_factory.mktemp("stand-ins")
    make_stand_ins(folder)
    return folder


@pytest.fixture(params=["generated", "real"])
def known_sheets(request: pytest.FixtureRequest) -> Path:
    """The folder of the stand-ins, and once more that of the real data, where it is here."""
    return Path(request.getfixturevalue("stand_ins" if request.param == "generated" else "shared_data"))


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole product at work, for all tests with real workers: they run in one process. Whoever kills
    a part of it starts it again."""
    running = Product(tmp_path_factory.mktemp("product"), IMPORT_JOB_BYTES=str(IMPORT_JOB_BYTES))
    try:
        yield running.start()
    finally:
        running.stop()


def make_user(name: str, role: str | None = None) -> User:
    user = User.objects.create(username=name)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def analyst(db: None) -> User:
    """Owns what the tests make."""
    return make_user("ann", "analyst")


@pytest.fixture
def colleague(db: None) -> User:
    """May do the same as the analyst, but owns nothing of hers."""
    return make_user("cleo", "analyst")


@pytest.fixture
def viewer(db: None) -> User:
    return make_user("vic", "viewer")


@pytest.fixture
def administrator(db: None) -> User:
    user = make_user("ada", "administrator")
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def stranger(db: None) -> User:
    """Can log in, has no role."""
    return make_user("stan")


@pytest.fixture
def api(analyst: User) -> Api:
    return Api(analyst)


@pytest.fixture
def api_as() -> Callable[..., Api]:
    return Api


@pytest.fixture
def page(analyst: User, client: Client) -> Client:
    """A browser in which the analyst is logged in."""
    client.force_login(analyst)
    return client


def sales_csv(days: int = 120, items: tuple[str, ...] = ()) -> bytes:
    """Daily sales with a weekly pattern, a trend, and noise that is the same every time."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(5)
    dates = pd.date_range("2025-01-01", periods=days)
    frames = []
    for scale, item in enumerate(items or ("",), start=1):
        amount = 100 * scale + 30 * np.sin(2 * np.pi * np.arange(days) / 7) + 0.2 * np.arange(days)
        frame = pd.DataFrame({"date": dates, "amount": (amount + random.normal(0, 5, days)).round(2)})
        if item:
            frame.insert(1, "store", item)
        frames.append(frame)
    return pd.concat(frames).to_csv(index=False).encode()


def customers_csv(rows: int = 60) -> bytes:
    """Two clear groups of customers."""
    import numpy as np

    random = np.random.default_rng(7)
    large = np.arange(rows) % 2 == 0
    return (
        pd.DataFrame(
            {
                "id": np.arange(1, rows + 1),
                "city": np.where(large, "Durban", "Paarl"),
                "employees": np.where(large, 80, 8) + random.integers(0, 5, rows),
                "total_sales": np.where(large, 30_000, 3_000) + random.integers(0, 500, rows),
            }
        )
        .to_csv(index=False)
        .encode()
    )


def upload(user: User, content: bytes, name: str = "sales.csv", **fields: Any) -> DatasetVersion:
    version, _ = upload_version(user, File(io.BytesIO(content), name=name), **fields)
    return version


@pytest.fixture
def sales(analyst: User) -> DatasetVersion:
    return upload(analyst, sales_csv())


@pytest.fixture
def customers(analyst: User) -> DatasetVersion:
    return upload(analyst, customers_csv(), "customers.csv")


@pytest.fixture(scope="session")
def segments_of_customers() -> Trained:
    """What training on the customers leaves behind, trained once for all tests that only look at it."""
    family = registry.get("segmentation")
    frame = pd.read_csv(io.BytesIO(customers_csv()))
    kinds: dict[str, Kind] = dict.fromkeys(("id", "employees", "total_sales"), "number")
    kinds["city"] = "category"
    columns = {"id": "id", "value": "total_sales", "features": ("city", "employees")}
    data = TrainingData({"main": frame}, columns, {"main": kinds})
    return family.train(data, plan_for(family, {"segments": 2}, {}))


@pytest.fixture
def trained(analyst: User, customers: DatasetVersion, segments_of_customers: Trained) -> ModelVersion:
    """A trained model version of the analyst: two segments of her customers."""
    order = RunOrder(
        family="segmentation", dataset=customers.reference, name="customers", settings={"segments": 2}
    )
    run = start_run(analyst, order)
    assert run.claim()
    return keep(run, plan_for(run.get_family(), run.settings, run.params), segments_of_customers)
