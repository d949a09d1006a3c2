"""引用: where an article is cited, with the words as they stood that day."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Person

from . import querysets
from .choices import FoundBy
from .library import Article


class Citation(models.Model):
    """One article cited by one thing of the layers above; its text is frozen when it is cited."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("引用对象类型"))
    object_id = models.BigIntegerField(_("引用对象编号"))
    source = GenericForeignKey("content_type", "object_id")
    source_label = models.CharField(_("引用对象名称"), max_length=200)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    article = models.ForeignKey(Article, models.PROTECT, related_name="citations", verbose_name=_("条款"))
    label = models.CharField(_("引用名称"), max_length=300)
    text = models.TextField(_("引用时的条文"))
    edition_date = models.DateField(_("版本日期"), null=True, blank=True)
    found_by = models.CharField(_("引用方式"), max_length=20, choices=FoundBy, default=FoundBy.CHOSEN)
    cited_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("引用人")
    )
    cited_at = models.DateTimeField(_("引用时间"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("取消引用时间"), null=True, blank=True)
    flagged_at = models.DateTimeField(_("提示时间"), null=True, blank=True)
    flag = models.CharField(_("提示"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    settled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    version = models.PositiveIntegerField(_("版本号"), default=1)

    objects = querysets.CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("引用")
        verbose_name_plural = _("引用")
        ordering = ["-cited_at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="citation_source"),
            models.Index(fields=["article", "org_path"], name="citation_article_path"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "article"],
                condition=Q(withdrawn_at__isnull=True),
                name="article_cited_once_by_a_thing",
            )
        ]

    def __str__(self) -> str:
        """What is cited."""
        return self.label
