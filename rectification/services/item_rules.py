"""What a checklist's items must keep among themselves, whether they are published at once or imported one by one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from organizations.refusals import Invalid
from rectification.models import AnswerKind, ChecklistItem

Item = Mapping[str, Any]


def of_row(row: ChecklistItem) -> dict[str, Any]:
    """What the rules ask of an item that is stored."""
    return {
        "code": row.code,
        "answer_kind": row.answer_kind,
        "lowest": row.lowest,
        "highest": row.highest,
        "depends_on": row.depends_on.code if row.depends_on else "",
        "depends_choice": row.depends_choice,
    }


def check(items: Sequence[Item]) -> None:
    """Refuse two items of one code, a range upside down, and a premise that is no earlier judged item."""
    places: dict[str, int] = {}
    for place, item in enumerate(items, start=1):
        code = item["code"]
        if code in places:
            told = {"code": code, "first": places[code], "second": place}
            raise Invalid(
                {"items": _("条目编号“%(code)s”重复（第%(first)d条和第%(second)d条），请改成不同的编号。") % told}
            )
        if sentence := fault(item, items[: place - 1]):
            raise Invalid({"items": _("条目“%(code)s”：%(why)s") % {"code": code, "why": sentence}})
        places[code] = place


def fault(item: Item, earlier: Sequence[Item]) -> str:
    """What is wrong with one item, seen after the earlier ones; nothing where it is right."""
    lowest, highest = item.get("lowest"), item.get("highest")
    if lowest is not None and highest is not None and Decimal(lowest) > Decimal(highest):
        return _("最小值不能大于最大值，请核对。")
    if not item.get("depends_on"):
        return _("填写了前提判定，但没有前提条目。") if item.get("depends_choice") else ""
    premise = next((one for one in earlier if one["code"] == item["depends_on"]), None)
    if premise is None:
        return _("前提条目“%(code)s”不在前面的条目中，请核对编号和顺序。") % {"code": item["depends_on"]}
    if premise.get("answer_kind", AnswerKind.CHOICE) != AnswerKind.CHOICE or premise.get("depends_on"):
        return _("前提条目只能是没有前提的判定条目。")
    return "" if item.get("depends_choice") else _("请填写前提判定，例如“不符合”。")
