"""Routes as data: who signs a kind of thing in one organization, in which order."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accountability.models.signing import Policy, Word
from organizations.models import Duty, Organization, Person, Post


class Where(models.TextChoices):
    """The unit whose post is asked, seen from the thing and its drafter."""

    DRAFTING_UNIT = "drafting_unit", gettext_lazy("拟稿科室")
    INSTITUTION = "institution", gettext_lazy("本机构")
    SUPERIOR = "superior", gettext_lazy("上级机构")
    NAMED = "named", gettext_lazy("指定机构")


class SignRoute(models.Model):
    """Who signs a kind of thing in one organization, as ordered steps."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=gettext_lazy("机构"))
    subject = models.CharField(gettext_lazy("事项"), max_length=80)
    name = models.CharField(gettext_lazy("名称"), max_length=80)
    active = models.BooleanField(gettext_lazy("启用"), default=True)

    class Meta:
        verbose_name = gettext_lazy("办理路线")
        verbose_name_plural = gettext_lazy("办理路线")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "subject"], condition=Q(active=True), name="one_active_route_a_subject"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SignRouteStep(models.Model):
    """One step of a route: the word, the policy, and who is asked (a duty somewhere, a post, or a person)."""

    route = models.ForeignKey(SignRoute, models.CASCADE, related_name="steps", verbose_name=gettext_lazy("办理路线"))
    order = models.PositiveSmallIntegerField(gettext_lazy("顺序"))
    word = models.CharField(gettext_lazy("办理方式"), max_length=16, choices=Word.choices)
    policy = models.CharField(gettext_lazy("规则"), max_length=16, choices=Policy.choices, default=Policy.ANY)
    ratio = models.PositiveSmallIntegerField(gettext_lazy("同意比例（%）"), default=100)
    duty = models.CharField(gettext_lazy("职责"), max_length=16, choices=Duty.choices, blank=True)
    where = models.CharField(gettext_lazy("所在机构"), max_length=16, choices=Where.choices, default=Where.INSTITUTION)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("指定机构")
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("岗位")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("人员")
    )
    optional = models.BooleanField(gettext_lazy("无人时跳过"), default=False)

    class Meta:
        verbose_name = gettext_lazy("办理步骤")
        verbose_name_plural = gettext_lazy("办理步骤")
        ordering = ["route", "order"]
        constraints = [
            models.UniqueConstraint(fields=["route", "order"], name="one_step_a_place_in_the_route"),
            models.CheckConstraint(
                condition=Q(ratio__gte=1, ratio__lte=100),
                name="a_ratio_is_a_percentage",
                violation_error_message=gettext_lazy("同意比例请填写1—100之间的整数。"),
            ),
            models.CheckConstraint(
                condition=~Q(duty="") | Q(post__isnull=False) | Q(person__isnull=False),
                name="a_step_asks_somebody",
                violation_error_message=gettext_lazy("请选择由谁办理：职责、岗位或者人员。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.get_word_display()}"
