"""The questions about signatures, deadlines and tasks."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce, ExtractHour, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import Assignment, Evidence, Extension, Seat
from accountability.patterns import Odd, Pattern, register
from accountability.records import Period
from accountability.walks import telling
from accountability.walks.entering import address
from organizations.sight import Who, visible

NIGHT_FROM, NIGHT_UNTIL = 23, 5
OFFLINE = "offline"


def declare() -> None:
    """Register them."""
    register(
        Pattern(
            "quick_signing",
            gettext_lazy("打开后很快提交的办理意见"),
            gettext_lazy("列出从打开（没有打开时间的，从送达）到提交意见不足规定秒数的办理意见。事前已当面沟通、内容很短，都可能很快办完。"),
            _quick, _seat_shown, amount=10, unit=gettext_lazy("秒"), most=600,
        )
    )  # fmt: skip
    register(
        Pattern(
            "two_chairs",
            gettext_lazy("一人在同一流程两个环节办理"),
            gettext_lazy("列出同一人在同一次送签中先后以两个身份办理的情形。一人兼任两个岗位、代他人办理，都会出现这种情形。"),
            _two_chairs, _seat_shown,
        )
    )  # fmt: skip
    register(
        Pattern(
            "night_signing",
            gettext_lazy("深夜集中办理"),
            gettext_lazy("列出23时至次日5时之间，同一人一夜办理件数达到规定数量的情形。值夜班、应急处置期间属于常见情况。"),
            _night, _night_shown, amount=5, unit=gettext_lazy("件"), groups=True,
        )
    )  # fmt: skip
    _declare_more()


def _declare_more() -> None:
    """Those about deadlines and tasks."""
    register(
        Pattern(
            "late_extension",
            gettext_lazy("到期以后才申请并获同意的延期"),
            gettext_lazy("列出申请时原期限已过、后来获得同意的延期。不可抗力、系统停用期间补办，都可能晚于期限申请。"),
            _late_extensions, _extension_shown,
        )
    )  # fmt: skip
    register(
        Pattern(
            "often_extended",
            gettext_lazy("多次延期的任务"),
            gettext_lazy("列出获准延期达到规定次数的任务。采购、基建等受外部条件限制的任务常需多次延期。"),
            _often, _often_shown, amount=2, unit=gettext_lazy("次"), most=100,
        )
    )  # fmt: skip
    register(
        Pattern(
            "closed_alone",
            gettext_lazy("交办和办结为同一人的任务"),
            gettext_lazy("列出由交办人自己登记办结、没有第二人参与的任务。人员少的单位和自我安排的任务会有这种情形。"),
            _alone, _alone_shown,
        )
    )  # fmt: skip
    register(
        Pattern(
            "late_evidence",
            gettext_lazy("办结以后补交的佐证"),
            gettext_lazy("列出任务办结以后才提交的佐证。补充扫描件、更换清晰照片都属于常见情况。"),
            _late_evidence, _evidence_shown,
        )
    )  # fmt: skip


def _decided(who: Who, period: Period) -> QuerySet[Seat]:
    """The answers of a period within sight that were given here, not entered from paper."""
    seats = visible(who, Seat).filter(decided_at__gte=period.start, decided_at__lt=period.end)
    return seats.exclude(strength=OFFLINE).select_related("request__content_type", "person", "on_behalf_of")


def _quick(who: Who, period: Period, amount: int) -> QuerySet[Any]:
    shown = Coalesce("shown_at", "opened_at", output_field=DateTimeField())
    fast = _decided(who, period).annotate(came=shown).filter(decided_at__lt=F("came") + timedelta(seconds=amount))
    return fast.order_by("-decided_at", "-pk")


def _two_chairs(who: Who, period: Period, _amount: int) -> QuerySet[Any]:
    before = Seat.objects.filter(
        request__turn=OuterRef("request__turn"), person=OuterRef("person"), state="decided", pk__lt=OuterRef("pk")
    )
    return _decided(who, period).filter(Exists(before)).order_by("-decided_at", "-pk")


def _seat_shown(seat: Seat) -> Odd:
    began = seat.shown_at or seat.opened_at
    lay = telling.seconds(seat.decided_at - began) if began and seat.decided_at else ""
    facts = _("%(word)s，%(verdict)s，历时%(lay)s") % {
        "word": seat.request.get_word_display(), "verdict": seat.verdict_label, "lay": lay,
    }  # fmt: skip
    return Odd(seat.decided_at, seat.signed_name, seat.request.label, seat.get_absolute_url(), facts)


def _night(who: Who, period: Period, amount: int) -> QuerySet[Any]:
    """One row a person and night; the hours after midnight belong to the night before."""
    hour = ExtractHour("decided_at")
    seats = _decided(who, period).select_related(None).annotate(hour=hour)
    at_night = seats.filter(hour__gte=NIGHT_FROM) | seats.filter(hour__lt=NIGHT_UNTIL)
    night = TruncDate(F("decided_at") - timedelta(hours=NIGHT_UNTIL))
    found = at_night.annotate(night=night).order_by().values("person", "person__name", "night")
    many = found.annotate(n=Count("pk"), last=Max("decided_at")).filter(n__gte=amount)
    return many.order_by("-night", "person")


def _night_shown(row: dict[str, Any]) -> Odd:
    facts = _("%(night)s夜间办理%(n)d件") % {"night": row["night"], "n": row["n"]}
    return Odd(row["last"], row["person__name"], facts, "", "")


def _late_extensions(who: Who, period: Period, _amount: int) -> QuerySet[Any]:
    asked = visible(who, Extension).filter(asked_at__gte=period.start, asked_at__lt=period.end, state="approved")
    late = asked.annotate(asked_on=TruncDate("asked_at")).filter(asked_on__gt=F("was_due_on"))
    return late.select_related("assignment", "asked_by", "decided_by").order_by("-asked_at", "-pk")


def _extension_shown(row: Extension) -> Odd:
    told = {"was": row.was_due_on, "due": row.due_on, "by": row.decided_by or ""}
    facts = _("原期限%(was)s，延至%(due)s，%(by)s同意") % told
    return Odd(row.asked_at, str(row.asked_by or ""), row.assignment.title, address(row), facts)


def _often(who: Who, period: Period, amount: int) -> QuerySet[Any]:
    within = {"asked_at__gte": period.start, "asked_at__lt": period.end, "state": "approved"}
    counted = Extension.objects.filter(**within).order_by().values("assignment").annotate(n=Count("pk"))
    often = counted.filter(n__gte=amount)
    n = often.filter(assignment=OuterRef("pk")).values("n")
    found = visible(who, Assignment).filter(pk__in=often.values("assignment"))
    return found.annotate(n=n).select_related("lead_unit").order_by("-n", "pk")


def _often_shown(row: Any) -> Odd:
    told = {"n": row.n, "was": row.scheduled_on, "due": row.due_on}
    facts = _("获准延期%(n)d次，原定%(was)s，现为%(due)s") % told
    return Odd(None, str(row.lead_unit), row.title, address(row), facts)


def _alone(who: Who, period: Period, _amount: int) -> QuerySet[Any]:
    done = visible(who, Assignment).filter(completed_at__gte=period.start, completed_at__lt=period.end)
    return done.filter(completed_by=F("assigned_by")).select_related("completed_by").order_by("-completed_at", "-pk")


def _alone_shown(row: Assignment) -> Odd:
    return Odd(row.completed_at, str(row.completed_by), row.title, address(row), row.source_label)


def _late_evidence(who: Who, period: Period, _amount: int) -> QuerySet[Any]:
    rows = visible(who, Evidence).filter(added_at__gte=period.start, added_at__lt=period.end)
    late = rows.filter(added_at__gt=F("assignment__completed_at"))
    return late.select_related("assignment", "added_by", "attachment").order_by("-added_at", "-pk")


def _evidence_shown(row: Evidence) -> Odd:
    passed = row.added_at - row.assignment.completed_at if row.assignment.completed_at else timedelta(0)
    facts = _("办结后%(lay)s提交") % {"lay": telling.lain(passed)}
    return Odd(row.added_at, str(row.added_by or ""), row.assignment.title, address(row.assignment), facts)
