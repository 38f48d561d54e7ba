"""The warm process of trainings: ``python -m training.runs.child SOCKET``, started by ``jobs.warm_process``.

Imports the libraries, then forks itself for every run that it is handed.
"""

from __future__ import annotations

import importlib
import os
import socket
import sys


def main(descriptor: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    _import_libraries()
    _rehearse()

    from jobs.forking import serve
    from training.runs.execution import train

    serve(socket.socket(fileno=descriptor), train)


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


if __name__ == "__main__":
    main(int(sys.argv[1]))
