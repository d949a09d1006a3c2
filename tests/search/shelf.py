"""A small library for the tests, with an index of its own where one is asked for."""

import datetime

from search.finding import catalogue
from search.finding.eyes import Eyes
from search.finding.results import Wanted, best, find
from search.index import building, view
from search.models import Access, Alias, Article, Edition, EditionState, IndexChange, IssuingAuthority, Regulation

WASTE = "医疗废物管理条例"
TEXTS = {
    12: "医疗卫生机构和医疗废物集中处置单位，应当对医疗废物进行登记，"
    "登记内容应当包括医疗废物的来源、种类、重量或者数量。",
    32: "各地区应当利用和改造现有固体废物处置设施和其他设施，对医疗废物集中处置，并达到基本的环境保护和卫生要求。",
    45: "未对医疗废物进行登记或者未保存登记资料的，由县级以上地方人民政府卫生行政主管部门责令限期改正，给予警告。",
}


def make_regulation(title, texts, *, level="administrative", on=datetime.date(2011, 1, 8), aliases=(), **more):
    """A published document with one edition; `texts` by article number, or by (number, suffix)."""
    issuer = more.pop("issuer", None)
    place = more.pop("organization", None)
    authority = IssuingAuthority.objects.get_or_create(name=issuer)[0] if issuer else None
    regulation = Regulation.objects.create(
        title=title, title_key=title, level=level, issuer=authority, organization=place,
        org_path=place.path if place else "", institution_path=place.institution_path if place else "",
        access=more.pop("access", Access.PUBLIC),
    )  # fmt: skip
    for name in aliases:
        Alias.objects.create(regulation=regulation, name=name, key=name)
    make_edition(regulation, texts, on=on, **more)
    return regulation


def make_edition(regulation, texts, *, on=datetime.date(2011, 1, 8), state=EditionState.PUBLISHED, **more):
    """An edition with these articles."""
    edition = Edition.objects.create(
        regulation=regulation, issued_on=on, effective_on=on, state=state, org_path=regulation.org_path,
        institution_path=regulation.institution_path, **more,
    )  # fmt: skip
    for place, (number, text) in enumerate(texts.items(), start=1):
        plain, suffix = number if isinstance(number, tuple) else (number, 0)
        label = f"第{plain}条" + (f"之{suffix}" if suffix else "")
        Article.objects.create(edition=edition, ordinal=place, number=plain, suffix=suffix, label=label, text=text)
    touch(edition)
    return edition


def touch(*editions):
    """What the verbs of the library leave in the outbox."""
    IndexChange.objects.bulk_create([IndexChange(bundle=edition.pk) for edition in editions])


def make_waste():
    """The regulation most tests ask about."""
    return make_regulation(WASTE, TEXTS, issuer="国务院", aliases=["医废条例"])


def indexed():
    """Build the index of what is there now."""
    view.forget()
    catalogue.forget()
    return building.rebuild()


def asked(query, who=None, *, eyes=None, **wanted):
    """A page of results."""
    return find(Wanted(query, **wanted), by=eyes or Eyes(who))


def numbers(query, who=None, *, eyes=None, **wanted):
    """Title and number of the best articles."""
    found = best(Wanted(query, **wanted), by=eyes or Eyes(who))
    return [(hit.edition.regulation.title, hit.article.number) for hit in found.hits if hit.article]
