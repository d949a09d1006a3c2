"""检查表: the items of a checklist, which become a draft to be looked at and published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.imports import Column, Kind, Place, Problem, Row, Target
from organizations.models import Organization, Person
from organizations.rights import may
from rectification import services
from rectification.models import AnswerKind, Checklist, ChecklistItem, ChecklistVersion, Choice, Severity
from rectification.services import item_rules

KEEP = "rectification.keep_checklists"
MOST = Decimal(10) ** 6
HUNDREDTHS = 2


@dataclass
class Known:
    """The unit, the codes of lists that belong to others, and the items of the drafts by list."""

    organization: Organization
    may_keep: bool
    foreign: set[str] = field(default_factory=set)
    drafts: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)


def know(place: Place, rows: Sequence[Row]) -> Known:
    """What is in the drafts already."""
    codes = {row["list_code"] for row in rows}
    own = place.by is None or may(place.by, KEEP, place.organization)
    lists = Checklist.objects.filter(code__in=codes).exclude(organization=place.organization)
    known = Known(place.organization, own, set(lists.values_list("code", flat=True)))
    drafts = ChecklistVersion.objects.filter(checklist__code__in=codes, published_on__isnull=True)
    items = ChecklistItem.objects.filter(checklist_version__in=drafts)
    for item in items.select_related("checklist_version__checklist", "depends_on").order_by("order"):
        of_list = known.drafts.setdefault(item.checklist_version.checklist.code, {})
        of_list[item.code] = item_rules.of_row(item)
    return known


def check(rows: Sequence[Row], known: Known) -> Iterator[Problem]:
    """The list is the unit's own, numbers are numbers, premises stand further up."""
    lists = {code: dict(items) for code, items in known.drafts.items()}
    for row in rows:
        if row["list_code"] in known.foreign or not known.may_keep:
            yield Problem(row.number, "list_code", _("这个代码已被其他单位的检查表使用，请换一个代码。"))
            continue
        wrong = [name for name in ("lowest", "highest", "weight") if _number(row[name]) is None and row[name]]
        for name in wrong:
            yield Problem(row.number, name, _("请填写数字，或者留空。"))
        earlier = lists.setdefault(row["list_code"], {})
        if wrong:
            continue
        item = _item(row)
        if sentence := item_rules.fault(item, [one for code, one in earlier.items() if code != item["code"]]):
            yield Problem(row.number, "depends_on" if item["depends_on"] else "lowest", sentence)
        earlier.setdefault(item["code"], item)


def exists(row: Row, known: Known) -> bool:
    """Whether the draft has an item of this code."""
    return row["code"] in known.drafts.get(row["list_code"], {})


def apply(row: Row, known: Known, *, by: Person | None) -> ChecklistItem:
    """Put the item into the draft."""
    item = _item(row)
    made = services.add_draft_item(known.organization, code=row["list_code"], name=row["list_name"], item=item, by=by)
    known.drafts.setdefault(row["list_code"], {})[row["code"]] = item_rules.of_row(made)
    return made


def _number(text: str) -> Decimal | None:
    """A number as it stands in a cell."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < MOST else None


def _item(row: Row) -> dict[str, Any]:
    """The columns of an item."""
    names = (
        "code", "section", "requirement", "method", "answer_kind", "unit", "severity", "depends_on", "depends_choice",
        "required", "cites",
    )  # fmt: skip
    item: dict[str, Any] = {name: row[name] for name in names}
    item["lowest"], item["highest"] = _number(row["lowest"]), _number(row["highest"])
    item["weight"] = round(_number(row["weight"]) or Decimal(0), HUNDREDTHS)
    return item


def _choices(kind: Any) -> Mapping[str, Any]:
    return dict(kind.choices)


TARGET = Target(
    name="checklists",
    title=gettext_lazy("检查表"),
    permission=KEEP,
    columns=(
        Column("list_code", gettext_lazy("检查表代码"), required=True, longest=64),
        Column("list_name", gettext_lazy("检查表名称"), required=True, longest=120),
        Column("code", gettext_lazy("条目编号"), required=True, longest=20, about=gettext_lazy("同一检查表内不能重复")),
        Column("section", gettext_lazy("检查项目"), required=True, longest=120),
        Column("requirement", gettext_lazy("检查内容"), required=True, longest=2000),
        Column("method", gettext_lazy("检查方法"), longest=2000),
        Column(
            "answer_kind", gettext_lazy("答案类型"), kind=Kind.CHOICE, choices=_choices(AnswerKind),
            otherwise=AnswerKind.CHOICE.value, about=gettext_lazy("空白为判定"),
        ),
        Column("unit", gettext_lazy("计量单位"), longest=20),
        Column("lowest", gettext_lazy("最小值"), longest=20, about=gettext_lazy("数值条目的合理范围，可不填")),
        Column("highest", gettext_lazy("最大值"), longest=20),
        Column("weight", gettext_lazy("分值"), longest=10),
        Column(
            "severity", gettext_lazy("严重程度"), kind=Kind.CHOICE, choices=_choices(Severity),
            otherwise=Severity.GENERAL.value,
        ),
        Column(
            "depends_on", gettext_lazy("前提条目编号"), longest=20,
            about=gettext_lazy("只在前面某个判定条目有特定结果时才填写本条，写该条目的编号"),
        ),
        Column("depends_choice", gettext_lazy("前提判定"), kind=Kind.CHOICE, choices=_choices(Choice)),
        Column("required", gettext_lazy("必填"), kind=Kind.YES, otherwise=True),
        Column("cites", gettext_lazy("依据条款"), longest=2000),
    ),
    key=("list_code", "code"),
    know=know,
    check=check,
    exists=exists,
    apply=apply,
    label="requirement",
    samples=(
        {
            "list_code": "hand-hygiene", "list_name": "手卫生检查表", "code": "1.1", "section": "设施",
            "requirement": "诊疗区域手卫生设施齐全。", "answer_kind": "判定", "weight": "5", "severity": "一般",
        },
        {
            "list_code": "hand-hygiene", "list_name": "手卫生检查表", "code": "1.2", "section": "设施",
            "requirement": "缺少的设施已登记并有补齐日期。", "depends_on": "1.1", "depends_choice": "不符合",
        },
    ),
    lead=gettext_lazy("导入后成为草稿，核对无误再发布；已经发布的版本不变，再次导入成为新的一版。"),
)  # fmt: skip
