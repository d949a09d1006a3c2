"""The library: documents, their editions and articles, and what editions do to one another."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.calendar import add_working_days
from organizations.fields import PathField
from organizations.models import Organization, Person

from . import querysets
from .choices import BINDING, PASSIVE, Access, EditionState, Kind, Level, RelationKind, Status

STEP_DAYS = 5
CONSULT_DAYS = 3


class IssuingAuthority(models.Model):
    """发文机关: who issues documents, by the name it had then."""

    name = models.CharField(_("名称"), max_length=200, unique=True)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    level = models.CharField(_("通常效力级别"), max_length=20, choices=Level, default=Level.NORMATIVE)

    class Meta:
        verbose_name = _("发文机关")
        verbose_name_plural = _("发文机关")
        ordering = ["name"]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Regulation(models.Model):
    """One document through all its editions; without an owner it is everybody's."""

    title = models.CharField(_("名称"), max_length=200)
    title_key = models.CharField(_("检索名称"), max_length=200, db_index=True, editable=False)
    level = models.CharField(_("效力级别"), max_length=20, choices=Level, default=Level.NORMATIVE)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, default=Kind.REGULATION)
    issuer = models.ForeignKey(
        IssuingAuthority, models.PROTECT, null=True, blank=True, related_name="regulations", verbose_name=_("发文机关")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("归口单位")
    )
    org_path = PathField(_("机构路径"), blank=True, editable=False)
    institution_path = PathField(_("单位路径"), blank=True, editable=False)
    access = models.CharField(_("阅读范围"), max_length=20, choices=Access, default=Access.PUBLIC)
    readers = models.ManyToManyField(Organization, related_name="+", blank=True, verbose_name=_("指定单位"))
    review_months = models.PositiveSmallIntegerField(_("复审周期（月）"), null=True, blank=True)
    abridged = models.BooleanField(_("示例节选"), default=False)
    added_at = models.DateTimeField(_("入库时间"), default=timezone.now)
    version = models.PositiveIntegerField(_("版本号"), default=1)

    objects = querysets.RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("法规制度")
        verbose_name_plural = _("法规制度")
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["level", "kind"], name="regulation_level_kind"),
            models.Index(fields=["org_path"], name="regulation_path"),
        ]

    def __str__(self) -> str:
        """The title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Where its text of today is read."""
        return reverse("search:regulation_detail", args=[self.pk])

    @property
    def is_own(self) -> bool:
        """Whether an institution keeps it as its own rule."""
        return bool(self.org_path)

    @property
    def cited_title(self) -> str:
        """The title as it is cited."""
        return f"《{self.title}》"


class Alias(models.Model):
    """简称: another name under which a document is cited."""

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="aliases", verbose_name=_("法规制度"))
    name = models.CharField(_("简称"), max_length=200)
    key = models.CharField(_("检索名称"), max_length=200, db_index=True, editable=False)

    class Meta:
        verbose_name = _("简称")
        verbose_name_plural = _("简称")
        ordering = ["regulation", "name"]
        constraints = [models.UniqueConstraint(fields=["regulation", "key"], name="alias_once_per_regulation")]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Edition(Flowing):
    """The text of a document as of a day."""

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="editions", verbose_name=_("法规制度"))
    label = models.CharField(_("版本名称"), max_length=60, blank=True)
    document_number = models.CharField(_("文号"), max_length=100, blank=True, db_index=True)
    issued_on = models.DateField(_("公布日期"), null=True, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    ended_on = models.DateField(_("有效期至"), null=True, blank=True)
    state = models.CharField(_("办理状态"), max_length=20, choices=EditionState, default=EditionState.DRAFT)
    preamble = models.TextField(_("题注和正文前内容"), blank=True)
    warnings = models.JSONField(_("解析提示"), default=list, blank=True, editable=False)
    source = models.ForeignKey(
        "accountability.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原文件")
    )
    source_name = models.CharField(_("原文件名"), max_length=200, blank=True)
    source_digest = models.CharField(_("来源校验值"), max_length=64, blank=True, db_index=True, editable=False)
    text_hash = models.CharField(_("正文校验值"), max_length=64, blank=True, editable=False)
    drafted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("拟稿人")
    )
    checked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    published_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发布人")
    )
    drafted_at = models.DateTimeField(_("入库时间"), default=timezone.now)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    checked_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    review_due_on = models.DateField(_("应复审日期"), null=True, blank=True)
    org_path = PathField(_("机构路径"), blank=True, editable=False)
    institution_path = PathField(_("单位路径"), blank=True, editable=False)
    check_path = PathField(_("审核单位路径"), blank=True, editable=False)
    publish_path = PathField(_("发布单位路径"), blank=True, editable=False)
    version = models.PositiveIntegerField(_("版本号"), default=1)

    objects = querysets.EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("法规版本")
        verbose_name_plural = _("法规版本")
        ordering = ["regulation", "pk"]
        indexes = [
            models.Index(fields=["regulation", "state", "effective_on"], name="edition_of_regulation"),
            models.Index(fields=["state", "effective_on"], name="edition_state_effective"),
            models.Index(fields=["review_due_on"], name="edition_review_due"),
        ]

    def __str__(self) -> str:
        """Title and edition."""
        named = self.label or (f"{self.applies_from:%Y-%m-%d}" if self.applies_from else "")
        return f"{self.regulation.title}（{named}）" if named else self.regulation.title

    def get_absolute_url(self) -> str:
        """Where this text is read."""
        return reverse("search:edition_detail", args=[self.pk])

    @property
    def applies_from(self) -> datetime.date | None:
        """The day from which it applies: its day of effect, else its day of issue."""
        return self.effective_on or self.issued_on

    @property
    def is_published(self) -> bool:
        """Whether readers have it."""
        return self.state == EditionState.PUBLISHED

    def status_on(self, day: datetime.date | None = None) -> Status:
        """What it is worth on a day (today), by dates and relations; one query."""
        on = day or timezone.localdate()
        row: Any = type(self).objects.with_status(on).get(pk=self.pk)
        return Status(row.status_code)

    @property
    def status(self) -> Status:
        """What it is worth today; from the row where it was read `with_status`."""
        code = self.__dict__.get("status_code")
        return Status(code) if code else self.status_on()

    @property
    def is_binding(self) -> bool:
        """Whether its text applies today."""
        return self.is_published and self.status in BINDING

    @property
    def is_consulted(self) -> bool:
        """Whether units are still asked for their opinion."""
        return self.opinion_requests.filter(answered_at__isnull=True).exists()

    @property
    def authors(self) -> models.QuerySet[Person]:
        """Who wrote it; none of them may check or publish it."""
        return Person.objects.filter(pk__in=[self.drafted_by_id] if self.drafted_by_id else [])

    @property
    def draft_due_on(self) -> datetime.date:
        """Five working days after it was uploaded."""
        return add_working_days(timezone.localdate(self.drafted_at), STEP_DAYS)

    @property
    def consult_due_on(self) -> datetime.date:
        """Three working days after the last unit's limit."""
        last = self.opinion_requests.aggregate(last=models.Max("due_on"))["last"]
        return add_working_days(last or timezone.localdate(), CONSULT_DAYS)

    @property
    def check_due_on(self) -> datetime.date:
        """Five working days after it was submitted."""
        return add_working_days(timezone.localdate(self.submitted_at or self.drafted_at), STEP_DAYS)

    @property
    def publish_due_on(self) -> datetime.date:
        """Five working days after it was checked."""
        return add_working_days(timezone.localdate(self.checked_at or self.drafted_at), STEP_DAYS)


class Article(models.Model):
    """条款: what can be found and cited."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="articles", verbose_name=_("法规版本"))
    ordinal = models.PositiveIntegerField(_("顺序"))
    number = models.PositiveIntegerField(_("条号"), null=True, blank=True)
    suffix = models.PositiveSmallIntegerField(_("条之几"), default=0)
    label = models.CharField(_("条款名称"), max_length=60, blank=True)
    heading = models.CharField(_("编章节"), max_length=300, blank=True)
    text = models.TextField(_("条文"))

    objects = querysets.ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("条款")
        verbose_name_plural = _("条款")
        ordering = ["edition", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["edition", "ordinal"], name="article_place_in_edition")]
        indexes = [models.Index(fields=["edition", "number", "suffix"], name="article_number_in_edition")]

    def __str__(self) -> str:
        """《…》第…条."""
        return f"{self.edition.regulation.cited_title}{self.label}"

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("search:article_detail", args=[self.pk])

    @property
    def headings(self) -> list[str]:
        """编, 章 and 节 above it."""
        return [part for part in self.heading.split(" › ") if part]

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs 款."""
        return [line for line in self.text.split("\n") if line.strip()]


class Relation(models.Model):
    """What one edition does to another document, from a day on; shown on both sides."""

    kind = models.CharField(_("关系"), max_length=20, choices=RelationKind)
    by_edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="relations_out", verbose_name=_("依据版本")
    )
    by_text = models.CharField(_("依据文件"), max_length=200, blank=True)
    to_regulation = models.ForeignKey(
        Regulation, models.PROTECT, related_name="relations_in", verbose_name=_("对象法规")
    )
    to_edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="relations_in", verbose_name=_("对象版本")
    )
    since = models.DateField(_("起始日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = _("法规关系")
        verbose_name_plural = _("法规关系")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "by_edition", "to_regulation", "to_edition"], name="relation_recorded_once"
            ),
            models.CheckConstraint(
                condition=Q(by_edition__isnull=False) | ~Q(by_text=""), name="relation_says_by_what"
            ),
        ]

    def __str__(self) -> str:
        """Who does what to whom."""
        return f"{self.by_edition or self.by_text} {self.get_kind_display()} {self.to_edition or self.to_regulation}"

    @property
    def org_path(self) -> str:
        """Where the document stands to which something is done."""
        return self.to_regulation.org_path

    @property
    def passive(self) -> Any:
        """How it reads from the other side."""
        return PASSIVE[RelationKind(self.kind)]


class Download(models.Model):
    """Somebody took a document's file home."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="downloads", verbose_name=_("法规版本"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("下载人"))
    at = models.DateTimeField(_("下载时间"), default=timezone.now)

    class Meta:
        verbose_name = _("资料下载")
        verbose_name_plural = _("资料下载")

    def __str__(self) -> str:
        """Which and when."""
        return f"{self.edition} {timezone.localdate(self.at):%Y-%m-%d}"
