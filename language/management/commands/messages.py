"""``manage.py messages``: collects the texts to translate, keeps what is translated, compiles."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Bring the catalogues in language/locale up to date with the code, and compile them."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from language import catalogues
        except ModuleNotFoundError as failure:
            raise CommandError(
                f"{failure.name} is needed to collect texts: pip install -r requirements-dev.txt"
            ) from None
        for language in catalogues.languages():
            for domain in (catalogues.PYTHON, catalogues.SCRIPTS):
                texts = catalogues.brought_up_to_date(
                    catalogues.read(language, domain), catalogues.collect(domain, language)
                )
                path = catalogues.path_of(language, domain)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(catalogues.as_po(texts))
                path.with_suffix(".mo").write_bytes(catalogues.as_mo(texts))
                missing = len(catalogues.untranslated(texts))
                self.stdout.write(
                    f"{path.relative_to(catalogues.PROJECT)}: {len(texts)} texts, {missing} to translate"
                )
