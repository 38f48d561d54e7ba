"""Starts the product on a database of its own and runs a contract check against it.

    python tests/live/contract.py PATH/contract_check.py open,datasets,runs

Not a test by itself: continuous integration calls it where the contract lies beside the checkout.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(script: str, parts: str) -> int:
    from tests.live.product import Product

    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder))
        try:
            product.start()
            command = [sys.executable, script, product.url, product.token, "--only", parts]
            code = subprocess.run(command, check=False).returncode
            if code:
                print(product.output()[-5000:])
            return code
        finally:
            product.stop()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
