"""Themes, work lines and risk domains that run across plans, meetings, campaigns, findings and assignments."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Questions asked of themes."""

    def usable_at(self, org_path: str) -> "ThemeQuerySet":
        """The active themes of the unit at this path, of the units above it, and those of everybody."""
        above = [org_path[:end] for end in range(8, len(org_path) + 1, 8)]
        return self.filter(Q(organization__isnull=True) | Q(organization__path__in=above), active=True)

    def in_order(self) -> "ThemeQuerySet":
        """Those in use first; work lines before risks before tags, each in the order in which they came."""
        kinds = (Theme.Kind.WORK_LINE, Theme.Kind.RISK, Theme.Kind.TAG)
        place = Case(*(When(kind=kind, then=number) for number, kind in enumerate(kinds)))
        return self.order_by("-active", place, "pk")


class Theme(models.Model):
    """A tag, a work line or a risk domain; without an organization it belongs to everybody."""

    class Kind(models.TextChoices):
        """What the theme is."""

        TAG = "tag", _("主题标签")
        WORK_LINE = "work_line", _("工作主线")
        RISK = "risk", _("风险领域")

    name = models.CharField(_("名称"), max_length=60)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("机构")
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices, default=Kind.TAG)
    active = models.BooleanField(_("启用"), default=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("主题")
        verbose_name_plural = _("主题")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "name"], name="one_theme_a_name_in_a_unit"),
            models.UniqueConstraint(
                fields=["kind", "name"], condition=Q(organization__isnull=True), name="one_theme_a_name_for_everybody"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TaggedQuerySet(models.QuerySet["Tagged"]):
    """Questions asked of tagged things."""

    def of(self, thing: models.Model) -> "TaggedQuerySet":
        """The tags one thing carries."""
        ctype = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=ctype, object_id=thing.pk).select_related("theme")


class Tagged(models.Model):
    """A thing that carries a theme."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="tagged", verbose_name=_("主题"))
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("对象类型"))
    object_id = models.PositiveBigIntegerField(_("对象编号"))
    label = models.CharField(_("对象"), max_length=200)
    org_path = PathField(_("机构路径"), blank=True)
    tagged_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("标注人"))
    tagged_at = models.DateTimeField(_("标注时间"), auto_now_add=True)

    objects = TaggedQuerySet.as_manager()

    class Meta:
        verbose_name = _("主题标注")
        verbose_name_plural = _("主题标注")
        ordering = ["theme", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="themes_of_a_thing")]
        constraints = [
            models.UniqueConstraint(fields=["theme", "content_type", "object_id"], name="a_thing_carries_a_theme_once")
        ]

    def __str__(self) -> str:
        return f"{self.theme} · {self.label}"
