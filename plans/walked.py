"""How the things of the year's plans follow from one another: what 责任链 walks over."""

from django.utils.translation import gettext_lazy as _

from accountability import walks

from .models import (
    Certificate,
    CountedEvent,
    Indicator,
    IndicatorSet,
    Measure,
    Measurement,
    Objective,
    Obligation,
    ObligationEvidence,
    Occurrence,
    Plan,
    PlanBasis,
    PlanReport,
    ResponsibilityLetter,
    Review,
    Revision,
    Training,
)

PLAN = _("所属计划")


def declare() -> None:
    """Register every kind, with what lies behind it."""
    _plans()
    _obligations()
    _indicators()
    _trainings()


def _plans() -> None:
    walks.register(
        Plan, back={"parent": (_("上级计划"), _("分解计划")), "supersedes": (_("上一期计划"), _("承接的计划"))},
        by="drafted_by", at="drafted_at", related=("drafted_by", "organization"),
    )  # fmt: skip
    walks.register(
        PlanBasis, back={"article": (_("依据条款"), _("据以制定")), "regulation": (_("依据文件"), _("据以制定"))},
        forward={"plan": (_("制定依据"), _("据以制定的计划"))}, related=("plan",), has_page=False,
    )  # fmt: skip
    walks.register(Objective, back={"plan": (PLAN, _("工作目标"))}, related=("plan",), has_page=False)
    walks.register(
        Measure,
        back={
            "plan": (PLAN, _("任务措施")),
            "objective": (_("对应目标"), _("任务措施")),
            "comes_from": (_("上级或上年任务"), _("承接的任务")),
        },
        forward={"assignment": (_("任务措施"), _("交办任务"))},
        related=("plan", "lead_unit"),
    )
    for model, word, by, at in (
        (Revision, _("计划调整"), "drafted_by", "drafted_at"),
        (Review, _("计划总结"), "drafted_by", "begun_at"),
        (PlanReport, _("报送进展"), "sent_by", "sent_at"),
    ):
        walks.register(model, back={"plan": (PLAN, word)}, by=by, at=at, related=(by, "plan"))
    walks.register(ResponsibilityLetter, back={"plan": (PLAN, _("目标责任书"))}, related=("plan",))


def _obligations() -> None:
    walks.register(
        Obligation,
        back={"plan": (PLAN, _("常态化任务")), "measure": (_("任务措施"), _("常态化任务"))},
        related=("plan", "lead_unit"),
    )
    walks.register(
        Occurrence, back={"obligation": (_("常态化任务"), _("各期完成情况"))},
        forward={"assignment": (_("当期任务"), _("交办任务"))}, related=("obligation", "organization", "entry"),
    )  # fmt: skip
    walks.register(
        ObligationEvidence, back={"occurrence": (_("所属期次"), _("完成佐证"))},
        forward={"source": (_("计入计划任务"), _("据以计数"))}, by="added_by", at="added_at",
        related=("added_by", "occurrence__obligation"), has_page=False,
    )  # fmt: skip


def _indicators() -> None:
    walks.register(
        IndicatorSet,
        back={"plan": (PLAN, _("配套指标")), "previous": (_("上一版"), _("新一版"))},
        by="published_by",
        at="published_at",
        related=("published_by", "plan"),
    )
    walks.register(
        Indicator,
        back={"indicator_set": (_("所属指标集"), _("指标")), "objective": (_("计划目标"), _("衡量指标"))},
        related=("indicator_set",),
    )
    walks.register(
        Measurement,
        back={"indicator": (_("所属指标"), _("指标值"))},
        related=("indicator", "organization", "report"),
    )
    walks.register(
        CountedEvent, back={"indicator": (_("所属指标"), _("登记事件"))}, by="recorded_by", at="recorded_at",
        related=("recorded_by", "indicator"),
    )  # fmt: skip


def _trainings() -> None:
    walks.register(Training, by="drafted_by", at="recorded_at", related=("drafted_by", "organization"))
    walks.register(
        Certificate, back={"training": (_("取得证书的培训考核"), _("发给的证书"))}, by="recorded_by", at="recorded_at",
        related=("recorded_by", "person", "training"),
    )  # fmt: skip
