"""`manage search`: asks the library from the command line, one query or a file of them."""

import datetime
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organizations.models import Person, User
from search.finding import asked
from search.finding.eyes import COMMAND_LINE, Eyes
from search.finding.results import Found, FoundArticle, Wanted


class Command(BaseCommand):
    help = (
        "Ask the library: QUERY, or --batch FILE.jsonl with one query per line (a string, or an object with "
        '"query" and optionally "on" and "as"). Without --as only public documents are found.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query", nargs="?", default="", help="what is sought")
        parser.add_argument("--as", dest="user", default="", help="the account through whose eyes is looked")
        parser.add_argument("--on", default="", help="the day as of which the library is read, YYYY-MM-DD")
        parser.add_argument("--batch", default="", help="a file with one query per line, as JSON; - is standard input")
        parser.add_argument("--limit", type=int, default=10, help="how many articles (10)")
        parser.add_argument("--json", action="store_true", help="print JSON, one document per query")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["query"]) == bool(options["batch"]):
            raise CommandError("请给出检索词，或用 --batch 给出一个文件，二者选一。")
        who = _account(options["user"])
        if not options["batch"]:
            self._print(options["query"], self._ask(options["query"], options["on"], who, options), options["json"])
            return
        for line in _lines(options["batch"]):
            account = _account(line["as"]) if line.get("as") else who
            query = str(line.get("query", ""))
            found = self._ask(query, str(line.get("on") or options["on"]), account, options)
            self._print(query, found, options["json"], line)

    @staticmethod
    def _ask(query: str, on: str, who: Eyes, options: dict[str, Any]) -> Found:
        wanted = Wanted(query, day=_day(on))
        return asked.articles(wanted, by=who, limit=max(1, min(options["limit"], 200)))

    def _print(self, query: str, found: Found, as_json: bool, line: dict[str, Any] | None = None) -> None:
        if as_json:
            told: dict[str, Any] = {"query": query, "hits": [_as_json(hit) for hit in found.hits]}
            told |= {"articles": found.articles, "milliseconds": found.milliseconds}
            told |= {"did_you_mean": found.meant} if found.meant else {}
            told |= {"by_database": True} if found.by_database else {}
            told |= {"id": line["id"]} if line and "id" in line else {}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        by_database = "（数据库检索）" if found.by_database else ""
        self.stdout.write(f"“{query}”：{found.articles}条，{found.milliseconds}毫秒{by_database}")
        if found.meant:
            self.stdout.write(f"  您要找的是不是“{found.meant}”？")
        for hit in found.hits:
            label = hit.article.label if hit.article else ""
            text = "".join(piece.text for piece in hit.pieces)
            self.stdout.write(f"  {hit.rank}. {hit.edition.regulation.cited_title}{label}　{text}")


def _as_json(hit: FoundArticle) -> dict[str, Any]:
    """One hit for a machine."""
    article, day = hit.article, hit.edition.issued_on or hit.edition.effective_on
    return {
        "regulation": hit.edition.regulation.title,
        "edition_date": day.isoformat() if day else None,
        "article": article.label if article else "",
        "number": article.number if article else None,
        "suffix": article.suffix if article else 0,
        "score": round(hit.score, 4),
        "status": hit.edition.status.value,
        "id": article.pk if article else None,
    }


def _account(name: str) -> Eyes:
    """The account of this name; without one an onlooker who reads what is public."""
    if not name:
        return COMMAND_LINE
    found = User.objects.filter(username=name).first() or Person.objects.filter(name=name).first()
    if found is None:
        raise CommandError(f"没有账号“{name}”，请核对后重试。")
    return Eyes(found)


def _day(text: str) -> datetime.date | None:
    """A day; a wrong one is refused with a sentence."""
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"日期“{text}”无法识别，请写成 2026-03-01 的样子。") from None


def _lines(name: str) -> Iterator[dict[str, Any]]:
    """The queries of a file; a line that is none is refused with its number."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"文件“{name}”无法读取，请检查路径和编码（UTF-8）。") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except ValueError:
            raise CommandError(f"第{number}行不是 JSON，请检查后重试。") from None
        if not isinstance(found, str | dict):
            raise CommandError(f"第{number}行应当是一个检索词或含 query 的对象。")
        yield {"query": found} if isinstance(found, str) else found
