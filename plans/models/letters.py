"""目标管理责任书: what one level takes over from the level above it, signed by both."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accountability.models.signing import Word
from accountability.signing.routes import RouteStep
from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person

from . import manifests
from .choices import LetterState
from .contents import Measure
from .plans import Plan


class ResponsibilityLetter(Flowing):
    """One letter between the plan's unit and a department, or between a department and a person."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="letters", verbose_name=_("计划"))
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("责任部门"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("责任人"))
    issuer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("签订领导"))
    for_person = models.BooleanField(_("签到个人"), default=False)
    measures = models.ManyToManyField(Measure, related_name="letters", verbose_name=_("责任事项"))
    duties = models.TextField(_("责任内容"), blank=True)
    rewards = models.TextField(_("考核和奖惩"), blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    state = models.CharField(_("状态"), max_length=12, choices=LetterState, default=LetterState.DRAFT)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    drafted_at = models.DateTimeField(_("拟稿时间"), default=timezone.now)
    signed_at = models.DateTimeField(_("签订时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("目标管理责任书")
        verbose_name_plural = _("目标管理责任书")
        ordering = ["plan", "org_path", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "unit", "person"],
                condition=~models.Q(state="cancelled"),
                name="plan_letter_once_a_person",
            )
        ]

    def __str__(self) -> str:
        return _t("%(plan)s责任书（%(unit)s %(person)s）") % {
            "plan": self.plan,
            "unit": self.unit,
            "person": self.person,
        }

    def get_absolute_url(self) -> str:
        """Where the letter is read."""
        return reverse("plans:letter_detail", args=[self.pk])

    @property
    def authors(self) -> list[Person]:
        """Nobody is barred: both sides sign what binds them, whoever typed it."""
        return []

    @property
    def letter_route(self) -> list[RouteStep]:
        """Who takes over signs first, then who hands over."""
        return [
            RouteStep(word=Word.CONFIRM, people=(self.person,), in_person=True),
            RouteStep(word=Word.CONFIRM, people=(self.issuer,), in_person=True),
        ]

    def letter_manifest(self) -> dict[str, Any]:
        """What both sign."""
        return manifests.letter(self)
