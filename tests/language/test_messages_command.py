"""``manage.py messages``: collects from pages, code and scripts, and keeps what is translated."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytest.importorskip("babel", reason="babel is not installed: it is in requirements-dev.txt")

from language import catalogues


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small product with a text of each kind."""
    files = {
        "shop/__init__.py": "",
        "shop/views.py": 'say("{rows:integer} rows", rows=say("none"))\n'
        'say_count("{count} day", "{count} days", 2)\npgettext("month", "May")\n',
        "shop/migrations/0001.py": '_("never shown")',
        "tests/__init__.py": '_("a test")',
        "templates/page.html": '<p>\n   {% translate "Home" %} <i>\n {% blocktranslate trimmed %}\n'
        ' At {{ place }}\n{% endblocktranslate %}{% include "x" with title=_("Title") %}',
        "static/js/app.js": 'const a = gettext("Copied"); ngettext("%(n)s row", "%(n)s rows", n);',
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    monkeypatch.setattr(catalogues, "PROJECT", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    return tmp_path


def run() -> str:
    out = io.StringIO()
    call_command("messages", stdout=out)
    return out.getvalue()


def po(project: Path, domain: str) -> Path:
    return project / "locale" / "fr" / "LC_MESSAGES" / f"{domain}.po"


def test_texts_of_every_kind_are_found_and_no_others(project: Path) -> None:
    assert "django.po: 7 texts, 7 to translate" in run()
    text = po(project, "django").read_text()
    for message in ("{rows:integer} rows", "none", "{count} days", "May", "Home", "At %(place)s", "Title"):
        assert f'"{message}"' in text
    assert "never shown" not in text
    assert "a test" not in text
    assert 'msgctxt "month"' in text
    scripts = po(project, "djangojs").read_text()
    assert '"Copied"' in scripts
    assert 'msgid_plural "%(n)s rows"' in scripts


def test_it_can_be_read_by_people_and_tools(project: Path) -> None:
    run()
    text = po(project, "django").read_text()
    assert "python-brace-format" in text
    assert "#: shop/views.py\n" in text
    assert "Date" not in text
    assert "@" not in text


def test_translations_stay_and_are_compiled(project: Path) -> None:
    run()
    path = po(project, "django")
    path.write_text(path.read_text().replace('msgid "Home"\nmsgstr ""', 'msgid "Home"\nmsgstr "Accueil"'))
    (project / "shop/views.py").write_text('_("new")')
    assert "django.po: 4 texts, 3 to translate" in run()
    found = gettext.translation("django", project / "locale", ["fr"])
    assert found.gettext("Home") == "Accueil"
    assert found.gettext("new") == "new"


def test_run_twice_it_changes_nothing(project: Path) -> None:
    run()
    before = po(project, "django").with_suffix(".mo").read_bytes(), po(project, "django").read_bytes()
    run()
    assert (
        po(project, "django").with_suffix(".mo").read_bytes(),
        po(project, "django").read_bytes(),
    ) == before


def test_without_babel_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    import language

    monkeypatch.delattr(language, "catalogues")
    monkeypatch.delitem(sys.modules, "language.catalogues")
    monkeypatch.setitem(sys.modules, "babel.messages", None)
    with pytest.raises(CommandError, match=r"requirements-dev\.txt"):
        run()
