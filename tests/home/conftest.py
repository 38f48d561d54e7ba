"""Models with several versions, as the tests of training make them."""

from tests.training.conftest import order, train_again  # noqa: F401
