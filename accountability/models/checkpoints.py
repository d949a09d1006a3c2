"""Checkpoints 日志校验点: the signed state of the whole trail at one moment, kept here and carried elsewhere."""

import hashlib

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Checkpoint(models.Model):
    """One signed note over the first `size` seals; written once and never changed."""

    size = models.BigIntegerField(_("封存条数"), unique=True)
    at = models.DateTimeField(_("时间"))
    sha256 = models.CharField(_("链首校验值（SHA-256）"), max_length=64)
    sm3 = models.CharField(_("链首校验值（SM3）"), max_length=64)
    root = models.CharField(_("校验树根"), max_length=64)
    peaks = models.JSONField(_("校验树分支"), default=list)
    note = models.TextField(_("签名内容"))
    signature = models.CharField(_("签名（Ed25519）"), max_length=128)
    public_key = models.CharField(_("公钥"), max_length=64)
    alg = models.CharField(_("算法"), max_length=40)

    class Meta:
        verbose_name = _("日志校验点")
        verbose_name_plural = _("日志校验点")
        ordering = ["-size"]

    def __str__(self) -> str:
        return gettext("第%(size)d号校验点") % {"size": self.size}

    @property
    def line(self) -> dict[str, str]:
        """What leaves the database."""
        return {"note": self.note, "signature": self.signature, "public_key": self.public_key}

    @property
    def key_id(self) -> str:
        """The short name of the key that signed."""
        return hashlib.sha256(bytes.fromhex(self.public_key)).hexdigest()[:16]
