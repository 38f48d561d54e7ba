from django.apps import AppConfig


class SlowFamilyConfig(AppConfig):
    name = "tests.live.slow_family"
    label = "slow_family"

    def ready(self) -> None:
        from contract import registry
        from tests.live.slow_family.family import Slow
        from tests.side_tables import Deliveries

        registry.register(Slow())
        registry.register(Deliveries())
