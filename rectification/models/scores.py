"""Assessment 考核评分: rules as data with the unit's own basis, rounds by period, every point with what caused it."""

from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person

from .choices import Severity
from .filings import Period


class ScoreLevel(models.TextChoices):
    """Who is assessed."""

    UNIT = "unit", _("所属单位")
    DEPARTMENT = "department", _("本单位科室")


class ScoreItemKind(models.TextChoices):
    """What an item looks at; the last two are given by hand, within a range and with a reason."""

    FINDING = "finding", _("每发现一个问题扣分")
    OVERDUE = "overdue", _("每个逾期问题扣分")
    FIXED_IN_TIME = "fixed", _("按期整改率，未达部分按比例扣分")
    FORMS_IN_TIME = "forms", _("报表及时率，未达部分按比例扣分")
    CORRECTION = "correction", _("每次报表退回更正扣分")
    QUOTAS = "quotas", _("计划频次达标率，未达部分按比例扣分")
    TASKS = "tasks", _("计划任务按期完成率，未达部分按比例扣分")
    INDICATORS = "indicators", _("指标达标率，未达部分按比例扣分")
    BONUS = "bonus", _("加分（须写理由）")
    DEDUCTION = "deduction", _("其他扣分（须写理由）")


class RoundState(models.TextChoices):
    """How far a round is: nothing is published before those assessed could object."""

    DRAFT = "draft", _("核算中")
    OBJECTING = "objecting", _("征求异议")
    PUBLISHED = "published", _("已公布")


class ScoreObjectionState(models.TextChoices):
    """What became of an objection."""

    OPEN = "open", _("待答复")
    UPHELD = "upheld", _("采纳")
    REJECTED = "rejected", _("不采纳")


FROM_ELSEWHERE = (ScoreItemKind.QUOTAS, ScoreItemKind.TASKS, ScoreItemKind.INDICATORS)
"""Items whose rows other features keep; who knows them is told to `scoring_sources` by the site."""

BY_HAND = (ScoreItemKind.BONUS, ScoreItemKind.DEDUCTION)

SMALLEST_STEP = Decimal("0.01")


def marks_of(points: Decimal) -> str:
    """Points as they are said: without noughts behind the point."""
    return f"{points.normalize():f}"


class ScoreRule(models.Model):
    """By what points are given and taken; a rule never changes once written, the next one is a new rule."""

    name = models.CharField(_("规则名称"), max_length=120)
    basis = models.CharField(_("依据文件和文号"), max_length=200)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("制定单位"))
    level = models.CharField(_("考核对象"), max_length=20, choices=ScoreLevel, default=ScoreLevel.UNIT)
    full_marks = models.DecimalField(_("满分"), max_digits=6, decimal_places=2, default=Decimal(100))
    veto_bottom = models.PositiveSmallIntegerField(_("末位否决名额"), default=0)
    commend_top = models.PositiveSmallIntegerField(_("表扬候选名额"), default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("拟定人"))
    written_on = models.DateField(_("拟定日期"), default=timezone.localdate)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    class Meta:
        verbose_name = _("考核规则")
        verbose_name_plural = _("考核规则")
        ordering = ["-pk"]

    def __str__(self) -> str:
        """The name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Where its items are shown."""
        return reverse("rectification:score_rule", args=[self.pk])


class ScoreItem(models.Model):
    """One line of a rule: what it looks at, how much, and at most how much."""

    rule = models.ForeignKey(ScoreRule, models.PROTECT, related_name="items", verbose_name=_("考核规则"))
    order = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("考核项目"), max_length=120)
    kind = models.CharField(_("计分方式"), max_length=20, choices=ScoreItemKind)
    severity = models.CharField(_("只计严重程度"), max_length=20, choices=Severity, blank=True)
    points = models.DecimalField(_("分值"), max_digits=6, decimal_places=2)
    least = models.DecimalField(_("每次最少"), max_digits=6, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(_("最多"), max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("考核项目")
        verbose_name_plural = _("考核项目")
        ordering = ["rule", "order"]
        constraints = [models.UniqueConstraint(fields=["rule", "order"], name="score_item_order_unique")]

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody gives it, with a reason."""
        return self.kind in BY_HAND

    @property
    def fewest(self) -> Decimal:
        """The least that may be given at a time; a rule that does not say so lets the smallest step be given."""
        return SMALLEST_STEP if self.least is None else self.least

    @property
    def marks(self) -> str:
        """The points, or from where to where they are given at a time."""
        if not self.is_by_hand:
            return marks_of(self.points)
        if self.least == self.points:
            return marks_of(self.points)
        return f"{marks_of(self.least or Decimal(0))}—{marks_of(self.points)}"


class ScoreRound(models.Model):
    """One assessment for one period: worked out, shown to those assessed for objection, published."""

    rule = models.ForeignKey(ScoreRule, models.PROTECT, related_name="rounds", verbose_name=_("考核规则"))
    period = models.CharField(_("考核期类别"), max_length=10, choices=Period)
    begins_on = models.DateField(_("考核期起"))
    ends_on = models.DateField(_("考核期止"))
    state = models.CharField(_("状态"), max_length=20, choices=RoundState, default=RoundState.DRAFT)
    algorithm = models.CharField(_("算法版本"), max_length=20)
    objections_until = models.DateField(_("异议截止日期"), null=True, blank=True)
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    published_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公布人")
    )
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("考核")
        verbose_name_plural = _("考核")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "begins_on", "ends_on"], name="score_round_once_per_period")
        ]

    def __str__(self) -> str:
        """Rule and period."""
        return f"{self.rule.name} · {self.begins_on:%Y-%m-%d}—{self.ends_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The ranking."""
        return reverse("rectification:score_round", args=[self.pk])


class Score(models.Model):
    """What one unit or department reached in one round."""

    round = models.ForeignKey(ScoreRound, models.PROTECT, related_name="scores", verbose_name=_("考核"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("被考核单位"))
    name = models.CharField(_("被考核单位名称"), max_length=200)
    total = models.DecimalField(_("得分"), max_digits=8, decimal_places=2)
    rank = models.PositiveIntegerField(_("名次"), default=0)
    vetoed = models.BooleanField(_("末位否决"), default=False)
    candidate = models.BooleanField(_("表扬候选"), default=False)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    class Meta:
        verbose_name = _("考核得分")
        verbose_name_plural = _("考核得分")
        ordering = ["round", "rank", "org_path"]
        constraints = [models.UniqueConstraint(fields=["round", "organization"], name="score_once_per_round")]

    def __str__(self) -> str:
        """Unit and round."""
        return f"{self.name} · {self.round}"

    def get_absolute_url(self) -> str:
        """The sheet with every point and its cause."""
        return reverse("rectification:score_detail", args=[self.pk])


class ScoreLine(models.Model):
    """What one item gave or took, and the rows that caused it."""

    score = models.ForeignKey(Score, models.PROTECT, related_name="lines", verbose_name=_("考核得分"))
    item = models.ForeignKey(ScoreItem, models.PROTECT, related_name="+", verbose_name=_("考核项目"))
    points = models.DecimalField(_("加减分"), max_digits=8, decimal_places=2)
    causes = models.JSONField(_("事由"), default=list)

    class Meta:
        verbose_name = _("考核明细")
        verbose_name_plural = _("考核明细")
        ordering = ["score", "item__order"]
        constraints = [models.UniqueConstraint(fields=["score", "item"], name="score_line_once_per_item")]

    def __str__(self) -> str:
        """Item and points."""
        return f"{self.item} {self.points}"


class ScoreGrant(models.Model):
    """Points given or taken by hand, within the item's range, with the reason; a later one stands beside it."""

    score = models.ForeignKey(Score, models.PROTECT, related_name="grants", verbose_name=_("考核得分"))
    item = models.ForeignKey(ScoreItem, models.PROTECT, related_name="+", verbose_name=_("考核项目"))
    points = models.DecimalField(_("分值"), max_digits=6, decimal_places=2)
    because = models.TextField(_("理由"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("手工加减分")
        verbose_name_plural = _("手工加减分")
        ordering = ["score", "pk"]

    def __str__(self) -> str:
        """Item and points."""
        return f"{self.item} {self.points}"


class ScoreObjection(models.Model):
    """The unit does not agree with an item; somebody else decides, and the correction is kept."""

    score = models.ForeignKey(Score, models.PROTECT, related_name="objections", verbose_name=_("考核得分"))
    item = models.ForeignKey(ScoreItem, models.PROTECT, related_name="+", verbose_name=_("考核项目"))
    text = models.TextField(_("异议理由"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    at = models.DateTimeField(_("提出时间"), default=timezone.now)
    state = models.CharField(_("状态"), max_length=20, choices=ScoreObjectionState, default=ScoreObjectionState.OPEN)
    answer = models.TextField(_("答复"), blank=True)
    old_points = models.DecimalField(_("原计分"), max_digits=8, decimal_places=2, null=True, blank=True)
    new_points = models.DecimalField(_("更正为"), max_digits=8, decimal_places=2, null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("考核异议")
        verbose_name_plural = _("考核异议")
        ordering = ["score", "pk"]

    def __str__(self) -> str:
        """Item and state."""
        return f"{self.item} {self.get_state_display()}"
