"""Collects every translatable sentence of the site; a fresh machine has no xgettext, so Babel reads them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def path_of(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return Path(settings.LOCALE_PATHS[0], language, "LC_MESSAGES", "django.po")


def collect() -> Catalog:
    """Every sentence of our modules and templates, with the files it stands in."""
    found = Catalog(charset="utf-8")
    for path in _sources():
        for message, context in _sentences(path):
            found.add(message, locations=[(path.relative_to(settings.BASE_DIR).as_posix(), 0)], context=context)
    return found


def update(language: str) -> Catalog:
    """Write the catalogue of a language anew: new sentences untranslated, gone ones dropped, the rest as it was."""
    path = path_of(language)
    known = _read(path, language)
    known.update(collect(), no_fuzzy_matching=True)
    known.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, known, width=110, sort_by_file=True, include_lineno=False, omit_header=True)
    head = HEADER.format(language=language, plural=known.plural_forms)
    path.write_text(f"{head}\n{written.getvalue().decode()}", encoding="utf-8")
    return known


def untranslated(language: str) -> list[str]:
    """The sentences of the site that a language's catalogue does not say."""
    known = _read(path_of(language), language)
    return [str(message.id) for message in collect() if message.id and not _said(known, message.id, message.context)]


def _said(known: Catalog, message: str | tuple[str, ...] | list[str], context: str | None) -> bool:
    """Whether a catalogue holds a translation in every form."""
    found = known.get(message if isinstance(message, str) else message[0], context)
    if found is None or not found.string or found.fuzzy:
        return False
    return all(found.string) if isinstance(found.string, tuple | list) else True


def _read(path: Path, language: str) -> Catalog:
    """The catalogue as it lies there, or an empty one."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", project="Bihuan", copyright_holder="Bihuan")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _sources() -> Iterator[Path]:
    """Our modules and templates."""
    own = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    for folder in sorted(own):
        kept = (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)
        yield from kept
    yield from sorted(settings.BASE_DIR.joinpath("templates").rglob("*.html"))


def _sentences(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """What Babel finds in one file; a template is first turned into the calls it stands for."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = "# coding: utf-8\n" + "\n".join(
            line.lstrip() for line in templatize(text, origin=str(path)).splitlines()
        )
    for _line, message, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        yield message, context
