"""Dated links that cross the tree: hosting, alliances, business superiors, units that report here."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models.tree import Organization


def in_force(on: date | None = None) -> Q:
    """The condition that a period `since`–`until`, both days included, contains a day; today by default."""
    day = on or timezone.localdate()
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


class OrganizationLinkQuerySet(models.QuerySet["OrganizationLink"]):
    """Questions about links."""

    def in_force(self, on: date | None = None) -> Self:
        """Links that hold on a day, today by default."""
        return self.filter(in_force(on))


class OrganizationLink(models.Model):
    """A superior that is not above in the tree; it sees the subordinate and all beneath it while the link holds."""

    class Kind(models.TextChoices):
        """What joins the two units."""

        HOSTING = "hosting", _("挂靠")
        ALLIANCE = "alliance", _("医共体")
        BUSINESS = "business", _("业务主管")
        REPORTING = "reporting", _("在此报送")

    kind = models.CharField(_("关系"), max_length=10, choices=Kind.choices)
    superior = models.ForeignKey(Organization, models.PROTECT, related_name="links_down", verbose_name=_("主管方"))
    subordinate = models.ForeignKey(Organization, models.PROTECT, related_name="links_up", verbose_name=_("从属方"))
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)

    objects = OrganizationLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("机构关系")
        verbose_name_plural = _("机构关系")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(superior=F("subordinate")),
                name="link_joins_two_units",
                violation_error_message=_("一个单位不能与自己建立关系。"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="link_ends_after_it_begins",
                violation_error_message=_("截止日期不能早于起始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.superior}—{self.get_kind_display()}—{self.subordinate}"

    @property
    def org_path(self) -> str:
        """A link belongs to its superior side."""
        return self.superior.path
