"""The list of a plan's tasks as a workbook, one row for each measure and each duty, made to be filtered and printed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from plans.indicator_sheets import SPREADSHEET, workbook
from plans.models import Measure, Obligation, Plan

__all__ = ["SPREADSHEET", "task_list"]


def task_list(plan: Plan, measures: Iterable[Measure], duties: Iterable[Obligation], *, taken_by: str) -> IO[bytes]:
    """Everything the plan asks for; the caller closes the file."""
    columns = (
        (_("序号"), 6), (_("类别"), 12), (_("章节"), 18), (_("原编号"), 8), (_("任务内容"), 48),
        (_("目标值或成果"), 22), (_("频次要求"), 18), (_("牵头单位"), 18), (_("配合单位"), 18), (_("责任人"), 12),
        (_("开始日期"), 12),
        (_("完成期限"), 12), (_("进度（%）"), 9), (_("状态"), 10), (_("完成的佐证"), 20), (_("经费（万元）"), 11),
        (_("经费来源"), 14), (_("存疑"), 16),
    )  # fmt: skip
    caption = _("%(plan)s任务清单　导出：%(who)s") % {"plan": plan.title, "who": taken_by}
    return workbook(_("任务清单"), columns, _numbered(measures, duties), caption=caption, printed=True)


def _numbered(measures: Iterable[Measure], duties: Iterable[Obligation]) -> Iterator[Sequence[Any]]:
    number = 0
    for number, one in enumerate(measures, start=1):
        yield number, *_measure(one)
    for place, duty in enumerate(duties, start=number + 1):
        yield place, *_duty(duty)


def _measure(one: Measure) -> Sequence[Any]:
    task = one.assignment
    return (
        _("临时性任务") if one.is_ad_hoc else _("任务措施"), str(one.section or ""), one.number, one.text, one.target,
        "",
        str(one.lead_unit or ""), "、".join(str(unit) for unit in one.supporting_units.all()), str(one.person or ""),
        one.starts_on, task.due_on if task else one.limit, task.percent if task else "",
        task.get_state_display() if task else _("未交办"), one.evidence, one.funding, one.funding_source, "",
    )  # fmt: skip


def _duty(one: Obligation) -> Sequence[Any]:
    return (
        _("常态化工作任务"), str(one.section or ""), "", one.text, "", one.often, str(one.lead_unit), "",
        str(one.person or ""), one.starts_on, one.ends_on, "", one.get_state_display(), one.expected_evidence, None, "",
        one.doubt,
    )  # fmt: skip
