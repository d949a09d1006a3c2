"""The forms of 发布记录 and of 处理情况登记."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.attachments import Checked
from accountability.deadline_forms import DeadlineForm
from accountability.delegation_forms import DayInput
from accountability.incoming import offering
from accountability.incoming.handling import Decision
from accountability.incoming.publishing import Text
from accountability.incoming_forms import FilesField, offer_held, offer_units
from accountability.models import HandlingKind, Publication, PublicationPlace
from accountability.models.publications import LONGEST_TEXT
from organizations.models import Organization, Person


class TextForm(DeadlineForm):
    """What is to be published."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=Publication.Kind.choices)
    title = forms.CharField(label=gettext_lazy("标题"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("正文（不超过500字）"),
        max_length=LONGEST_TEXT * 2,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("领导姓名、职务、排序以事件当日为准；不写患者姓名、住院号、床号和电话。"),
    )
    happened_on = forms.DateField(label=gettext_lazy("事件日期"), widget=DayInput, required=False)
    basis = forms.CharField(label=gettext_lazy("发布依据"), max_length=200, required=False)
    names_persons = forms.BooleanField(label=gettext_lazy("涉及个人信息"), required=False)
    names_because = forms.CharField(
        label=gettext_lazy("公开个人信息的依据和期限"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("公示人员名单等确需公开的才填写。"),
    )

    def words(self) -> Text:
        """What the verb is given."""
        names = Text.__dataclass_fields__
        return Text(**{name: value for name, value in self.cleaned_data.items() if name in names})


class NewPublicationForm(TextForm):
    """A new text, with its pictures."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("发布单位"))
    files: Any = FilesField(label=gettext_lazy("图片或附件"), required=False)
    field_order = ("organization",)

    def __init__(self, *given: Any, units: Sequence[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        offer_units(self, "organization", units)


class RevisedPublicationForm(TextForm):
    """The text as it stood when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PlaceForm(DeadlineForm):
    """Where it stands, from when until when."""

    where = forms.ChoiceField(label=gettext_lazy("发布载体"), choices=PublicationPlace.Where.choices)
    name = forms.CharField(label=gettext_lazy("载体名称"), max_length=80, required=False)
    since = forms.DateField(label=gettext_lazy("发布日期"), widget=DayInput)
    until = forms.DateField(label=gettext_lazy("公示截止日期"), widget=DayInput, required=False)
    url = forms.URLField(
        label=gettext_lazy("链接"), max_length=300, required=False, assume_scheme="https",
        error_messages={"invalid": gettext_lazy("请填写完整的网址，例如“https://…”。")},
    )  # fmt: skip
    picture = FilesField(label=gettext_lazy("截图或照片（可不传）"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial = {"since": timezone.localdate(), **self.initial}

    def told(self) -> dict[str, Any]:
        """What the verb is given."""
        given = dict(self.cleaned_data)
        pictures: list[Checked] = given.pop("picture")
        return {**given, "picture": pictures[0] if pictures else None}


class HandlingForm(DeadlineForm):
    """What a competent body has decided about whom."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("登记单位"))
    kind = forms.ModelChoiceField(HandlingKind.objects.filter(active=True), label=gettext_lazy("方式"))
    authority = forms.CharField(label=gettext_lazy("决定机关"), max_length=120)
    decision_number = forms.CharField(label=gettext_lazy("决定文号"), max_length=80, required=False)
    basis = forms.CharField(label=gettext_lazy("依据"), max_length=300)
    unit = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("对象（单位）"), required=False)
    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("对象（人员）"), required=False)
    decided_on = forms.DateField(label=gettext_lazy("决定日期"), widget=DayInput)
    until = forms.DateField(label=gettext_lazy("影响期至"), widget=DayInput, required=False)
    reply_due_on = forms.DateField(label=gettext_lazy("整改或者回复期限"), widget=DayInput, required=False)
    veto_checked = forms.CharField(label=gettext_lazy("一票否决核对（表扬奖励必填）"), max_length=200, required=False)
    readers = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=gettext_lazy("可阅人"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, *given: Any, units: Sequence[Organization], group: str = "", **named: Any) -> None:
        super().__init__(*given, **named)
        offer_units(self, "organization", units)
        home = units[0]
        offer_units(self, "unit", [home.institution, *offering.units_under(home)], empty=_("（无）"))
        offer_held(self, "person", offering.staff_under(home), empty=_("（无）"))
        offer_held(self, "readers", offering.staff_under(home))
        groups: dict[str, list[tuple[int, str]]] = {}
        for one in HandlingKind.objects.filter(active=True):
            if group in HandlingKind.Group.values and one.group != group:
                continue
            groups.setdefault(one.get_group_display(), []).append((one.pk, one.name))
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("请选择")), *groups.items()]

    def decision(self) -> Decision:
        """What the verb is given."""
        names = Decision.__dataclass_fields__
        return Decision(**{name: value for name, value in self.cleaned_data.items() if name in names})


class ReplyForm(DeadlineForm):
    """What was answered, and when."""

    reply = forms.CharField(label=gettext_lazy("回复情况"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    on = forms.DateField(label=gettext_lazy("回复日期"), widget=DayInput)


class AppealForm(DeadlineForm):
    """What came of an appeal."""

    appeal = forms.CharField(label=gettext_lazy("申诉结果"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    revoked_on = forms.DateField(
        label=gettext_lazy("撤销或变更日期"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("原决定被撤销或者变更的才填写；填写后不再供可阅人查阅。"),
    )


class ReaderForm(DeadlineForm):
    """One more person who may read it."""

    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("可阅人"))

    def __init__(self, *given: Any, home: Organization, **named: Any) -> None:
        super().__init__(*given, **named)
        offer_held(self, "person", offering.staff_under(home), empty=_("请选择"))
