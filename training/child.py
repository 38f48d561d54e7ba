"""The process that trains one run: ``python -m training.child``, started by ``training.spares``.

Imports the libraries, waits for "RUN ATTEMPT" on its standard input, trains, exits. It handles no
signals, so that SIGTERM ends it even inside C code, and ends itself when its parent is gone.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    _import_libraries()
    line = sys.stdin.readline()
    if not line.strip():
        return
    threading.Thread(target=_end_with_parent, daemon=True).start()
    run_id, attempt = line.split()

    from training.execution import train

    train(int(run_id), int(attempt))


def _import_libraries() -> None:
    from training import registry

    for family in registry.all_families():
        for choice in family.models.values():
            choice.load_class()
        for module in family.libraries:
            importlib.import_module(module)


def _end_with_parent() -> None:
    """Nothing more is ever sent: the read returns when the parent closes the pipe, or dies."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
