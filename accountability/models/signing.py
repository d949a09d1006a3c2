"""Sign-off: requests with seats, and the manifest of exactly what was shown."""

import json
from typing import Any, NamedTuple

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engine.models import Turn
from organizations.fields import PathField
from organizations.models import Appointment, Delegation, Person


class Word(models.TextChoices):
    """What a signer is asked to do."""

    REVIEW = "review", gettext_lazy("审核")
    COUNTERSIGN = "countersign", gettext_lazy("会签")
    APPROVE = "approve", gettext_lazy("审批")
    DELIBERATE = "deliberate", gettext_lazy("会议审议")
    ISSUE = "issue", gettext_lazy("签发")
    CONFIRM = "confirm", gettext_lazy("签认")
    INSTRUCT = "instruct", gettext_lazy("批示")
    FIRST_CHECK = "first_check", gettext_lazy("初审")
    SECOND_CHECK = "second_check", gettext_lazy("复审")
    FINAL_CHECK = "final_check", gettext_lazy("终审")


class Policy(models.TextChoices):
    """How many of the seats must agree."""

    ALL = "all", gettext_lazy("全部同意")
    ANY = "any", gettext_lazy("任一人办理")
    RATIO = "ratio", gettext_lazy("达到比例")
    SEQUENCE = "sequence", gettext_lazy("依次办理")


class Verdict(models.TextChoices):
    """What a signer may answer; which of them depends on the word."""

    AGREE = "agree", gettext_lazy("同意")
    RETURN = "return", gettext_lazy("退回修改")
    DISAGREE = "disagree", gettext_lazy("不同意")
    NO_COMMENT = "no_comment", gettext_lazy("无意见")
    AGREE_WITH_CHANGES = "agree_with_changes", gettext_lazy("同意（附修改意见）")


class SignedManifest(models.Model):
    """Exactly what was shown to the signers: `body` is the text that was hashed; a manifest is never changed."""

    content_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=gettext_lazy("对象类型")
    )
    object_id = models.PositiveBigIntegerField(gettext_lazy("对象编号"))
    label = models.CharField(gettext_lazy("对象"), max_length=200)
    object_version = models.PositiveIntegerField(gettext_lazy("版本"))
    body = models.TextField(gettext_lazy("内容"))
    sha256 = models.CharField(gettext_lazy("校验码（SHA-256）"), max_length=64)
    sm3 = models.CharField(gettext_lazy("校验码（SM3）"), max_length=64)
    created_at = models.DateTimeField(gettext_lazy("形成时间"), auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("送签材料")
        verbose_name_plural = gettext_lazy("送签材料")
        indexes = [models.Index(fields=["content_type", "object_id"], name="manifests_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.label} {self.sha256[:8]}"

    @cached_property
    def content(self) -> dict[str, Any]:
        """What the signer's page shows: title, lead, sections, attachments and the question."""
        return json.loads(self.body)["content"]


class Progress(NamedTuple):
    """已签 n/m."""

    signed: int
    seats: int

    def __str__(self) -> str:
        return _("已签 %(signed)d/%(seats)d") % {"signed": self.signed, "seats": self.seats}


class SignRequestQuerySet(models.QuerySet["SignRequest"]):
    """Questions asked of requests."""

    def of(self, thing: models.Model) -> "SignRequestQuerySet":
        """The requests about one thing, in the order they were asked."""
        ctype = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=ctype, object_id=thing.pk).order_by("round", "turn_id", "position")

    def open(self) -> "SignRequestQuerySet":
        """Being signed now."""
        return self.filter(state=SignRequest.State.OPEN)

    def unfinished(self) -> "SignRequestQuerySet":
        """Being signed, or waiting for an earlier step."""
        return self.filter(state__in=(SignRequest.State.WAITING, SignRequest.State.OPEN))

    def sent_by(self, person: Person) -> "SignRequestQuerySet":
        """Along the routes a person began; who signs an earlier step only lets the next one open."""
        opened = SignRequest.objects.filter(turn=OuterRef("turn"), opened_at__isnull=False).order_by("position")
        return self.annotate(begun_by=Subquery(opened.values("opened_by")[:1])).filter(begun_by=person.pk)

    def with_seats(self) -> "SignRequestQuerySet":
        """With everything a sheet shows, in a constant number of queries."""
        seats = Seat.objects.select_related("person", "on_behalf_of", "first_person", "added_by", "delegation")
        return self.select_related("manifest", "turn").prefetch_related(models.Prefetch("seats", queryset=seats))


class SignRequest(models.Model):
    """One step of a route that runs over one thing: what was asked of its seats, and what came of it."""

    class State(models.TextChoices):
        """How far a request is."""

        WAITING = "waiting", gettext_lazy("未到")
        OPEN = "open", gettext_lazy("办理中")
        APPROVED = "approved", gettext_lazy("已通过")
        RETURNED = "returned", gettext_lazy("已退回")
        REFUSED = "refused", gettext_lazy("未通过")
        WITHDRAWN = "withdrawn", gettext_lazy("已撤回")
        CANCELLED = "cancelled", gettext_lazy("未办理")

    turn = models.ForeignKey(Turn, models.PROTECT, related_name="+", verbose_name=gettext_lazy("待办节点"))
    content_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=gettext_lazy("对象类型")
    )
    object_id = models.PositiveBigIntegerField(gettext_lazy("对象编号"))
    thing = GenericForeignKey("content_type", "object_id")
    label = models.CharField(gettext_lazy("对象"), max_length=200)
    org_path = PathField(gettext_lazy("机构路径"))
    node = models.CharField(gettext_lazy("节点"), max_length=80)
    returns_to = models.CharField(gettext_lazy("退回到"), max_length=80)
    content = models.CharField(gettext_lazy("材料来源"), max_length=80)
    title = models.CharField(gettext_lazy("事项"), max_length=80)
    route_step = models.ForeignKey(
        "accountability.SignRouteStep",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("办理步骤"),
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("顺序"))
    asked = models.JSONField(gettext_lazy("办理人范围"), default=dict)
    asked_label = models.CharField(gettext_lazy("办理人"), max_length=120)
    word = models.CharField(gettext_lazy("办理方式"), max_length=16, choices=Word.choices)
    policy = models.CharField(gettext_lazy("规则"), max_length=16, choices=Policy.choices)
    ratio = models.PositiveSmallIntegerField(gettext_lazy("同意比例（%）"), default=100)
    round = models.PositiveSmallIntegerField(gettext_lazy("轮次"), default=1)
    state = models.CharField(gettext_lazy("状态"), max_length=12, choices=State.choices, default=State.WAITING)
    manifest = models.ForeignKey(
        SignedManifest, models.PROTECT, related_name="requests", verbose_name=gettext_lazy("送签材料")
    )
    opened_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("送签人")
    )
    opened_at = models.DateTimeField(gettext_lazy("送签时间"), null=True)
    closed_at = models.DateTimeField(gettext_lazy("办结时间"), null=True)

    objects = SignRequestQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("办理单")
        verbose_name_plural = gettext_lazy("办理单")
        ordering = ["turn", "position"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="sign_requests_of_a_thing"),
            models.Index(fields=["org_path"], name="sign_requests_by_path"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["turn", "position"], name="one_request_a_place_in_the_turn"),
            models.UniqueConstraint(fields=["turn"], condition=Q(state="open"), name="one_open_request_a_turn"),
        ]

    def __str__(self) -> str:
        return _("%(word)s：%(label)s") % {"word": self.get_word_display(), "label": self.label}

    @property
    def subject(self) -> models.Model:
        """What is signed."""
        if self.thing is None:
            raise LookupError(f"{self.label} is gone.")
        return self.thing

    @cached_property
    def read_subject(self) -> models.Model:
        """What is signed, for a page that names its people: all of them come with it in one query."""
        model: Any = ContentType.objects.get_for_id(self.content_type_id).model_class()
        people = [field.name for field in model._meta.fields if field.related_model is Person]
        found: models.Model = model._base_manager.select_related(*people).get(pk=self.object_id)
        return found

    @property
    def counted(self) -> list["Seat"]:
        """The seats that count: all but the cancelled ones, in order."""
        return [seat for seat in self.seats.all() if seat.state != Seat.State.CANCELLED]

    @property
    def progress(self) -> Progress:
        """已签 n/m; where any one seat is enough and nobody has signed, m is still the number asked."""
        seats = self.counted
        return Progress(sum(seat.state == Seat.State.DECIDED for seat in seats), len(seats))

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What may be answered here."""
        return verdicts_for(self.word)


def verdicts_for(word: str) -> tuple[Verdict, ...]:
    """The verdicts that belong to a word: a leader's, or a countersigner's."""
    if word == Word.COUNTERSIGN:
        return Verdict.NO_COMMENT, Verdict.AGREE_WITH_CHANGES, Verdict.DISAGREE
    if word in (Word.CONFIRM, Word.INSTRUCT):
        return Verdict.AGREE, Verdict.RETURN
    return Verdict.AGREE, Verdict.RETURN, Verdict.DISAGREE


class SeatQuerySet(models.QuerySet["Seat"]):
    """Questions asked of seats."""

    def waiting_for(self, person: Person) -> "SeatQuerySet":
        """What this person may sign now, oldest first: his own, what he signs for another, and what is signed for him.

        What a proxy is asked is his while the delegation holds, and his grantor's all the time; either may sign it.
        """
        as_proxy = Q(person=person, delegation__in=Delegation.objects.in_force().filter(proxy=person).values("pk"))
        own = Q(person=person, delegation__isnull=True)
        return (
            self.filter(own | as_proxy | Q(on_behalf_of=person), state=Seat.State.OPEN)
            .select_related("request", "request__turn", "request__manifest", "request__opened_by", "on_behalf_of")
            .select_related("delegation")
            .order_by("opened_at", "pk")
        )

    def decided_by(self, person: Person) -> "SeatQuerySet":
        """What this person has signed, newest first."""
        return (
            self.filter(person=person, state=Seat.State.DECIDED)
            .select_related("request", "request__manifest", "on_behalf_of")
            .order_by("-decided_at", "-pk")
        )


class Seat(models.Model):
    """One person asked within a request: as what, on whose behalf, and the answer."""

    class State(models.TextChoices):
        """How far a seat is."""

        WAITING = "waiting", gettext_lazy("未轮到")
        OPEN = "open", gettext_lazy("待办理")
        DECIDED = "decided", gettext_lazy("已办理")
        CANCELLED = "cancelled", gettext_lazy("已取消")

    class Origin(models.TextChoices):
        """How the person came to be asked."""

        ORIGINAL = "original", gettext_lazy("原定")
        ADDED = "added", gettext_lazy("加签")
        PROXY = "proxy", gettext_lazy("代办")

    request = models.ForeignKey(SignRequest, models.PROTECT, related_name="seats", verbose_name=gettext_lazy("办理单"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("办理人"))
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("任职")
    )
    person_name = models.CharField(gettext_lazy("办理人姓名"), max_length=80)
    post_label = models.CharField(gettext_lazy("岗位"), max_length=160, blank=True)
    on_behalf_of = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("代何人")
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("代办授权")
    )
    first_person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("原办理人")
    )
    order = models.PositiveSmallIntegerField(gettext_lazy("顺序"))
    origin = models.CharField(gettext_lazy("来源"), max_length=10, choices=Origin.choices, default=Origin.ORIGINAL)
    added_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("加签人")
    )
    because = models.CharField(gettext_lazy("说明"), max_length=200, blank=True)
    state = models.CharField(gettext_lazy("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    verdict = models.CharField(gettext_lazy("办理结果"), max_length=20, choices=Verdict.choices, blank=True)
    opinion = models.TextField(gettext_lazy("意见"), blank=True)
    strength = models.CharField(gettext_lazy("身份鉴别方式"), max_length=20, blank=True)
    manifest_digest = models.CharField(gettext_lazy("所见内容校验码"), max_length=64, blank=True)
    opened_at = models.DateTimeField(gettext_lazy("送达时间"), null=True)
    shown_at = models.DateTimeField(gettext_lazy("打开时间"), null=True)
    decided_at = models.DateTimeField(gettext_lazy("办理时间"), null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("办理意见")
        verbose_name_plural = gettext_lazy("办理意见")
        ordering = ["request", "order"]
        indexes = [
            models.Index(fields=["person", "state"], name="seats_of_a_person"),
            models.Index(fields=["decided_at"], name="seats_by_decision"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person"], condition=~Q(state="cancelled"), name="one_seat_a_person"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | (~Q(verdict="") & ~Q(manifest_digest="") & Q(decided_at__isnull=False)),
                name="a_decided_seat_says_what_and_over_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_name} {self.verdict_label or self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """The sign sheet."""
        return reverse("seat_detail", args=[self.pk])

    @property
    def signed_name(self) -> str:
        """The name as it is printed: 「李某（代）」 where somebody acts for another."""
        if self.on_behalf_of is None:
            return self.person_name
        if not self.is_proxied:
            return self.on_behalf_of.name
        return _("%(name)s（代）") % {"name": self.person_name}

    @property
    def verdict_label(self) -> str:
        """The answer in words; what was signed on paper or elsewhere is never shown as signed here."""
        said = str(self.get_verdict_display())
        return _("%(verdict)s（线下办理）") % {"verdict": said} if self.strength == "offline" else said

    @property
    def is_proxied(self) -> bool:
        """Whether a proxy has answered for another, or may do so today."""
        if self.on_behalf_of_id is None or self.state == Seat.State.DECIDED:
            return self.on_behalf_of_id is not None
        return self.delegation is None or self.delegation.is_in_force()

    def is_for(self, person: Person) -> bool:
        """Whether this person may answer it: he who was asked, or for whom another was asked."""
        is_his = self.on_behalf_of_id is None or self.is_proxied
        return person.pk == self.on_behalf_of_id or (person.pk == self.person_id and is_his)

    def name_for(self, person: Person) -> str:
        """The name as it would be printed if this person answered."""
        return person.name if person.pk == self.on_behalf_of_id else self.signed_name
