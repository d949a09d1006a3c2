"""培训考核 and 证书: what was taught or examined, how each person did, and until when what he may do is proved."""

import datetime
from decimal import Decimal
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import DepartmentType, Duty, Organization, Person


class TrainingKind(models.TextChoices):
    """What kind of event it is."""

    TRAINING = "training", _("培训")
    EXAMINATION = "examination", _("考核")
    BOTH = "both", _("培训并考核")


class TrainingMethod(models.TextChoices):
    """How it is taught."""

    LECTURE = "lecture", _("专题讲座")
    MEETING = "meeting", _("月会、早会学习")
    DEPARTMENT = "department", _("科室学习")
    SELF_STUDY = "self_study", _("自学")
    PRACTICE = "practice", _("操作演示")
    ONLINE = "online", _("线上学习")
    AWAY = "away", _("外出进修、参训")
    EXAM_ONLY = "exam_only", _("只考核不授课")


class ExamForm(models.TextChoices):
    """How it is examined."""

    NONE = "none", _("不考核")
    CLOSED = "closed", _("闭卷笔试")
    OPEN = "open", _("开卷笔试")
    ORAL = "oral", _("口试")
    SKILLS = "skills", _("操作考核")


class TrainingState(models.TextChoices):
    """How far it is."""

    DRAFT = "draft", _("拟定中")
    APPROVING = "approving", _("待审核")
    PLANNED = "planned", _("待举办")
    HELD = "held", _("已举办")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已取消")


class TrainingQuerySet(models.QuerySet["Training"]):
    """Questions about trainings."""

    def took_place(self) -> Self:
        """Those that were held."""
        return self.filter(state__in=[TrainingState.HELD, TrainingState.CLOSED])

    def counted(self) -> Self:
        """How many were expected, came, were examined and passed in the end, as columns."""
        came, examined = Q(results__attended=True), Q(results__score__isnull=False)
        passed = Q(results__passed=True) | Q(results__resit_passed=True)
        return self.annotate(
            expected_count=models.Count("results", filter=Q(results__is_expected=True)),
            came_count=models.Count("results", filter=came),
            examined_count=models.Count("results", filter=examined),
            passed_count=models.Count("results", filter=passed),
        )


class Training(Flowing):
    """One training or examination: content, method, audience and goal are said before it is approved."""

    title = models.CharField(_("名称"), max_length=160)
    kind = models.CharField(_("类别"), max_length=12, choices=TrainingKind, default=TrainingKind.BOTH)
    topic = models.CharField(_("主题"), max_length=60, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    content = models.TextField(_("培训内容"), blank=True)
    method = models.CharField(_("培训方式"), max_length=12, choices=TrainingMethod, default=TrainingMethod.LECTURE)
    audience = models.CharField(_("培训对象"), max_length=200, blank=True)
    goal = models.CharField(_("工作目标"), max_length=300, blank=True)
    teacher = models.CharField(_("授课人"), max_length=120, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    due_on = models.DateField(_("计划日期"))
    held_on = models.DateField(_("举办日期"), null=True, blank=True)
    hours = models.DecimalField(_("学时"), max_digits=5, decimal_places=1, null=True, blank=True)
    exam = models.CharField(_("考核形式"), max_length=10, choices=ExamForm, default=ExamForm.NONE)
    full_mark = models.DecimalField(_("满分"), max_digits=6, decimal_places=1, default=Decimal(100))
    pass_mark = models.DecimalField(_("合格分"), max_digits=6, decimal_places=1, default=Decimal(60))
    resit_by = models.DateField(_("补考截止日期"), null=True, blank=True)
    certificate = models.CharField(_("合格后发给的证书"), max_length=80, blank=True)
    certificate_months = models.PositiveSmallIntegerField(_("证书有效月数"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=TrainingState, default=TrainingState.DRAFT)
    summary = models.TextField(_("小结"), blank=True)
    source_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("来源类型")
    )
    source_id = models.PositiveBigIntegerField(_("来源编号"), null=True, blank=True)
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(_("来源"), max_length=200, blank=True)
    because = models.CharField(_("理由"), max_length=300, blank=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("拟定人"))
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    approve_path = PathField(_("审核单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("培训考核")
        verbose_name_plural = _("培训考核")
        ordering = ("-due_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(pass_mark__lte=F("full_mark")), name="training_pass_mark_can_be_reached"
            ),
            models.UniqueConstraint(
                fields=("source_type", "source_id"),
                condition=Q(source_id__isnull=False),
                name="training_once_per_source",
            ),
        )
        indexes = (
            models.Index(fields=("org_path", "state"), name="training_path_state"),
            models.Index(fields=("institution_path", "topic", "held_on"), name="training_topic_day"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is shown."""
        return reverse("plans:training_detail", args=[self.pk])

    @property
    def drafters(self) -> models.QuerySet[Person]:
        """Who may not approve it."""
        return Person.objects.filter(pk=self.drafted_by_id)

    @property
    def has_exam(self) -> bool:
        """Whether people are examined."""
        return self.exam != ExamForm.NONE

    @property
    def was_held(self) -> bool:
        """Whether it took place."""
        return self.state in (TrainingState.HELD, TrainingState.CLOSED)

    @property
    def results_due_on(self) -> datetime.date:
        """By when the results should be in: two weeks after it was held."""
        return (self.held_on or self.due_on) + datetime.timedelta(days=14)

    @property
    def lacks(self) -> list[str]:
        """What must be said before it is approved and is not: content, method, audience, goal."""
        needed = ("content", "audience", "goal")
        return [str(self._meta.get_field(name).verbose_name) for name in needed if not getattr(self, name).strip()]  # type: ignore[union-attr]


class TrainingResult(models.Model):
    """One person at one training: expected or not, there or not, how he did, and how he did again."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="results", verbose_name=_("培训考核"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    department = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("科室"))
    is_expected = models.BooleanField(_("应参加"), default=True)
    attended = models.BooleanField(_("已参加"), null=True, blank=True)
    absent_because = models.CharField(_("缺席原因"), max_length=120, blank=True)
    score = models.DecimalField(_("成绩"), max_digits=6, decimal_places=1, null=True, blank=True)
    passed = models.BooleanField(_("合格"), null=True, blank=True)
    resit_on = models.DateField(_("补考日期"), null=True, blank=True)
    resit_score = models.DecimalField(_("补考成绩"), max_digits=6, decimal_places=1, null=True, blank=True)
    resit_passed = models.BooleanField(_("补考合格"), null=True, blank=True)
    org_path = PathField(_("机构路径"), editable=False)

    class Meta:
        verbose_name = _("培训考核结果")
        verbose_name_plural = _("培训考核结果")
        ordering = ("training", "org_path", "person")
        constraints = (models.UniqueConstraint(fields=("training", "person"), name="training_result_once_per_person"),)
        indexes = (models.Index(fields=("org_path",), name="training_result_path"),)

    def __str__(self) -> str:
        return f"{self.training} · {self.person}"

    @property
    def in_the_end(self) -> bool | None:
        """Whether the person passed, at once or in the resit."""
        return True if self.passed or self.resit_passed else self.passed

    @property
    def needs_resit(self) -> bool:
        """Whether a resit is still open."""
        return self.passed is False and self.resit_passed is None


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Questions about certificates."""

    def in_force(self, on: datetime.date | None = None) -> Self:
        """Those that prove something on a day."""
        day = on or timezone.localdate()
        open_ended = Q(expires_on__isnull=True) | Q(expires_on__gte=day)
        return self.filter(open_ended, revoked_at__isnull=True, issued_on__lte=day)

    def expired(self, on: datetime.date | None = None) -> Self:
        """Those whose day has passed and which nothing has replaced."""
        day = on or timezone.localdate()
        return self.filter(expires_on__lt=day, revoked_at__isnull=True).exclude(_renewed())

    def expiring(self, within: int = 60, on: datetime.date | None = None) -> Self:
        """Those that run out within so many days and which nothing has replaced."""
        day = on or timezone.localdate()
        last = day + datetime.timedelta(days=within)
        return self.filter(expires_on__range=(day, last), revoked_at__isnull=True).exclude(_renewed())


def _renewed() -> Any:
    """That the same person has the same certificate for longer."""
    longer = Certificate.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gt=models.OuterRef("expires_on")),
        person=models.OuterRef("person"),
        kind=models.OuterRef("kind"),
        revoked_at__isnull=True,
    )
    return models.Exists(longer)


class Certificate(models.Model):
    """A qualification of one person, with the day on which it ends."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("持证人"))
    kind = models.CharField(_("证书名称"), max_length=80)
    number = models.CharField(_("证书编号"), max_length=80, blank=True)
    issuer = models.CharField(_("发证单位"), max_length=120, blank=True)
    issued_on = models.DateField(_("发证日期"))
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    training = models.ForeignKey(
        Training, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name=_("培训考核")
    )
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    revoked_at = models.DateTimeField(_("注销时间"), null=True, blank=True)
    revoked_because = models.CharField(_("注销理由"), max_length=300, blank=True)
    reminded_on = models.DateField(_("到期提醒日期"), null=True, blank=True, editable=False)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("证书")
        verbose_name_plural = _("证书")
        ordering = ("expires_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind", "issued_on"),
                condition=Q(revoked_at__isnull=True),
                name="certificate_once_per_day",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="certificate_ends_after_it_begins",
            ),
        )
        indexes = (models.Index(fields=("org_path", "expires_on"), name="certificate_path_expiry"),)

    def __str__(self) -> str:
        return f"{self.person} {self.kind}"

    def get_absolute_url(self) -> str:
        """Where it is shown."""
        return reverse("plans:certificate_detail", args=[self.pk])

    @property
    def days_left(self) -> int | None:
        """How many days it is still good for; nothing where it has no end."""
        return (self.expires_on - timezone.localdate()).days if self.expires_on else None

    @property
    def state(self) -> str:
        """Its state as a word of the site: revoked, expired, expiring or in force."""
        if self.revoked_at:
            return "revoked"
        left = self.days_left
        return "valid" if left is None or left > 60 else "expired" if left < 0 else "expiring"

    def get_state_display(self) -> str:
        """The state in words."""
        words = {"revoked": _("已注销"), "expired": _("已过期"), "expiring": _("即将到期"), "valid": _("有效")}
        return str(words[self.state])


class CertificateRule(models.Model):
    """Whoever holds such a post must have such a certificate before he works (持证上岗)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("单位"))
    kind = models.CharField(_("证书名称"), max_length=80)
    duty = models.CharField(_("职责"), max_length=20, choices=Duty, blank=True)
    title = models.CharField(_("岗位名称含"), max_length=40, blank=True)
    department_type = models.ForeignKey(
        DepartmentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("科室类别")
    )
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    class Meta:
        verbose_name = _("持证要求")
        verbose_name_plural = _("持证要求")
        ordering = ("org_path", "kind", "pk")

    def __str__(self) -> str:
        return f"{self.organization} {self.kind}"
