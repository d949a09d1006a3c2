"""A plan 计划: what a unit wants to reach in a year or in years, from the draft to the year-end summary."""

import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import trail
from accountability.signing.routes import RouteStep, route_for
from engine.models import Flowing
from organizations.calendar import add_working_days
from organizations.fields import PathField
from organizations.models import Organization, Person

from . import manifests, querysets
from .choices import UNFINISHED, VALID, Derivation, PlanKind, PlanState, Rhythm

STEP_DAYS = 3
DRAFT_DAYS = 20


class Plan(Flowing):
    """One plan of one unit; a plan over several years has yearly slices, a plan of a superior is cascaded."""

    title = models.CharField(_("标题"), max_length=200)
    kind = models.CharField(_("类别"), max_length=20, choices=PlanKind, default=PlanKind.ANNUAL)
    year = models.PositiveIntegerField(_("年度"))
    until_year = models.PositiveIntegerField(_("至年度"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("制定单位"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    purpose = models.TextField(_("指导思想和总体目标"), blank=True)
    requirements = models.TextField(_("工作要求"), blank=True)
    contact = models.CharField(_("联系人及电话"), max_length=200, blank=True)
    addressees = models.TextField(_("主送"), blank=True)
    copies_to = models.TextField(_("抄送"), blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="derived", verbose_name=_("上级计划")
    )
    derivation = models.CharField(
        _("与上级计划的关系"), max_length=10, choices=Derivation, default=Derivation.NONE, blank=True
    )
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("替代的计划")
    )
    report_to = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("进展报送单位")
    )
    report_every = models.CharField(_("进展报送周期"), max_length=10, choices=Rhythm, default=Rhythm.NONE, blank=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    edited_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("最后修改人"))
    checked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核人")
    )
    issued_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("印发人")
    )
    number = models.OneToOneField(
        "accountability.Number", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("文号")
    )
    state = models.CharField(_("状态"), max_length=20, choices=PlanState, default=PlanState.DRAFT)
    version = models.PositiveIntegerField(_("版本"), default=1)
    edition = models.PositiveIntegerField(_("印发版次"), default=0)
    drafted_at = models.DateTimeField(_("拟稿时间"), default=timezone.now)
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    checked_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    issued_at = models.DateTimeField(_("印发时间"), null=True, blank=True)
    effective_on = models.DateField(_("执行之日"), null=True, blank=True)
    ended_on = models.DateField(_("停止执行之日"), null=True, blank=True)

    objects = querysets.PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("计划")
        verbose_name_plural = _("计划")
        ordering = ["-year", "-pk"]
        indexes = [
            models.Index(fields=["org_path", "state"], name="plan_path_state"),
            models.Index(fields=["institution_path", "year"], name="plan_institution_year"),
            models.Index(fields=["year", "until_year"], name="plan_years"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_year__gte=F("year")),
                name="plan_ends_after_it_begins",
                violation_error_message=_("结束年度不能早于开始年度。"),
            ),
        ]

    def __str__(self) -> str:
        """The title: it says unit and year."""
        return self.title

    def get_absolute_url(self) -> str:
        """Where the plan is shown."""
        return reverse("plans:plan_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether its drafter writes it."""
        return self.state == PlanState.DRAFT

    @property
    def is_issued(self) -> bool:
        """Whether the units have it."""
        return self.issued_at is not None

    @property
    def is_valid(self) -> bool:
        """Whether it holds: until the next plan takes its place, also after 31 December."""
        return self.state in VALID

    @property
    def is_unfinished(self) -> bool:
        """Whether it is on its way to being issued."""
        return self.state in UNFINISHED

    @property
    def is_multi_year(self) -> bool:
        """Whether it has yearly slices."""
        return self.until_year > self.year

    @property
    def years(self) -> list[int]:
        """The years it covers."""
        return list(range(self.year, self.until_year + 1))

    @property
    def years_label(self) -> str:
        """2026 or 2026—2030."""
        return f"{self.year}—{self.until_year}" if self.is_multi_year else str(self.year)

    @property
    def starts_on(self) -> datetime.date:
        """The first day of its first year."""
        return datetime.date(self.year, 1, 1)

    @property
    def ends_on(self) -> datetime.date:
        """The last day of its last year."""
        return datetime.date(self.until_year, 12, 31)

    @property
    def is_past_year(self) -> bool:
        """Whether its years are over while it still holds: shown beside it until the new plan is issued."""
        return self.is_valid and timezone.localdate() > self.ends_on

    @property
    def authors(self) -> list[Person]:
        """Everybody who wrote in it, the last one first; none of them may sign it."""
        revised = trail.of(self).filter(verb__in=["plan_revised", "plan_lines_changed"], actor_id__isnull=False)
        others = Person.objects.filter(pk__in=revised.order_by().values("actor_id"))
        named = (self.edited_by, self.drafted_by, *others)
        return list({person.pk: person for person in named if person}.values())

    @property
    def signing_route(self) -> list[RouteStep]:
        """Who signs it, in order: the unit's own route, or the usual one."""
        return route_for("plans.plan", self)

    def plan_manifest(self) -> dict[str, Any]:
        """What its signers are shown, complete enough to sign from."""
        return manifests.plan(self)

    @property
    def draft_due_on(self) -> datetime.date:
        """Twenty working days after it was begun."""
        return add_working_days(timezone.localdate(self.drafted_at), DRAFT_DAYS)

    @property
    def number_due_on(self) -> datetime.date:
        """Three working days after it was signed."""
        return add_working_days(timezone.localdate(self.signed_at or self.drafted_at), STEP_DAYS)

    @property
    def issue_due_on(self) -> datetime.date:
        """Three working days after its number was checked."""
        return add_working_days(timezone.localdate(self.checked_at or self.drafted_at), STEP_DAYS)


class PlanBasis(models.Model):
    """依据: a document a plan rests on, with its 文号, and the library's document where the library has it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="basis", verbose_name=_("计划"))
    order = models.PositiveIntegerField(_("顺序"), default=1)
    title = models.CharField(_("名称"), max_length=200, blank=True)
    document_number = models.CharField(_("文号"), max_length=100, blank=True)
    regulation = models.ForeignKey(
        "search.Regulation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("法规库文件")
    )
    article = models.ForeignKey(
        "search.Article", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("条款")
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("依据文件")
        verbose_name_plural = _("依据文件")
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(document_number=""), name="plan_basis_has_a_title_or_a_number"
            )
        ]

    def __str__(self) -> str:
        named = f"《{self.title}》" if self.title else ""
        return (
            f"{named}（{self.document_number}）"
            if self.title and self.document_number
            else named or (self.document_number)
        )

    @property
    def org_path(self) -> str:
        """Where the plan stands."""
        return self.plan.org_path


class PlanEdition(models.Model):
    """A plan as it was issued, word by word: the first time, and after every revision; never changed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="editions", verbose_name=_("计划"))
    edition = models.PositiveIntegerField(_("印发版次"))
    content = models.JSONField(_("内容"))
    sha256 = models.CharField(_("校验码（SHA-256）"), max_length=64)
    effective_on = models.DateField(_("执行之日"))
    revision = models.ForeignKey(
        "plans.Revision", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("计划调整")
    )
    made_at = models.DateTimeField(_("形成时间"), default=timezone.now)

    class Meta:
        verbose_name = _("计划印发版")
        verbose_name_plural = _("计划印发版")
        ordering = ["plan", "edition"]
        constraints = [models.UniqueConstraint(fields=["plan", "edition"], name="plan_edition_once")]

    def __str__(self) -> str:
        return f"{self.plan} v{self.edition}"

    @property
    def org_path(self) -> str:
        """Where the plan stands."""
        return self.plan.org_path
