"""术语词典: the words of the trade and what else they are called."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person


class Term(models.Model):
    """The full, official word; without a unit it holds for everybody."""

    word = models.CharField(_("规范用语"), max_length=60)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("适用单位")
    )
    org_path = PathField(_("机构路径"), blank=True, editable=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("添加人")
    )
    added_at = models.DateTimeField(_("添加时间"), default=timezone.now)

    class Meta:
        verbose_name = _("术语")
        verbose_name_plural = _("术语词典")
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(
                fields=["word"], condition=Q(organization__isnull=True), name="term_once_for_everybody"
            ),
            models.UniqueConstraint(fields=["word", "organization"], name="term_once_per_unit"),
        ]

    def __str__(self) -> str:
        """The word."""
        return self.word


class Synonym(models.Model):
    """Another word for a term: 院感 for 医院感染."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="synonyms", verbose_name=_("术语"))
    word = models.CharField(_("同义词"), max_length=60)

    class Meta:
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        ordering = ["term", "word"]
        constraints = [models.UniqueConstraint(fields=["term", "word"], name="synonym_once_per_term")]

    def __str__(self) -> str:
        """The word."""
        return self.word
