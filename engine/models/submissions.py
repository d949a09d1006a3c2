"""Acknowledged changes."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Person


class Submission(models.Model):
    """The acknowledgement of one change asked for by a page, and the answer to the second click."""

    nonce = models.CharField(_("提交标识"), max_length=64, unique=True)
    person = models.ForeignKey(
        Person, verbose_name=_("提交人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    path = models.CharField(_("提交地址"), max_length=500)
    content = models.CharField(_("提交内容校验码"), max_length=64, blank=True)
    answer_url = models.CharField(_("答复地址"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("提交时间"), default=timezone.now)

    class Meta:
        """One row a change."""

        verbose_name = _("提交记录")
        verbose_name_plural = _("提交记录")

    def __str__(self) -> str:
        """Where to and when."""
        return f"{self.path} {self.created_at:%Y-%m-%d %H:%M}"
