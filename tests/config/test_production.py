"""The settings as a production server would load them, in a process of their own."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys

from django.conf import settings


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**inherited, "SECRET_KEY": secrets.token_urlsafe(60), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_djangos_own_deployment_check_has_nothing_to_say() -> None:
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", HTTPS="1")
    assert checked.returncode == 0, checked.stderr


def test_a_wrong_variable_stops_the_start_with_its_name() -> None:
    checked = run("manage.py", "check", MAX_UPLOAD_MB="lots", HTTPS="perhaps")
    assert checked.returncode == 1
    assert "almanac.E001" in checked.stderr
    assert "MAX_UPLOAD_MB is 'lots'" in checked.stderr
    assert "HTTPS is 'perhaps'" in checked.stderr
    assert "Traceback" not in checked.stderr


def test_https_makes_cookies_secure_and_nothing_else_does() -> None:
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "DEBUG"]
    code = f"import json, config.settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    assert json.loads(run("-c", code, HTTPS="1").stdout) == [True, True, True, False]
    assert json.loads(run("-c", code).stdout) == [False, False, False, False]
