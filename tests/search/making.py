"""Makers of regulations, all through the verbs."""

import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.models import Organization, Person
from search import services
from search.describing import title_key
from search.models import Access, Article, Edition, EditionState, Level, Regulation
from tests.cast import Cast

RULE = "{title}\n第一条 本院各科室执行本制度。\n第二条 {second}\n第三条 自发布之日起施行。"
WASTE = """# 医疗废物管理条例
2003年6月16日 中华人民共和国国务院令第380号公布
<!-- INFO END -->
## 第一章 总则
第一条 为了加强医疗废物的安全管理，制定本条例。
第二条 本条例所称医疗废物，是指有危害性的废物。
## 第二章 管理
第十七条 暂时贮存的时间不得超过2天。
"""


class Library:
    """A library that the city's clerk keeps for everybody, and hospitals keep for themselves."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.people = [cast.li, cast.qian, cast.chen, cast.president_wang, cast.head_zhang, cast.nurse_sun]

    def taken(self, text: str, name: str = "文件.txt") -> services.Taken:
        return services.take(SimpleUploadedFile(name, text.encode()))

    def public(self, title: str, *texts: tuple[str, str], level: str = Level.ADMINISTRATIVE) -> Regulation:
        """A document of others with an edition for every (first day, text of article 1)."""
        made = Regulation.objects.create(title=title, title_key=title_key(title), level=level, access=Access.PUBLIC)
        for day, text in texts:
            self.edition(made, day, text)
        return made

    def edition(self, regulation: Regulation, day: str, text: str, **fields: Any) -> Edition:
        """A published edition with one article."""
        when = datetime.date.fromisoformat(day) if day else None
        made = Edition.objects.create(
            regulation=regulation, state=EditionState.PUBLISHED, issued_on=when, effective_on=when, **fields
        )
        Article.objects.create(edition=made, ordinal=1, number=1, label="第一条", text=text)
        return made

    def draft(self, title: str = "手卫生管理制度", second: str = "医务人员执行手卫生。", **about: Any) -> Edition:
        """A draft of the people's hospital by its clerk."""
        about = {"title": title, **about}
        regulation = about.pop("regulation", None)
        place: Organization = about.pop("place", self.cast.peoples_hospital)
        by: Person = about.pop("by", self.cast.qian)
        taken = self.taken(RULE.format(title=title, second=second))
        return services.draft_edition(taken, about=services.About(**about), by=by, place=place, regulation=regulation)

    def published(self, **about: Any) -> Edition:
        """A rule of the people's hospital that its president has published."""
        edition = self.draft(**about)
        services.submit_edition(edition, by=self.cast.qian)
        services.check_edition(edition, by=self.cast.president_wang)
        services.publish_edition(edition, by=self.cast.president_wang)
        return edition


def folder(root: Path, **texts: str) -> Path:
    """A folder of files."""
    for name, text in texts.items():
        path = root / name.replace("__", "/").replace("_md", ".md").replace("_html", ".html").replace("_txt", ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
