"""What the index and the keeper follow: changes, saved searches, what was asked and opened."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Person


class IndexChange(models.Model):
    """A bundle of the index that has to be written anew: the outbox every machine's index follows."""

    group = models.BigIntegerField(_("类别"), default=0)
    bundle = models.BigIntegerField(_("对象编号"))
    at = models.DateTimeField(_("时间"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("索引变更")
        verbose_name_plural = _("索引变更")

    def __str__(self) -> str:
        return f"{self.group}:{self.bundle}"


class SavedSearch(models.Model):
    """收藏的检索: a question somebody wants to hear about again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_searches", verbose_name=_("人员"))
    name = models.CharField(_("名称"), max_length=100)
    query = models.CharField(_("检索词"), max_length=300, blank=True)
    filters = models.JSONField(_("筛选条件"), default=dict, blank=True)
    notify = models.BooleanField(_("有新增或变化时通知"), default=True)
    seen = models.JSONField(_("已有结果"), default=dict, blank=True, editable=False)
    saved_at = models.DateTimeField(_("保存时间"), default=timezone.now)
    looked_at = models.DateTimeField(_("上次比对时间"), default=timezone.now)

    class Meta:
        verbose_name = _("收藏的检索")
        verbose_name_plural = _("收藏的检索")
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its results as of now."""
        return reverse("search:saved_open", args=[self.pk])


class SearchLog(models.Model):
    """What was asked of the library and whether it was found; nobody is named, so nobody is ranked."""

    query = models.CharField(_("检索词"), max_length=200, db_index=True)
    org_path = models.CharField(_("机构路径"), max_length=200, blank=True, db_index=True)
    hits = models.PositiveIntegerField(_("结果数"))
    opened = models.PositiveSmallIntegerField(_("打开次数"), default=0)
    first_opened = models.PositiveSmallIntegerField(_("首次打开的位次"), null=True, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("检索记录")
        verbose_name_plural = _("检索记录")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.query
