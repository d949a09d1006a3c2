"""传阅 and the duty to read: who was given what to read, who has read it, who still has not."""

import datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.fields import PathField
from organizations.models import Organization, Person


class CirculationQuerySet(models.QuerySet["Circulation"]):
    """Questions asked of circulations."""

    def of(self, thing: models.Model) -> "CirculationQuerySet":
        """Those of one thing, newest first."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(source_type=kind, source_id=thing.pk).order_by("-pk")

    def with_counts(self) -> "CirculationQuerySet":
        """With the number of readers, and of those who know it."""
        living = Q(readings__withdrawn_at__isnull=True)
        return self.annotate(
            asked=Count("readings", filter=living),
            known=Count("readings", filter=living & Q(readings__known_at__isnull=False)),
        )


class Circulation(models.Model):
    """One thing given to people to read, with a day by when and, where a risk needs it, three questions."""

    source_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=gettext_lazy("来源类型")
    )
    source_id = models.PositiveBigIntegerField(gettext_lazy("来源编号"))
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(gettext_lazy("传阅内容"), max_length=200)
    source_url = models.CharField(gettext_lazy("链接"), max_length=300, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=gettext_lazy("传阅单位")
    )
    org_path = PathField(gettext_lazy("机构路径"), editable=False)
    institution_path = PathField(gettext_lazy("单位路径"), editable=False)
    note = models.TextField(gettext_lazy("传阅要求"), blank=True)
    due_on = models.DateField(gettext_lazy("阅知期限"), null=True, blank=True)
    quiz = models.JSONField(gettext_lazy("测试题"), default=list, blank=True)
    quiz_because = models.CharField(gettext_lazy("设置测试题的理由"), max_length=200, blank=True)
    sent_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("传阅人")
    )
    sent_at = models.DateTimeField(gettext_lazy("传阅时间"), default=timezone.now)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("撤回人")
    )
    withdrawn_at = models.DateTimeField(gettext_lazy("撤回时间"), null=True, blank=True)

    objects = CirculationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("传阅")
        verbose_name_plural = gettext_lazy("传阅")
        ordering = ["-sent_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["source_type", "source_id"], name="circulations_of_a_thing"),
            models.Index(fields=["org_path", "-sent_at"], name="circulations_by_path"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quiz=[]) | ~Q(quiz_because=""), name="questions_are_asked_for_a_reason"),
        ]

    def __str__(self) -> str:
        return _("传阅：%(label)s") % {"label": self.source_label}

    def get_absolute_url(self) -> str:
        """Who has read it, and who has not."""
        return reverse("circulation_show", args=[self.pk])

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The questions with their options, without the answers."""
        return [{"number": n, "text": one["text"], "options": one["options"]} for n, one in enumerate(self.quiz, 1)]


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Questions asked of readings."""

    def living(self) -> "ReadingQuerySet":
        """Those still asked for."""
        return self.filter(withdrawn_at__isnull=True)

    def unread(self) -> "ReadingQuerySet":
        """Those that are owed."""
        return self.living().filter(known_at__isnull=True)

    def to_read(self, person: Person) -> "ReadingQuerySet":
        """What a person has still to read, nearest day first."""
        owed = self.unread().filter(person=person).select_related("circulation", "circulation__sent_by")
        return owed.order_by(F("circulation__due_on").asc(nulls_last=True), "pk")

    def by_department(self) -> "models.QuerySet[Any, Any]":
        """Asked and known per department."""
        known = Count("pk", filter=Q(known_at__isnull=False))
        rows = self.living().order_by().values("unit", "unit__name", "unit__path")
        return rows.annotate(asked=Count("pk"), known=known).order_by("unit__path")


class Reading(models.Model):
    """One reader of one circulation; `known_at` is when he had read it and, where asked, answered rightly."""

    circulation = models.ForeignKey(
        Circulation, models.PROTECT, related_name="readings", verbose_name=gettext_lazy("传阅")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("阅读人"))
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=gettext_lazy("所在科室"))
    org_path = PathField(gettext_lazy("机构路径"), editable=False)
    opened_at = models.DateTimeField(gettext_lazy("首次打开"), null=True, blank=True)
    known_at = models.DateTimeField(gettext_lazy("已阅时间"), null=True, blank=True)
    opinion = models.CharField(gettext_lazy("阅后意见"), max_length=300, blank=True)
    answers = models.JSONField(gettext_lazy("答题"), default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(gettext_lazy("答题次数"), default=0)
    withdrawn_at = models.DateTimeField(gettext_lazy("撤回时间"), null=True, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("阅知")
        verbose_name_plural = gettext_lazy("阅知")
        ordering = ["circulation", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["person"], condition=Q(known_at__isnull=True, withdrawn_at__isnull=True), name="readings_owed"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circulation", "person"], name="a_reader_once_a_circulation"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.circulation.source_label}"[:200]

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("reading_show", args=[self.pk])

    def is_late(self, on: datetime.date) -> bool:
        """Owed and due before this day."""
        due = self.circulation.due_on
        return self.known_at is None and self.withdrawn_at is None and due is not None and due < on


class UrgeQuerySet(models.QuerySet["Urge"]):
    """Questions asked of urges."""

    def of(self, thing: models.Model) -> "UrgeQuerySet":
        """Those about one thing, newest first."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(source_type=kind, source_id=thing.pk).order_by("-pk")


class Urge(models.Model):
    """催办: a reminder somebody entitled has sent, kept with the thing it is about."""

    source_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=gettext_lazy("来源类型")
    )
    source_id = models.PositiveBigIntegerField(gettext_lazy("来源编号"))
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(gettext_lazy("催办事项"), max_length=200)
    org_path = PathField(gettext_lazy("机构路径"), editable=False)
    text = models.CharField(gettext_lazy("催办内容"), max_length=200, blank=True)
    told = models.PositiveIntegerField(gettext_lazy("催办人数"))
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("催办人"))
    sent_at = models.DateTimeField(gettext_lazy("催办时间"), default=timezone.now)

    objects = UrgeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("催办")
        verbose_name_plural = gettext_lazy("催办")
        ordering = ["-sent_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["source_type", "source_id"], name="urges_about_a_thing")]

    def __str__(self) -> str:
        return _("催办：%(label)s") % {"label": self.source_label}
