from django.apps import AppConfig


class SlowFamilyConfig(AppConfig):
    name = "tests.live.slow_family"
    label = "slow_family"

    def ready(self) -> None:
        from tests.live.slow_family.family import Slow
        from tests.side_tables import Deliveries
        from training import registry

        registry.register(Slow())
        registry.register(Deliveries())
