"""Whose turn it is, and since when."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person, User
from organizations.rights import reachable_q
from organizations.sight import sight_of

OPEN = Q(closed_at__isnull=True)


class TurnQuerySet(models.QuerySet["Turn"]):
    """Named questions about turns."""

    def open(self) -> "TurnQuerySet":
        """Those still waiting."""
        return self.filter(OPEN)

    def of(self, thing: models.Model) -> "TurnQuerySet":
        """Those of one thing."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=kind, object_id=thing.pk)

    def at(self, node: str) -> "TurnQuerySet":
        """Those of one node."""
        return self.filter(node=node)

    def for_person(self, who: Person | User) -> "TurnQuerySet":
        """The open steps `who` may act on by the appointments valid today, and in which he has had no hand before."""
        seen = sight_of(who)
        return self.open().filter(reachable_q(seen), kind=Turn.Kind.STEP).exclude(barred=seen.person)

    def barring(self, who: Person | User | AnonymousUser) -> "TurnQuerySet":
        """With `is_barred`: whether the turn is for others than `who`."""
        kept = Turn.barred.through.objects.filter(turn=OuterRef("pk"), person=sight_of(who).person)
        return self.annotate(is_barred=Exists(kept))

    def overdue(self, on: datetime.date) -> "TurnQuerySet":
        """Those still waiting after the day they were due."""
        return self.open().filter(due_on__lt=on)


class Turn(models.Model):
    """One opening of a node that waits: for a person, for signatures, for a job or for subordinate flows."""

    class Kind(models.TextChoices):
        """What the node waits for."""

        STEP = "step", _("办理")
        SIGN = "sign", _("审批")
        JOB = "job", _("后台处理")
        CHILDREN = "children", _("下级流程")

    class How(models.TextChoices):
        """How the waiting ended."""

        DONE = "done", _("已办理")
        RETURNED = "returned", _("已退回")
        CANCELLED = "cancelled", _("已取消")
        RELEASED = "released", _("已放行")

    task = models.OneToOneField(
        "viewflow.Task", verbose_name=_("流程节点实例"), on_delete=models.PROTECT, related_name="turn"
    )
    content_type = models.ForeignKey(ContentType, verbose_name=_("事项类型"), on_delete=models.PROTECT)
    object_id = models.BigIntegerField(_("事项编号"))
    thing = GenericForeignKey("content_type", "object_id")
    label = models.CharField(_("事项名称"), max_length=200)
    url = models.CharField(_("事项地址"), max_length=500, blank=True)
    flow = models.CharField(_("流程"), max_length=120)
    node = models.CharField(_("节点"), max_length=60)
    title = models.CharField(_("节点名称"), max_length=120)
    kind = models.CharField(_("节点类型"), max_length=10, choices=Kind)
    permission = models.CharField(_("所需权限"), max_length=120, blank=True)
    org_path = PathField(_("所属机构路径"), blank=True)
    institution_path = PathField(_("所属单位路径"), blank=True)
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    opened_at = models.DateTimeField(_("开始时间"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, verbose_name=_("办理人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField(_("结束方式"), max_length=10, choices=How, blank=True)
    barred = models.ManyToManyField(Person, verbose_name=_("应当回避的人"), related_name="+", blank=True)
    spawned_at = models.DateTimeField(_("下级流程建立完成时间"), null=True, blank=True)
    total = models.PositiveIntegerField(_("下级流程数"), null=True, blank=True)

    objects = TurnQuerySet.as_manager()
    is_barred: bool  # told by `barring`

    class Meta:
        """Questions about open turns stay quick however many closed ones there are."""

        verbose_name = _("待办节点")
        verbose_name_plural = _("待办节点")
        indexes = (
            models.Index(fields=["permission", "org_path"], condition=OPEN, name="turn_open_by_right"),
            models.Index(fields=["permission", "institution_path"], condition=OPEN, name="turn_open_by_institution"),
            models.Index(fields=["due_on"], condition=OPEN, name="turn_open_by_due"),
            models.Index(fields=["content_type", "object_id", "node"], name="turn_of_thing"),
        )

    def __str__(self) -> str:
        """The thing and the node."""
        return f"{self.label} · {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether it is still waiting."""
        return self.closed_at is None

    @property
    def organization(self) -> Organization | None:
        """The unit it waits in."""
        return Organization.objects.filter(path=self.org_path).first()
