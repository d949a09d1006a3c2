"""The questions auditors ask about draws, findings and close-outs."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.patterns import Odd, Pattern, register
from accountability.records import Period
from accountability.walks.entering import address
from organizations.sight import Who, visible

from .models import CloseOut, Draw, Finding, TightenedDeadline, Verification


def declare() -> None:
    """Register them."""
    register(
        Pattern(
            "closed_without_second",
            gettext_lazy("没有第二人核查的销号"),
            gettext_lazy("列出销号前没有制定、报告整改以外的人核查过的问题。立行立改、由上级代为核查而未登记的，可能出现在这里。"),
            _unchecked, _close_out_shown,
        )
    )  # fmt: skip
    register(
        Pattern(
            "drawn_again",
            gettext_lazy("重新抽取"),
            gettext_lazy("列出替换了原抽取的随机抽取及其理由。被抽单位停业、回避等情形需要重新抽取。"),
            _drawn_again, _draw_shown,
        )
    )  # fmt: skip
    register(
        Pattern(
            "entered_late",
            gettext_lazy("事后较久才登记的问题"),
            gettext_lazy("列出登记日期晚于发现日期达到规定天数的问题。补录线下检查结果时属于常见情况。"),
            _entered_late, _late_shown, amount=7, unit=gettext_lazy("天"),
        )
    )  # fmt: skip
    register(
        Pattern(
            "returned_often",
            gettext_lazy("多次退回后销号的问题"),
            gettext_lazy("列出退回整改达到规定次数后销号的问题，可核对最后一次整改与前几次有何不同。"),
            _returned, _returned_shown, amount=2, unit=gettext_lazy("次"), most=100,
        )
    )  # fmt: skip
    _declare_more()


def _declare_more() -> None:
    """The one about responses."""
    register(
        Pattern(
            "restored_after_expiry",
            gettext_lazy("到期以后因解除响应延后的期限"),
            gettext_lazy("列出响应期间缩短、缩短后的日期已过、解除响应后又恢复为较晚日期的期限。响应结束后统一恢复属于常见情况。"),
            _restored_late, _restored_shown,
        )
    )  # fmt: skip


def _unchecked(who: Who, period: Period, _amount: int) -> QuerySet[Any]:
    others = Verification.objects.filter(finding=OuterRef("finding"), at__lte=OuterRef("at")).exclude(
        Q(verifier=F("finding__reported_by")) | Q(verifier=F("finding__planned_by"))
    )
    closed = visible(who, CloseOut).filter(at__gte=period.start, at__lt=period.end)
    return closed.filter(~Exists(others)).select_related("finding", "by").order_by("-at", "-pk")


def _close_out_shown(row: CloseOut) -> Odd:
    return Odd(row.at, str(row.by or ""), str(row.finding), address(row.finding), row.finding.get_severity_display())


def _drawn_again(who: Who, period: Period, _amount: int) -> QuerySet[Any]:
    again = visible(who, Draw).filter(replaces__isnull=False, frozen_at__gte=period.start, frozen_at__lt=period.end)
    return again.select_related("phase", "drawn_by", "frozen_by").order_by("-frozen_at", "-pk")


def _draw_shown(row: Draw) -> Odd:
    facts = _("理由：%(because)s") % {"because": row.because or _("未登记")}
    return Odd(row.frozen_at, str(row.drawn_by or row.frozen_by or ""), str(row), address(row), facts)


def _entered_late(who: Who, period: Period, amount: int) -> QuerySet[Any]:
    rows = visible(who, Finding).filter(recorded_at__gte=period.start, recorded_at__lt=period.end)
    late = rows.annotate(entered_on=TruncDate("recorded_at"))
    found = late.filter(entered_on__gte=F("found_on") + timedelta(days=amount))
    return found.select_related("author").order_by("-recorded_at", "-pk")


def _late_shown(row: Finding) -> Odd:
    facts = _("%(day)s发现") % {"day": row.found_on}
    return Odd(row.recorded_at, str(row.author or ""), str(row), address(row), facts)


def _returned(who: Who, period: Period, amount: int) -> QuerySet[Any]:
    closed = visible(who, CloseOut).filter(at__gte=period.start, at__lt=period.end)
    return closed.filter(finding__returned_times__gte=amount).select_related("finding", "by").order_by("-at", "-pk")


def _returned_shown(row: CloseOut) -> Odd:
    facts = _("退回%(n)d次后销号") % {"n": row.finding.returned_times}
    return Odd(row.at, str(row.by or ""), str(row.finding), address(row.finding), facts)


def _restored_late(who: Who, period: Period, _amount: int) -> QuerySet[Any]:
    lifted = {"response__lifted_at__gte": period.start, "response__lifted_at__lt": period.end}
    rows = visible(who, TightenedDeadline).filter(restored=True, after__lt=F("before"), **lifted)
    late = rows.annotate(lifted_on=TruncDate("response__lifted_at")).filter(lifted_on__gt=F("after"))
    return late.select_related("response__campaign", "response__lifted_by", "content_type").order_by("-pk")


def _restored_shown(row: TightenedDeadline) -> Odd:
    response = row.response
    told = {"kind": row.content_type.name, "after": row.after, "before": row.before}
    facts = _("%(kind)s的期限由%(after)s恢复为%(before)s") % told
    return Odd(
        response.lifted_at, str(response.lifted_by or ""), str(response.campaign), address(response.campaign), facts
    )
