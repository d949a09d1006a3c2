"""Notices shown inside the site."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Person


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions asked of notices."""

    def of(self, person: Person) -> "NoticeQuerySet":
        """Everything this person was told, newest first."""
        return self.filter(person=person).order_by("-pk")

    def unread(self, person: Person) -> "NoticeQuerySet":
        """What this person was told and has not opened, newest first."""
        return self.of(person).filter(read_at__isnull=True)


class Notice(models.Model):
    """One sentence to one person, with the page it is about."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("收件人"))
    text = models.CharField(_("内容"), max_length=300)
    url = models.CharField(_("链接"), max_length=300)
    kind = models.CharField(_("类别"), max_length=40)
    source_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, related_name="+", verbose_name=_("来源类型")
    )
    source_id = models.PositiveBigIntegerField(_("来源编号"), null=True)
    source_label = models.CharField(_("来源"), max_length=200, blank=True)
    org_path = PathField(_("机构路径"), blank=True)
    created_at = models.DateTimeField(_("发出时间"), auto_now_add=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_of_a_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="unread_notices_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """The address that marks it as read and leads on to the page it is about."""
        return reverse("notice_open", args=[self.pk])
