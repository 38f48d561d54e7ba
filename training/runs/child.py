"""The process that trains one run: ``python -m training.runs.child``, started by ``jobs.warm_process``.

Imports the libraries, waits for "RUN ATTEMPT" on its standard input, trains, exits. It handles no
signals, so that SIGTERM ends it even inside C code, and ends itself when its parent is gone.
"""

from __future__ import annotations

import importlib
import os
import queue
import sys
import threading


def main() -> None:
    orders: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    _import_libraries()
    _rehearse()
    run_id, attempt = orders.get().split()

    from training.runs.execution import train

    train(int(run_id), int(attempt))


def _import_libraries() -> None:
    """What any run needs, what each family names, and the families' own modules."""
    from contract import registry

    importlib.import_module("pyarrow.parquet")
    importlib.import_module("pyarrow.dataset")
    for family in registry.all_families():
        package, _, name = type(family).__module__.rpartition(".")
        for module in registry.modules_in(package) if name == "family" else []:
            importlib.import_module(module)
        for library in family.libraries:
            importlib.import_module(library)


def _rehearse() -> None:
    """The first query of a process takes ten times as long as the second."""
    from django.db import connection

    from training.models import TrainingRun

    TrainingRun.objects.filter(pk=0).first()
    connection.close()


def _listen(orders: queue.SimpleQueue[str]) -> None:
    """One line comes. The next read returns when the parent closes the pipe or dies, even while this
    process still imports."""
    if (line := sys.stdin.readline()).strip():
        orders.put(line)
        sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
