"""The English catalogue says every sentence of the site, with its placeholders and in English alone."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import gettext, ngettext

from engine.models import Turn
from rectification import scope, services
from tests.cast import Cast
from tests.rectification.making import Stage
from workflow_site import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]")
CHINESE = re.compile("[\u3001-\u3011\u4e00-\u9fff\uff01-\uff1f]")
DELIBERATE = (
    "闭环", "中文", "锡卫医〔2026〕12号", "苏卫医〔2017〕1号", "第12期",
    # what a sheet must hold or a search may ask, and the marks of titles and articles
    "“是”", "“否”", "是 (yes)", "否 (no)", "“科主任”",
    "国务院", "《…》第…条", "第…条", "“第五条：建议……”", "《%(title)s》",
    "医疗废物管理条例第三十二条", "“医疗废物” AND 登记", "医院感染暴发多长时间内报告",
    # examples of numbers and days, kinds of documents and of columns
    "江医〔2026〕12号", "2026年3月5日", "通知, 函, 报告, 请示", "每月25日前", "次月5日前", "季度末月20日",
    "(文字, 数字, 日期)", "强度 数字 必填", "必填", "title marks 《》", "A、B、C", "强度：92；位置：治疗室",
)  # fmt: skip
QUOTED = re.compile("“[^”]*”")
"""What an official paper must say word by word stands in Chinese marks of quotation."""


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue as it lies in the repository."""
    with catalogue.path_of("en").open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Each English form of a sentence beside its Chinese."""
    chinese = message.id if isinstance(message.id, str) else message.id[0]
    for form in [message.string] if isinstance(message.string, str) else message.string:
        yield chinese, form


def sentences(english: Catalog) -> Iterator[tuple[str, str]]:
    """Every sentence of the catalogue, the header left out."""
    for message in english:
        if message.id:
            yield from forms(message)


def test_every_sentence_is_translated():
    assert catalogue.untranslated("en") == []


def test_nothing_stands_in_it_that_the_site_no_longer_says(english):
    collected = {(message.id, message.context) for message in catalogue.collect()}
    gone = [message.id for message in english if message.id and (message.id, message.context) not in collected]
    assert not english.obsolete
    assert gone == []


def test_no_translation_is_a_guess(english):
    assert [message.id for message in english if message.id and message.fuzzy] == []


def test_every_placeholder_of_the_chinese_stands_in_the_english(english):
    wrong = [
        (chinese, form)
        for chinese, form in sentences(english)
        if sorted(PLACEHOLDER.findall(chinese)) != sorted(PLACEHOLDER.findall(form))
    ]
    assert wrong == []


def test_no_chinese_is_left_in_the_english(english):
    left = []
    for _chinese, form in sentences(english):
        rest = form
        for word in DELIBERATE:
            rest = rest.replace(word, "")
        rest = QUOTED.sub("", rest)
        if CHINESE.search(rest):
            left.append(form)
    assert left == []


def test_a_full_sentence_ends_with_a_full_stop(english):
    full = [form for chinese, form in sentences(english) if chinese.endswith("。")]
    assert [form for form in full if not form.rstrip().endswith(".")] == []


def test_it_names_two_forms_of_a_number(english):
    assert english.num_plurals == 2
    wrong = [
        message.id
        for message in english
        if isinstance(message.id, tuple | list) and len([form for form in message.string if form]) != 2
    ]
    assert wrong == []


def test_its_places_are_paths_inside_the_repository(english):
    places = {place for message in english for place, _line in message.locations}
    assert places
    assert all((catalogue.settings.BASE_DIR / place).is_file() for place in places)
    assert not any(place.startswith(("/", "..")) for place in places)


def test_babel_compiles_it(english):
    compiled = BytesIO()
    write_mo(compiled, english)
    compiled.seek(0)
    again = read_mo(compiled)
    assert again.get("会签").string == english.get("会签").string


@pytest.fixture
def spoken(english, settings, tmp_path) -> Iterator[None]:
    """The site speaks English from a catalogue compiled just now."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, english)
    settings.LOCALE_PATHS = [tmp_path]
    translation.trans_real._translations.pop("en", None)
    with translation.override("en"):
        yield
    translation.trans_real._translations.pop("en", None)


def test_the_site_speaks_it_once_compiled(spoken):
    assert gettext("会签") == "Countersign"
    said = [ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", days) % {"days": days} for days in (1, 2)]
    assert said == ["1 day overdue", "2 days overdue"]


def test_a_scope_reads_as_english_but_is_kept_in_chinese(spoken):
    rule = {"levels": ["tertiary", "secondary"], "ownerships": ["public"]}
    assert scope.describe(rule) == "Tertiary, Secondary Public medical institutions"
    assert scope.kept(rule) == "三级、二级公立医疗机构"


@pytest.mark.django_db
def test_a_step_opened_in_english_is_kept_in_chinese(spoken):
    services.load_shipped()
    campaign = Stage(Cast()).draft()
    assert [turn.title for turn in Turn.objects.open().of(campaign)] == ["拟定并提交方案"]
