"""Days on which the statutory calendar departs from the ordinary week."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Workday(models.Model):
    """One day that is a holiday or a make-up working day; days without a row follow the ordinary week."""

    class Source(models.TextChoices):
        """Where the entry comes from."""

        ANNOUNCED = "announced", _("国务院办公厅放假通知")
        ESTIMATED = "estimated", _("按法定节日推算，待通知公布")
        BY_HAND = "by_hand", _("人工登记")

    day = models.DateField(_("日期"), unique=True)
    working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=60)
    source = models.CharField(_("来源"), max_length=20, choices=Source.choices, default=Source.BY_HAND)

    class Meta:
        verbose_name = _("工作日")
        verbose_name_plural = _("工作日")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"

    @property
    def org_path(self) -> str:
        """The calendar belongs to no unit."""
        return ""
