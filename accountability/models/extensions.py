"""Extensions 延期: asked for before the deadline by who owes the task, decided by somebody else; every one is kept."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.models.assignments import Assignment
from organizations.models import Person


class ExtensionQuerySet(models.QuerySet["Extension"]):
    """Questions asked of extensions."""

    def waiting(self) -> Self:
        """Those nobody has decided yet."""
        return self.filter(state=Extension.State.WAITING)

    def with_people(self) -> Self:
        """With everything a page shows."""
        return self.select_related("assignment__lead_unit", "asked_by", "decided_by")


class Extension(models.Model):
    """A later deadline asked for one task; approved, it moves `due_on` of the task, never `scheduled_on`."""

    class State(models.TextChoices):
        """What came of it."""

        WAITING = "waiting", _("待审批")
        APPROVED = "approved", _("已同意")
        REFUSED = "refused", _("未同意")
        WITHDRAWN = "withdrawn", _("已撤回")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions", verbose_name=_("任务"))
    was_due_on = models.DateField(_("申请时的期限"))
    due_on = models.DateField(_("申请延至"))
    because = models.CharField(_("延期理由"), max_length=500)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人"))
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    opinion = models.CharField(_("审批意见"), max_length=500, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("延期申请")
        verbose_name_plural = _("延期申请")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="waiting"), name="one_waiting_extension_a_task"
            ),
            models.CheckConstraint(condition=Q(due_on__gt=F("was_due_on")), name="an_extension_ends_later"),
            models.CheckConstraint(
                condition=Q(state="withdrawn") | Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="nobody_decides_his_own_extension",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.was_due_on}—{self.due_on}"[:200]

    def get_absolute_url(self) -> str:
        """The page on which it is read and decided."""
        return reverse("extension_show", args=[self.pk])

    @property
    def org_path(self) -> str:
        """Where the task lies."""
        return self.assignment.org_path

    @property
    def institution_path(self) -> str:
        """The institution in which the task lies."""
        return self.assignment.institution_path
