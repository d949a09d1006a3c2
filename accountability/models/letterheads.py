"""Letterheads 发文版头, the official documents laid out under them, and the register of the seal 用印登记."""

import datetime
from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.models.files import Attachment
from organizations.fields import PathField
from organizations.models import Organization, Person


class LetterheadQuerySet(models.QuerySet["Letterhead"]):
    """Questions about letterheads."""

    def in_force(self, on: datetime.date | None = None) -> Self:
        """Those authorised and not withdrawn on a day."""
        day = on or timezone.localdate()
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


class Letterhead(models.Model):
    """The right of a unit to issue documents under its own name in red; an inner department has none by itself."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="letterheads", verbose_name=_("发文机关")
    )
    mark = models.CharField(_("发文机关标志"), max_length=60)
    code = models.CharField(_("机关代字"), max_length=20)
    printed_by = models.CharField(_("印发机关"), max_length=60)
    basis = models.CharField(_("授权依据"), max_length=200)
    since = models.DateField(_("启用日期"), default=timezone.localdate)
    until = models.DateField(_("停用日期"), null=True, blank=True)
    authorised_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        verbose_name = _("发文版头")
        verbose_name_plural = _("发文版头")
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(until__isnull=True), name="one_letterhead_in_force_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="a_letterhead_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.mark


class OfficialDocumentQuerySet(models.QuerySet["OfficialDocument"]):
    """Questions about official documents."""

    def of(self, source: models.Model) -> Self:
        """The documents laid out for a thing, the newest first."""
        return self.filter(source_type=ContentType.objects.get_for_model(source), source_id=source.pk)


class OfficialDocument(models.Model):
    """An official document as it was laid out for one thing: its file, and whether its seal is on it."""

    class State(models.TextChoices):
        """What it still needs."""

        UNSEALED = "unsealed", _("未用印")
        SEALED = "sealed", _("已用印，待回传扫描件")
        COMPLETE = "complete", _("用印件已回传")
        WITHOUT = "without", _("不加盖印章")

    class Form(models.TextChoices):
        """The form of the standard."""

        DOCUMENT = "document", _("文件")
        LETTER = "letter", _("信函")
        MINUTES = "minutes", _("纪要")
        PLAIN = "plain", _("不带版头")

    source_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("来源类型"))
    source_id = models.PositiveBigIntegerField(_("来源编号"))
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(_("来源"), max_length=200)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("发文单位"))
    letterhead = models.ForeignKey(Letterhead, models.PROTECT, null=True, related_name="+", verbose_name=_("发文版头"))
    form = models.CharField(_("格式"), max_length=20, choices=Form.choices)
    title = models.CharField(_("标题"), max_length=300)
    number_text = models.CharField(_("发文字号"), max_length=120, blank=True)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("未用印稿"))
    state = models.CharField(_("状态"), max_length=20, choices=State.choices, default=State.UNSEALED)
    laid_out_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("制作人"))
    laid_out_at = models.DateTimeField(_("制作时间"), default=timezone.now)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    objects = OfficialDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("公文")
        verbose_name_plural = _("公文")
        ordering = ["-laid_out_at", "-pk"]
        indexes = [
            models.Index(fields=["org_path", "state"], name="document_path_state"),
            models.Index(fields=["source_type", "source_id"], name="documents_of_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number_text}".strip()

    def get_absolute_url(self) -> str:
        """Where it is downloaded and its seal is asked for."""
        return reverse("document_show", args=[self.pk])


class SealingQuerySet(models.QuerySet["Sealing"]):
    """Questions about the register of the seal."""

    def living(self) -> Self:
        """Those neither refused nor withdrawn."""
        return self.exclude(state__in=[Sealing.State.REFUSED, Sealing.State.WITHDRAWN])


class Sealing(models.Model):
    """One line of the 用印登记: what for, how many, who allowed it, who set the seal, and the sealed scan."""

    class State(models.TextChoices):
        """How far it has come."""

        ASKED = "asked", _("待审批")
        APPROVED = "approved", _("待用印")
        SEALED = "sealed", _("已用印，待回传扫描件")
        RETURNED = "returned", _("用印件已回传")
        REFUSED = "refused", _("未批准")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Seal(models.TextChoices):
        """Which seal."""

        UNIT = "unit", _("单位公章")
        PARTY = "party", _("党组织印章")
        PRINCIPAL = "principal", _("主要负责人名章")
        BUSINESS = "business", _("业务专用章")
        EMBOSSED = "embossed", _("钢印")

    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="sealings", verbose_name=_("公文"))
    number_text = models.CharField(_("登记号"), max_length=40, blank=True)
    seal = models.CharField(_("印章种类"), max_length=20, choices=Seal.choices, default=Seal.UNIT)
    purpose = models.CharField(_("用途"), max_length=200)
    copies = models.PositiveSmallIntegerField(_("份数"))
    pages = models.PositiveSmallIntegerField(_("每份页数"))
    state = models.CharField(_("状态"), max_length=20, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"), default=timezone.now)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人"))
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    opinion = models.CharField(_("审批意见"), max_length=200, blank=True)
    sealed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("监印人"))
    sealed_at = models.DateTimeField(_("用印时间"), null=True, blank=True)
    sealed_copies = models.PositiveSmallIntegerField(_("实际用印份数"), null=True, blank=True)
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("用印扫描件"))
    returned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("回传人"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    objects = SealingQuerySet.as_manager()

    class Meta:
        verbose_name = _("用印")
        verbose_name_plural = _("用印登记")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["org_path", "state"], name="sealing_path_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=~Q(state__in=["refused", "withdrawn"]), name="one_sealing_per_document"
            ),
            models.CheckConstraint(condition=Q(copies__gte=1) & Q(pages__gte=1), name="a_seal_is_set_on_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["sealed", "returned"]) | Q(sealed_by__isnull=False, sealed_at__isnull=False),
                name="a_set_seal_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(scan__isnull=False), name="a_returned_document_has_its_scan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_text or self.get_state_display()} {self.document.title}"

    def get_absolute_url(self) -> str:
        """On the page of its document."""
        return self.document.get_absolute_url()
