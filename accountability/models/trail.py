"""The trail 操作记录: events, their hashed bodies, the digests of the rows they touched, the seals over all."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability import digest
from organizations.fields import PathField


class TrailEventQuerySet(models.QuerySet["TrailEvent"]):
    """Questions about what was done."""

    def of(self, thing: models.Model) -> "TrailEventQuerySet":
        """What was done to `thing`, or to its row on behalf of another thing, oldest first."""
        kind = ContentType.objects.get_for_model(thing)
        touched = TrailRow.objects.filter(content_type=kind, object_id=thing.pk).values("event")
        mine = models.Q(content_type=kind, object_id=thing.pk) | models.Q(pk__in=touched)
        return self.filter(mine).select_related("body", "content_type", "redacted_by").order_by("pk")

    def changes(self) -> "TrailEventQuerySet":
        """Without those that only say who read or took a copy."""
        return self.exclude(verb__in=("read", "downloaded"))


class TrailEvent(models.Model):
    """One thing that was done: who, in which post, to what, when; written once and never changed."""

    content_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", db_index=False, verbose_name=_("对象类型")
    )
    object_id = models.BigIntegerField(_("对象编号"))
    object_label = models.CharField(_("对象名称"), max_length=200)
    object_version = models.IntegerField(_("对象版本"), null=True)
    thing = GenericForeignKey("content_type", "object_id")
    org_path = PathField(_("所属机构路径"))
    verb = models.CharField(_("操作"), max_length=60)
    at = models.DateTimeField(_("时间"), db_index=True)
    actor_id = models.BigIntegerField(_("操作人编号"), null=True, db_index=True)
    actor_name = models.CharField(_("操作人"), max_length=100)
    actor_post = models.CharField(_("操作人岗位"), max_length=200, blank=True)
    actor_unit = models.CharField(_("操作人单位"), max_length=300, blank=True)
    acting_for_id = models.BigIntegerField(_("被代办人编号"), null=True)
    acting_for_name = models.CharField(_("被代办人"), max_length=100, blank=True)
    strength = models.CharField(_("身份核验方式"), max_length=30, blank=True)
    ip = models.CharField(_("网络地址"), max_length=45, blank=True)
    request_id = models.CharField(_("请求编号"), max_length=64, blank=True)
    responsible_id = models.BigIntegerField(_("责任人编号"), null=True)
    responsible_name = models.CharField(_("责任人"), max_length=100, blank=True)
    redacts = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="redacted_by", verbose_name=_("脱敏的记录")
    )
    body_sha256 = models.CharField(_("内容摘要（SHA-256）"), max_length=64)
    body_sm3 = models.CharField(_("内容摘要（SM3）"), max_length=64)
    sha256 = models.CharField(_("摘要（SHA-256）"), max_length=64)
    sm3 = models.CharField(_("摘要（SM3）"), max_length=64)

    objects = TrailEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="trail_event_object"),
            models.Index(fields=["org_path"], name="trail_event_org_path"),
            models.Index(fields=["verb"], name="trail_event_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.object_label}"

    @property
    def told(self) -> dict[str, Any]:
        """What the body tells; empty once it was redacted."""
        body = getattr(self, "body", None)
        return body.content if body else {}

    @property
    def reason(self) -> str:
        """Why it was done, as given."""
        return str(self.told.get("because", ""))

    @property
    def who(self) -> str:
        """Who did it, and for whom: 「张三 代 李四」."""
        if not self.acting_for_name:
            return self.actor_name
        return gettext("%(name)s 代 %(grantor)s") % {"name": self.actor_name, "grantor": self.acting_for_name}

    @property
    def is_redacted(self) -> bool:
        """Whether the body was taken away by a later, named event."""
        return hasattr(self, "redacted_by")


class TrailBody(models.Model):
    """The exact text whose digest stands in the event; it may be removed once a redaction event names it."""

    event = models.OneToOneField(
        TrailEvent, models.PROTECT, primary_key=True, related_name="body", verbose_name=_("操作记录")
    )
    text = models.TextField(_("内容"))
    salt = models.CharField(_("盐值"), max_length=32)

    class Meta:
        verbose_name = _("操作记录内容")
        verbose_name_plural = _("操作记录内容")

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def content(self) -> dict[str, Any]:
        """The text, read."""
        return digest.parsed(self.text)


class TrailRow(models.Model):
    """The digest of one row's columns as the event left it; an empty digest says that the row was gone."""

    event = models.ForeignKey(TrailEvent, models.PROTECT, related_name="rows", verbose_name=_("操作记录"))
    content_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", db_index=False, verbose_name=_("对象类型")
    )
    object_id = models.BigIntegerField(_("对象编号"))
    shape = models.CharField(_("列组"), max_length=16)
    digest = models.CharField(_("行摘要"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("行摘要")
        verbose_name_plural = _("行摘要")
        indexes = [models.Index(fields=["content_type", "object_id", "id"], name="trail_row_object")]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id} {self.digest[:12]}"


class TrailShape(models.Model):
    """Which columns a digest was made of, kept so that old digests stay checkable after a table has grown."""

    shape = models.CharField(_("列组"), max_length=16, primary_key=True)
    model = models.CharField(_("模型"), max_length=120)
    columns = models.TextField(_("列"))

    class Meta:
        verbose_name = _("列组")
        verbose_name_plural = _("列组")

    def __str__(self) -> str:
        return f"{self.model} {self.shape}"


class TrailSeal(models.Model):
    """One link of the chain over all events."""

    seq = models.BigIntegerField(_("序号"), primary_key=True)
    event = models.OneToOneField(TrailEvent, models.PROTECT, related_name="seal", verbose_name=_("操作记录"))
    prev = models.CharField(_("前一校验值"), max_length=64)
    hash = models.CharField(_("校验值（SHA-256）"), max_length=64)
    sm3 = models.CharField(_("校验值（SM3）"), max_length=64)
    alg = models.CharField(_("算法"), max_length=30)

    class Meta:
        verbose_name = _("操作记录封存")
        verbose_name_plural = _("操作记录封存")

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"


class TrailPending(models.Model):
    """An event that waits for its seal (PostgreSQL); removed by the sealer."""

    event = models.OneToOneField(
        TrailEvent, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("操作记录")
    )

    class Meta:
        verbose_name = _("待封存操作记录")
        verbose_name_plural = _("待封存操作记录")

    def __str__(self) -> str:
        return f"{self.pk}"
