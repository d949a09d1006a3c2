"""Attachments 附件: contents stored once under their own digest, and the rows that give them a name and a place."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Person


class Blob(models.Model):
    """The content of a file, kept once however often it was uploaded."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    sm3 = models.CharField(_("SM3"), max_length=64)
    size = models.BigIntegerField(_("字节数"))
    media_type = models.CharField(_("媒体类型"), max_length=100)
    stored_at = models.DateTimeField(_("保存时间"), default=timezone.now)
    removed_at = models.DateTimeField(_("清除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("文件内容")
        verbose_name_plural = _("文件内容")

    def __str__(self) -> str:
        return self.sha256[:12]


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Questions about attachments."""

    def of(self, thing: models.Model) -> "AttachmentQuerySet":
        """The attachments of `thing`, oldest first."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=kind, object_id=thing.pk).select_related("blob", "uploaded_by").order_by("pk")


class AttachmentManager(models.Manager["Attachment"].from_queryset(AttachmentQuerySet)):  # type: ignore[misc]
    """Finds attachments, but not those that were isolated because they should never have been uploaded."""

    def get_queryset(self) -> AttachmentQuerySet:
        """What is isolated is nowhere: no list, page, export, bundle or copy finds it."""
        found: AttachmentQuerySet = super().get_queryset().filter(isolated_at__isnull=True)
        return found


class Attachment(models.Model):
    """A file as somebody attached it to something."""

    uuid = models.UUIDField(_("标识"), default=uuid.uuid4, unique=True, editable=False)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="attachments", verbose_name=_("文件内容"))
    name = models.CharField(_("文件名"), max_length=200)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("所属对象类型"))
    object_id = models.BigIntegerField(_("所属对象编号"))
    source = GenericForeignKey("content_type", "object_id")
    source_label = models.CharField(_("所属对象名称"), max_length=200)
    org_path = PathField(_("所属机构路径"), db_index=True)
    institution_path = PathField(_("所属单位路径"))
    uploaded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="attachments", verbose_name=_("上传人")
    )
    at = models.DateTimeField(_("上传时间"), default=timezone.now)
    note = models.CharField(_("说明"), max_length=500, blank=True)

    isolated_at = models.DateTimeField(_("隔离时间"), null=True, blank=True)

    objects = AttachmentManager()
    everything = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        indexes = [models.Index(fields=["content_type", "object_id"], name="attachment_source")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it is downloaded."""
        return reverse("attachment_download", args=[self.uuid])

    @property
    def size(self) -> int:
        """Bytes."""
        return self.blob.size
