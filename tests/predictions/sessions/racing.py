"""A race of two processes in one session, on the database of DATABASE_URL, which is empty.

    python -m tests.predictions.sessions.racing STEPS

Prints as one line of JSON what each of them was given, and what is written down at the end.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CALLERS = 2
processes = multiprocessing.get_context("fork")
together = processes.Barrier(CALLERS)


def prepared() -> int:
    """The key of a session with a model that learns by trying."""
    from django.core.management import call_command

    from contract import registry
    from predictions.learning import services
    from tests.conftest import make_user
    from tests.predictions.sessions.market import Prices, trained_prices

    call_command("migrate", verbosity=0)
    registry.register(Prices())
    owner = make_user("ann", "analyst")
    return services.start(owner, trained_prices(owner), {}, seed=1).pk


def race(session: int, steps: int) -> dict[str, Any]:
    """Proposes and observes until all steps are done, as fast as it can.

    ``proposed`` holds every proposal that was given, by step; ``observed`` the steps that were taken.
    """
    from django.contrib.auth.models import User

    from predictions.learning import services

    owner = User.objects.get()
    proposed: dict[int, Any] = {}
    observed, refused = [], 0
    together.wait(timeout=60)
    while True:
        step = services.propose(owner, session)
        if step.number > steps:
            return {"proposed": proposed, "observed": observed, "refused": refused}
        proposed[step.number] = step.proposal
        try:
            services.observe(owner, session, step.number, {"shown": 1, "bought": 1})
            observed.append(step.number)
        except services.SessionRefused:
            refused += 1


def written_down(session: int) -> dict[str, Any]:
    from audit.models import AuditEvent
    from predictions.models import Session, SessionStep

    found = Session.objects.get(pk=session)
    steps = SessionStep.objects.filter(session=found).order_by("number")
    return {
        "step": found.step,
        "shown": sum(found.state["shown"]),
        "steps": list(steps.values_list("number", flat=True)),
        "results": steps.filter(observed_at__isnull=False).count(),
        "proposals": {step.number: step.proposal for step in steps},
        "audited": AuditEvent.objects.filter(verb="observed").count(),
    }


def main(steps: int) -> None:
    from django.db import connections

    session = prepared()
    connections.close_all()  # Each process opens its own.
    with processes.Pool(CALLERS) as pool:
        callers = pool.starmap(race, [(session, steps)] * CALLERS, chunksize=1)
    print(json.dumps({"callers": callers, "kept": written_down(session)}))


if __name__ == "__main__":
    import django

    django.setup()
    main(int(sys.argv[1]))
