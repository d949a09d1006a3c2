"""The demo city's library: abridged texts of real regulations, and a hospital's own rules on their way."""

from datetime import timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from organizations.models import Person
from rectification.services import load_shipped
from search import services
from search.describing import title_key
from search.models import Alias, Edition, Kind, Regulation, Synonym, Term
from workflow_site.demo.people import MAIN_HOSPITAL, City, as_

SHIPPED = Path(services.__file__).resolve().parent.parent / "shipped"
ALIASES = {
    "医疗废物管理条例": ("废物条例",),
    "医疗纠纷预防和处理条例": ("纠纷条例",),
    "医疗质量安全核心制度要点": ("十八项核心制度", "核心制度要点"),
    "医院感染管理办法": ("院感办法",),
}
TERMS = {
    "医院感染": ("院感", "院内感染"),
    "医疗废物": ("医废", "医疗垃圾"),
    "手卫生": ("洗手",),
    "不良事件": ("医疗安全不良事件",),
    "标准操作规程": ("SOP",),
}
FIRST_RULE = """医疗废物管理制度
第一条 为加强本院医疗废物管理，依据《医疗废物管理条例》第八条，制定本制度。
第二条 各科室主任、护士长为本科室医疗废物管理责任人。
第三条 医疗废物按类别放入专用包装物或者容器，容量达到四分之三时封口。
第四条 暂存点每日清运一次，暂时贮存不超过2天。
第五条 交接登记内容包括来源、种类、重量、交接时间和经办人签名，资料保存3年。
"""
SECOND_RULE = FIRST_RULE.replace("每日清运一次", "每日清运两次，夏季增加一次").replace(
    "护士长为本科室", "护士长为本科室（病区）"
)
DRAFT_RULE = """手卫生管理制度（征求意见稿）
第一条 依据《医院感染管理办法》第十三条，规范本院医务人员手卫生。
第二条 诊疗区域配备洗手设施和速干手消毒剂，消耗量按月统计。
第三条 医务科会同各科室每季度抽查手卫生依从性，结果在院内通报。
"""


def found_library(city: City) -> None:
    """Shelve the shipped texts, teach the trade's words, and let the hospital write its rules."""
    services.import_files([SHIPPED], by=None, abridged=True)
    for title, names in ALIASES.items():
        regulation = Regulation.objects.get(title_key=title_key(title), org_path="")
        Alias.objects.bulk_create(Alias(regulation=regulation, name=name, key=title_key(name)) for name in names)
    for word, others in TERMS.items():
        term = Term.objects.create(word=word)
        Synonym.objects.bulk_create(Synonym(term=term, word=other) for other in others)
    load_shipped()  # once more: now the library holds what the items of the checklists rest on
    _own_rules(city)


def _own_rules(city: City) -> None:
    """A rule in its second edition, and a draft that the departments are asked about."""
    today = timezone.localdate()
    head, chief = Person.objects.get(name="张主任"), Person.objects.get(name="王院长")
    hospital = city.units[MAIN_HOSPITAL]
    with as_(head) as by:
        about = services.About(review_months=24, document_number="江一医制〔2024〕6号", label="2024年版")
        first = services.draft_edition(_taken(FIRST_RULE, "医疗废物管理制度2024"), about=about, by=by, place=hospital)
        services.submit_edition(first, by=by)
    _publish(first, chief, days_ago=400)
    with as_(head) as by:
        about = services.About(label="修订版")
        second = services.draft_edition(
            _taken(SECOND_RULE, "医疗废物管理制度"), about=about, by=by, place=hospital, regulation=first.regulation
        )
        services.submit_edition(second, by=by)
    _publish(second, chief, days_ago=30)
    with as_(head) as by:
        about = services.About(title="手卫生管理制度", kind=Kind.REGULATION, review_months=24)
        draft = services.draft_edition(_taken(DRAFT_RULE, "手卫生管理制度"), about=about, by=by, place=hospital)
        units = [city.units["血液透析室"], city.units["医务科"]]
        services.ask_opinions(draft, units, due_on=today + timedelta(days=10), by=by)
        services.submit_edition(draft, by=by)
        asked = draft.opinion_requests.get(organization=city.units["血液透析室"])
        services.give_opinions(asked, said=[("第三条", "建议把“每季度”改为“每月”，重点科室优先。")], by=by)


def _publish(edition: Edition, chief: Person, *, days_ago: int) -> None:
    with as_(chief) as by:
        services.check_edition(edition, by=by)
        day = timezone.localdate() - timedelta(days=days_ago)
        services.publish_edition(edition, by=by, effective_on=day, document_number=edition.document_number)


def _taken(text: str, name: str) -> services.Taken:
    return services.take(SimpleUploadedFile(f"{name}.txt", text.encode()))
