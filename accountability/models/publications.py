"""发布记录: what was published where, after three checks, and whether it is still there."""

import datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models.files import Attachment
from accountability.models.routes import SignRoute
from accountability.models.signing import Word
from accountability.signing.routes import RouteStep, route_for
from engine.models import Flowing
from organizations import paths
from organizations.fields import PathField
from organizations.models import Duty, Organization, Person

LONGEST_TEXT = 500
SUBJECT = "accountability.publication"
DRAFTED_WITHIN = datetime.timedelta(days=3)

models.TextField.register_lookup(Length, "length")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Questions asked of publications."""

    def with_names(self) -> "PublicationQuerySet":
        """With everything a list shows."""
        return self.select_related("organization", "drafted_by")


class Publication(Flowing):
    """A text to be published, with its three checks 信息发布审核 and the places it stands in."""

    class Kind(models.TextChoices):
        """What sort of text it is."""

        NEWS = "news", gettext_lazy("信息稿")
        NOTICE = "notice", gettext_lazy("公示")
        ANNOUNCEMENT = "announcement", gettext_lazy("通知公告")
        BULLETIN = "bulletin", gettext_lazy("简报")

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", gettext_lazy("起草中")
        CHECKING = "checking", gettext_lazy("审核中")
        CLEARED = "cleared", gettext_lazy("待发布")
        PUBLISHED = "published", gettext_lazy("已发布")
        WITHDRAWN = "withdrawn", gettext_lazy("已撤下")
        CANCELLED = "cancelled", gettext_lazy("不再发布")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=gettext_lazy("发布单位")
    )
    org_path = PathField(gettext_lazy("机构路径"), editable=False)
    institution_path = PathField(gettext_lazy("单位路径"), editable=False)
    kind = models.CharField(gettext_lazy("类别"), max_length=14, choices=Kind.choices, default=Kind.NEWS)
    title = models.CharField(gettext_lazy("标题"), max_length=120)
    text = models.TextField(gettext_lazy("正文"))
    happened_on = models.DateField(gettext_lazy("事件日期"), null=True, blank=True)
    basis = models.CharField(gettext_lazy("发布依据"), max_length=200, blank=True)
    names_persons = models.BooleanField(gettext_lazy("涉及个人信息"), default=False)
    names_because = models.CharField(gettext_lazy("公开个人信息的依据和期限"), max_length=200, blank=True)
    source_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=gettext_lazy("来源类型")
    )
    source_id = models.PositiveBigIntegerField(gettext_lazy("来源编号"), null=True, editable=False)
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(gettext_lazy("来源"), max_length=200, blank=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("起草人"))
    drafted_at = models.DateTimeField(gettext_lazy("起草时间"), default=timezone.now)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("撤下人")
    )
    withdrawn_at = models.DateTimeField(gettext_lazy("撤下时间"), null=True, blank=True)
    withdrawn_because = models.CharField(gettext_lazy("撤下原因"), max_length=200, blank=True)
    state = models.CharField(gettext_lazy("状态"), max_length=12, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(gettext_lazy("版本"), default=1)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("发布记录")
        verbose_name_plural = gettext_lazy("发布记录")
        ordering = ["-drafted_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["org_path", "-drafted_at"], name="publications_by_path")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(text__length__lte=LONGEST_TEXT), name="a_published_text_is_short"),
            models.CheckConstraint(
                condition=Q(names_persons=False) | ~Q(names_because=""), name="persons_are_named_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_because=""), name="a_withdrawal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("publication_show", args=[self.pk])

    @property
    def authors(self) -> list[Person]:
        """Who wrote it; he checks nothing of it."""
        return [self.drafted_by]

    @property
    def draft_due_on(self) -> datetime.date:
        """A draft is sent for its checks within three days."""
        return timezone.localdate(self.drafted_at) + DRAFTED_WITHIN

    @property
    def check_route(self) -> list[RouteStep]:
        """The unit's own three checks, or the usual ones: head, leader in charge, principal."""
        own = SignRoute.objects.filter(
            subject=SUBJECT, active=True, organization__path__in=paths.lineage(self.org_path)
        )
        if own.exists():
            return route_for(SUBJECT, self)
        home, at = self.drafted_by.home.path, self.org_path
        return [
            RouteStep(word=Word.FIRST_CHECK, duties=(Duty.HEAD,), at=home, optional=True, nearest=True),
            RouteStep(word=Word.SECOND_CHECK, duties=(Duty.LEADER,), at=at, optional=True),
            RouteStep(word=Word.FINAL_CHECK, duties=(Duty.PRINCIPAL,), at=at),
        ]

    def content(self) -> dict[str, Any]:
        """What the checkers are shown: the words themselves, and what they are answerable for."""
        rows = [
            [_("类别"), self.get_kind_display()],
            [_("事件日期"), f"{self.happened_on:%Y-%m-%d}" if self.happened_on else ""],
            [_("发布依据"), self.basis],
            [_("来源"), self.source_label],
            [_("个人信息"), self.names_because if self.names_persons else _("不涉及")],
        ]
        files = [(one.name, one.blob) for one in Attachment.objects.of(self)]
        return {
            "title": self.title,
            "lead": "",
            "sections": [
                {"heading": _("正文"), "text": self.text},
                {"heading": _("基本情况"), "rows": [row for row in rows if row[1]]},
            ],
            "attachments": [{"name": name, "size": blob.size, "sha256": blob.sha256} for name, blob in files],
            "question": _("内容是否准确，领导排序、职务和个人信息是否核对，同意发布？"),
        }


class PublicationPlace(models.Model):
    """Where a text was put up, from when until when."""

    class Where(models.TextChoices):
        """The kinds of places."""

        INTRANET = "intranet", gettext_lazy("院内网")
        WEBSITE = "website", gettext_lazy("官方网站")
        ACCOUNT = "account", gettext_lazy("公众号")
        BOARD = "board", gettext_lazy("公示栏")
        GROUP = "group", gettext_lazy("工作群")
        OTHER = "other", gettext_lazy("其他")

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="places", verbose_name=gettext_lazy("发布记录")
    )
    where = models.CharField(gettext_lazy("发布载体"), max_length=10, choices=Where.choices)
    name = models.CharField(gettext_lazy("载体名称"), max_length=80, blank=True)
    since = models.DateField(gettext_lazy("发布日期"))
    until = models.DateField(gettext_lazy("公示截止日期"), null=True, blank=True)
    url = models.URLField(gettext_lazy("链接"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("登记人"))
    recorded_at = models.DateTimeField(gettext_lazy("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("发布载体")
        verbose_name_plural = gettext_lazy("发布载体")
        ordering = ["publication", "since", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="put_up_before_it_is_taken_down"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_where_display()} {self.name}".strip()

    @property
    def org_path(self) -> str:
        """Whose publication it is."""
        return self.publication.org_path
