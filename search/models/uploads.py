"""Many files at once: what a keeper uploaded together, and what became of each file."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.models import Blob
from organizations.fields import PathField
from organizations.models import Organization, Person

from .choices import Access, Kind, Level
from .library import Edition

MOST_FILES = 100
"""How many files an upload takes."""


class RegulationUpload(models.Model):
    """批量上传: files of one unit with what is said about all of them."""

    place = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("入库单位"))
    org_path = PathField(_("所属机构路径"), db_index=True)
    institution_path = PathField(_("所属单位路径"))
    level = models.CharField(_("效力级别"), max_length=20, choices=Level.choices)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    access = models.CharField(_("阅读范围"), max_length=20, choices=Access.choices)
    readers = models.ManyToManyField(Organization, blank=True, related_name="+", verbose_name=_("指定单位"))
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("法规批量上传")
        verbose_name_plural = _("法规批量上传")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(_("批量上传 %(number)s")) % {"number": self.pk}

    def get_absolute_url(self) -> str:
        """The page of its progress and its result."""
        return reverse("search:upload_detail", args=[self.pk])


class UploadedTextQuerySet(models.QuerySet["UploadedText"]):
    """Questions about uploaded files."""

    def waiting(self) -> Self:
        """Those that are still to be read."""
        return self.filter(state=UploadedText.State.WAITING)


class UploadedText(models.Model):
    """One file: waiting, a draft of the library, or refused with the sentence that says why."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("等待分条")
        DRAFTED = "drafted", _("已成草稿")
        REFUSED = "refused", _("未入库")

    upload = models.ForeignKey(RegulationUpload, models.CASCADE, related_name="files", verbose_name=_("批量上传"))
    ordinal = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("文件名"), max_length=200)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name=_("文件"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    said = models.CharField(_("说明"), max_length=500, blank=True)
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("草稿")
    )

    objects = UploadedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("批量上传的文件")
        verbose_name_plural = _("批量上传的文件")
        ordering = ("upload", "ordinal")
        constraints = [
            models.UniqueConstraint(fields=["upload", "ordinal"], name="one_place_a_file_of_an_upload"),
            models.UniqueConstraint(fields=["upload", "blob"], name="one_file_once_in_an_upload"),
            models.CheckConstraint(
                condition=models.Q(state="drafted", edition__isnull=False)
                | (~models.Q(state="drafted") & models.Q(edition__isnull=True)),
                name="a_drafted_file_has_its_draft",
            ),
        ]

    def __str__(self) -> str:
        return self.name
