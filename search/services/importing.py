"""Many files at once: gated, read, and put into the library a chunk per transaction.

What was imported before is recognised by its digest, so that a killed import is simply started again. Of several
imports at once one writes at a time and looks at what the others have brought meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import attachments, trail
from organizations.models import Person
from organizations.refusals import Refusal
from search import events, reading
from search.intake import Taken, take
from search.models import Access, Article, Edition, EditionState, IssuingAuthority, Regulation
from search.parsing import PREAMBLE, ParsedArticle

from .linking import hold_shelf, link_repeals

CHUNK = 50
ARTICLES_AT_ONCE = 2000
SKIPPED_NAMES = {"_index.md", "readme.md", "template.md"}

Progress = Callable[[int, int], object]


@dataclass
class Problem:
    """A file that is not in the library, and the sentence that says why."""

    path: str
    sentence: str


@dataclass
class Report:
    """What an import did."""

    files: int = 0
    imported: int = 0
    already: int = 0
    articles: int = 0
    relations: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return asdict(self)


def files_in(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Every readable file, with its name from its folder's own on: folders tell the level of what lies in them."""
    found: dict[Path, str] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for one in inside:
            wanted = one.suffix.lower().lstrip(".") in reading.EXTENSIONS and one.name.lower() not in SKIPPED_NAMES
            if one.is_file() and (wanted or one == path):
                found[one] = str(one.relative_to(path.parent if path.is_dir() else one.parent))
    return list(found.items())


def import_files(
    paths: Iterable[Path],
    *,
    by: Person | None,
    level: str = "",
    abridged: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Put every file under these paths into everybody's library as published editions of others' documents."""
    files = files_in(paths)
    report = Report(files=len(files))
    for start in range(0, len(files), CHUNK):
        taken = list(_taken(files[start : start + CHUNK], level, report))
        with transaction.atomic():
            hold_shelf()
            _Shelf(by=by, abridged=abridged).put(taken, report)
        if progress:
            progress(min(start + CHUNK, len(files)), len(files))
    report.relations = link_repeals(by=by)
    return report


def _taken(files: Iterable[tuple[Path, str]], level: str, report: Report) -> Iterator[tuple[str, Taken]]:
    """The files that can be read; the others are told."""
    for path, name in files:
        try:
            with path.open("rb") as stream:
                upload = UploadedFile(File(stream), name=path.name, size=path.stat().st_size)
                yield name, take(upload, path=name, level=level)
        except Refusal as refusal:
            report.problems.append(Problem(name, refusal.message))
        except OSError:
            report.problems.append(Problem(name, _("文件无法打开，请检查后重试。")))


class _Shelf:
    """What the library holds already, kept up to date while a chunk is put in."""

    def __init__(self, *, by: Person | None, abridged: bool) -> None:
        self.by, self.abridged = by, abridged
        self.issuers = dict(IssuingAuthority.objects.values_list("name", "pk"))
        public = Regulation.objects.filter(org_path="")
        self.regulations = {(level, key): pk for level, key, pk in public.values_list("level", "title_key", "pk")}
        editions = Edition.objects.filter(regulation__org_path="")
        self.digests = set(editions.values_list("source_digest", flat=True))
        kept = editions.values_list("regulation", "issued_on", "text_hash")
        self.days = {(regulation, day): text for regulation, day, text in kept}
        numbers = editions.exclude(document_number="").values_list("document_number", "regulation__title_key")
        self.numbers: dict[str, str] = dict(numbers)

    def put(self, taken: Iterable[tuple[str, Taken]], report: Report) -> None:
        """Put a chunk in: documents, editions and articles, one event of the trail for all of them."""
        made: list[tuple[Edition, Taken]] = []
        for name, one in taken:
            if one.checked.sha256 in self.digests:
                report.already += 1
            elif sentence := self._refused(one):
                report.problems.append(Problem(name, sentence))
            elif edition := self._edition(one):
                made.append((edition, one))
                report.warnings += [Problem(name, warning) for warning in one.parsed.warnings]
            else:
                report.already += 1
        self._store(made)
        report.imported += len(made)
        report.articles += sum(len(one.parsed.articles) for _edition, one in made)

    def _refused(self, one: Taken) -> str:
        """Two documents under one number: a person must look."""
        told = one.description
        other = self.numbers.get(told.document_number) if told.number_is_own and told.document_number else None
        if other is None or other == told.title_key:
            return ""
        sentence = _("文号“%(number)s”已用于《%(title)s》，请核对文号；确有两份文件时请在页面上逐份添加。")
        return sentence % {"number": told.document_number, "title": other}

    def _edition(self, one: Taken) -> Edition | None:
        """The edition to be, with its document; nothing where the same text of the same day is there."""
        told = one.description
        regulation = self._regulation(one)
        place = (regulation, told.issued_on)
        if self.days.get(place) == one.text_hash:
            return None
        self.days[place] = one.text_hash
        self.digests.add(one.checked.sha256)
        if told.number_is_own and told.document_number:
            self.numbers[told.document_number] = told.title_key
        return edition_of(one, regulation, by=self.by, state=EditionState.PUBLISHED)

    def _regulation(self, one: Taken) -> int:
        """The document, new where the library has none of this name and level."""
        told = one.description
        key = (str(told.level), told.title_key)
        if key not in self.regulations:
            made = Regulation.objects.create(
                title=told.title,
                title_key=told.title_key,
                level=told.level,
                issuer_id=self._issuer(told.issuer, str(told.level)),
                access=Access.PUBLIC,
                abridged=self.abridged,
            )
            self.regulations[key] = made.pk
        return self.regulations[key]

    def _issuer(self, name: str, level: str) -> int | None:
        if name and name not in self.issuers:
            self.issuers[name] = IssuingAuthority.objects.create(name=name[:200], level=level).pk
        return self.issuers.get(name)

    def _store(self, made: list[tuple[Edition, Taken]]) -> None:
        """Write the chunk."""
        if not made:
            return
        blobs = attachments.blobs_of(one.checked for _edition, one in made)
        for edition, one in made:
            edition.source = blobs[one.checked.sha256]
        Edition.objects.bulk_create([edition for edition, _one in made])
        rows = [row for edition, one in made for row in rows_of(one.parsed.articles, edition)]
        Article.objects.bulk_create(rows, batch_size=ARTICLES_AT_ONCE)
        editions = [edition for edition, _one in made]
        regulations = list(Regulation.objects.filter(pk__in={edition.regulation_id for edition in editions}))
        trail.record(
            "regulations_imported",
            editions[0],
            by=self.by,
            also=[*editions, *regulations, *blobs.values()],
            extra={"count": len(editions)},
        )
        events.library_changed.send(sender=Edition, ids=[edition.pk for edition in editions], by=self.by)


def edition_of(one: Taken, regulation: int, *, by: Person | None, state: str) -> Edition:
    """The unsaved edition of a file that was read."""
    told, now = one.description, timezone.now()
    published = state == EditionState.PUBLISHED
    return Edition(
        regulation_id=regulation,
        label="" if told.number_is_own else told.document_number[:60],
        document_number=told.document_number if told.number_is_own else "",
        issued_on=told.issued_on,
        effective_on=told.effective_on,
        ended_on=told.ended_on,
        state=state,
        preamble="\n".join(one.parsed.history),
        warnings=list(one.parsed.warnings),
        source_name=one.checked.name,
        source_digest=one.checked.sha256,
        text_hash=one.text_hash,
        drafted_by=by,
        published_by=by if published else None,
        published_at=now if published else None,
    )


def rows_of(articles: Iterable[ParsedArticle], edition: Edition) -> Iterator[Article]:
    """The unsaved articles of an edition; a preamble comes before the first."""
    for place, one in enumerate(articles):
        ordinal = place if articles_begin_with_preamble(articles) else place + 1
        yield Article(
            edition=edition,
            ordinal=ordinal,
            number=one.number,
            suffix=one.suffix,
            label=one.label[:60],
            heading=one.heading,
            text=one.text,
        )


def articles_begin_with_preamble(articles: Iterable[ParsedArticle]) -> bool:
    """Whether the first record is the preamble, which has ordinal 0."""
    first = next(iter(articles), None)
    return first is not None and first.label == PREAMBLE
