"""Assignments: who owes what by when, who held it from when to when, and what was reported."""

import datetime

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Delegation, Organization, Person


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions asked of assignments."""

    def open(self) -> "AssignmentQuerySet":
        """Not yet completed or cancelled."""
        return self.filter(state=Assignment.State.OPEN)

    def held_by(self, person: Person) -> "AssignmentQuerySet":
        """Those this person answers for today, in whatever role, nearest deadline first."""
        now_held = Holder.objects.current().filter(person=person).values("assignment")
        return self.filter(pk__in=now_held).order_by("due_on", "pk")

    def overdue(self, on: datetime.date) -> "AssignmentQuerySet":
        """Open and due before this day."""
        return self.open().filter(due_on__lt=on)

    def of(self, source: models.Model) -> "AssignmentQuerySet":
        """Those that follow from one thing."""
        ctype = ContentType.objects.get_for_model(source)
        return self.filter(source_type=ctype, source_id=source.pk).order_by("pk")

    def with_holders(self) -> "AssignmentQuerySet":
        """With their units and current holders, in a constant number of queries."""
        current = Holder.objects.current().select_related("person")
        return self.select_related("lead_unit").prefetch_related(
            models.Prefetch("holders", queryset=current, to_attr="current_holders")
        )


class Assignment(models.Model):
    """A task given to a unit and a person; `scheduled_on` never moves, `due_on` only by an approved extension."""

    class State(models.TextChoices):
        """How far a task is."""

        OPEN = "open", _("办理中")
        DONE = "done", _("已办结")
        CANCELLED = "cancelled", _("已撤销")

    source_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("来源类型"))
    source_id = models.PositiveBigIntegerField(_("来源编号"))
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(_("来源"), max_length=200)
    kind = models.CharField(_("类别"), max_length=40, default="rectification")
    title = models.CharField(_("任务"), max_length=400)
    supervised = models.BooleanField(_("列入督办"), default=False)
    lead_unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("承办单位"))
    supporting_units = models.ManyToManyField(Organization, related_name="+", blank=True, verbose_name=_("协办单位"))
    org_path = PathField(_("机构路径"))
    institution_path = PathField(_("单位路径"))
    scheduled_on = models.DateField(_("原定完成日期"), editable=False)
    due_on = models.DateField(_("完成期限"))
    evidence_required = models.CharField(_("须提交的佐证"), max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField(_("进度（%）"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    assigned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("交办人"))
    assigned_at = models.DateTimeField(_("交办时间"), auto_now_add=True)
    completed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("办结人"))
    completed_at = models.DateTimeField(_("办结时间"), null=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        indexes = [
            models.Index(fields=["source_type", "source_id"], name="assignments_of_a_source"),
            models.Index(fields=["org_path", "due_on"], name="assignments_by_path"),
            models.Index(fields=["state", "due_on"], name="assignments_by_deadline"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="progress_is_a_percentage"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(completed_at__isnull=False), name="a_done_assignment_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title[:200]

    def get_absolute_url(self) -> str:
        """The page of the thing the task follows from, or its own where that leaves it to it; else the workbench."""
        if getattr(self.source, "tasks_have_pages", False):
            return reverse("task_show", args=[self.pk])
        address = getattr(self.source, "get_absolute_url", None)
        return str(address()) if address else reverse("workbench")

    def lead_on(self, moment: datetime.datetime) -> "Holder | None":
        """Who had to answer for it at that moment."""
        return self.holders.at(moment).filter(role=Holder.Role.LEAD).select_related("person").first()

    def is_overdue(self, on: datetime.date) -> bool:
        """Open and due before this day."""
        return self.state == self.State.OPEN and self.due_on < on


class HolderQuerySet(models.QuerySet["Holder"]):
    """Questions asked of holders."""

    def current(self) -> "HolderQuerySet":
        """Those who answer now."""
        return self.filter(until__isnull=True)

    def owed_by(self, person: Person | None) -> "HolderQuerySet":
        """Those who answer now and are this person, or somebody whose steps he does today by delegation."""
        given = Delegation.objects.in_force().for_steps().filter(proxy=person)
        mine = Q(person=person) | Q(person__in=given.values("appointment__person"))
        return self.current().filter(mine) if person else self.none()

    def at(self, moment: datetime.datetime) -> "HolderQuerySet":
        """Those who answered at that moment."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=moment), since__lte=moment)


class Holder(models.Model):
    """A person who answers for an assignment from one moment to another; a row is closed, never overwritten."""

    class Role(models.TextChoices):
        """What the person answers for."""

        LEAD = "lead", _("责任人")
        SUPPORT = "support", _("协办人")
        DIRECT = "direct", _("直接责任人")
        LEADERSHIP = "leadership", _("领导责任")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="holders", verbose_name=_("任务"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    post_label = models.CharField(_("岗位"), max_length=160, blank=True)
    role = models.CharField(_("责任"), max_length=12, choices=Role.choices, default=Role.LEAD)
    since = models.DateTimeField(_("起"))
    until = models.DateTimeField(_("止"), null=True)
    because = models.CharField(_("变更说明"), max_length=200, blank=True)

    objects = HolderQuerySet.as_manager()

    class Meta:
        verbose_name = _("责任人")
        verbose_name_plural = _("责任人")
        ordering = ["assignment", "since", "pk"]
        indexes = [models.Index(fields=["person", "until"], name="holders_of_a_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(role="lead", until__isnull=True), name="one_lead_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="a_holder_ends_after_he_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"


class ProgressReport(models.Model):
    """What somebody reported about an assignment."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reports", verbose_name=_("任务"))
    text = models.TextField(_("进展"))
    percent = models.PositiveSmallIntegerField(_("进度（%）"))
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("报告人"))
    reported_at = models.DateTimeField(_("报告时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("进展")
        verbose_name_plural = _("进展")
        ordering = ["assignment", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="a_report_gives_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.percent}% {self.text[:60]}"


class Evidence(models.Model):
    """A file or a sentence that shows the work was done."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="evidence", verbose_name=_("任务"))
    attachment = models.ForeignKey(
        "accountability.Attachment", models.PROTECT, null=True, related_name="+", verbose_name=_("附件")
    )
    text = models.TextField(_("说明"), blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("提交人"))
    added_at = models.DateTimeField(_("提交时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("佐证")
        verbose_name_plural = _("佐证")
        ordering = ["assignment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attachment__isnull=False) | ~Q(text=""), name="evidence_is_a_file_or_a_text"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60] or str(self.attachment)
