"""What is asked for at a draw and around it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Organization, Person
from rectification.forms.asking import AskingForm, SeveralField, offer
from rectification.models import InspectorPool, ObjectKind, Participant, Stratum

MOST_DRAWN = 2000
MOST_SENT = 9
MOST_DAYS = 1095
MOST_CAMPAIGNS = 10
MOST_WEIGHT = 10
LONG_LIST = 100_000


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DrawForm(AskingForm):
    """The rules of a draw."""

    object_kind = forms.ChoiceField(
        label=gettext_lazy("抽取对象"), choices=ObjectKind.choices, widget=forms.RadioSelect
    )
    count = forms.IntegerField(label=gettext_lazy("抽取数量"), min_value=1, max_value=MOST_DRAWN)
    strata = forms.MultipleChoiceField(
        label=gettext_lazy("分层"),
        choices=Stratum.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("每层至少抽取一个，其余按各层数量分配；不选则不分层。"),
    )
    pool_one = forms.ModelChoiceField(
        label=gettext_lazy("检查人员来源"), queryset=InspectorPool.objects.none(), required=False,
        empty_label=gettext_lazy("全部在岗检查员"),
    )  # fmt: skip
    team_one = forms.IntegerField(
        label=gettext_lazy("每个对象派几名"), min_value=0, max_value=MOST_SENT, required=False,
        help_text=gettext_lazy("单位和科室至少两名；抽取人员、资料时留空。"),
    )  # fmt: skip
    pool_two = forms.ModelChoiceField(
        label=gettext_lazy("联合检查：另一人员库"), queryset=InspectorPool.objects.none(), required=False,
        empty_label=gettext_lazy("不联合"),
    )  # fmt: skip
    team_two = forms.IntegerField(
        label=gettext_lazy("另一库每个对象派几名"), min_value=0, max_value=MOST_SENT, required=False
    )
    unseen_days = forms.IntegerField(
        label=gettext_lazy("排除近几天内已检查的"), min_value=0, max_value=MOST_DAYS, required=False,
        help_text=gettext_lazy("填天数；0 或空白为不排除。"),
    )  # fmt: skip
    unseen_campaigns = forms.IntegerField(
        label=gettext_lazy("排除近几项专项工作中已检查的"), min_value=0, max_value=MOST_CAMPAIGNS, required=False,
        help_text=gettext_lazy("1 表示只看本项专项工作；0 或空白为不排除。"),
    )  # fmt: skip
    coverage = forms.BooleanField(label=gettext_lazy("全覆盖：本季度还没有检查的先抽"), required=False)
    focus_weight = forms.IntegerField(
        label=gettext_lazy("重点对象的权数"), min_value=1, max_value=MOST_WEIGHT, initial=1,
        help_text=gettext_lazy("1 为与其他对象机会相同，2 为机会加倍。"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label=gettext_lazy("所在单位"), queryset=Participant.objects.none(), required=False,
        empty_label=gettext_lazy("全部参加单位"),
        help_text=gettext_lazy("抽取人员时必选；抽取科室时可以只抽一家单位的科室。"),
    )  # fmt: skip
    documents = forms.CharField(
        label=gettext_lazy("资料编号"), required=False, max_length=LONG_LIST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("抽取病历等资料时填写，每行一个编号，需要分层时在逗号后写层名；不要填写患者姓名和住院号。"),
    )  # fmt: skip
    because = forms.CharField(
        label=gettext_lazy("再次抽取的理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        pools: QuerySet[InspectorPool],
        units: QuerySet[Participant],
        again: bool,
        **kwargs: Any,
    ) -> None:
        """Offer pools and units; the first draw of a phase needs no reason."""
        super().__init__(*args, **kwargs)
        offer(self, "pool_one", pools)
        offer(self, "pool_two", pools)
        offer(self, "unit", units)
        if not again:
            del self.fields["because"]

    def clean(self) -> dict[str, Any]:
        """The two pools differ."""
        cleaned = super().clean()
        if cleaned.get("team_two") and cleaned.get("pool_two") == cleaned.get("pool_one"):
            self.add_error("pool_two", _("联合检查的两个人员库不能相同，请另选一个。"))
        return cleaned

    def team(self) -> list[tuple[InspectorPool | None, int]]:
        """How many come from which pool."""
        asked = self.cleaned_data
        rows = [(asked.get(f"pool_{place}"), asked.get(f"team_{place}") or 0) for place in ("one", "two")]
        return [(pool, number) for place, (pool, number) in enumerate(rows) if number and (pool or not place)]


class OutsideForm(AskingForm):
    """Words from outside, which neither who froze nor who draws could choose beforehand."""

    outside = forms.CharField(
        label=gettext_lazy("现场公开数"), required=False, max_length=200,
        help_text=gettext_lazy("冻结之后才产生、双方都不能左右的数，例如当日公开的开奖号码、在场人员各自报出的数；照原样填写。"),
    )  # fmt: skip


class PublicationForm(AskingForm):
    """Where and how long a list is published."""

    where = forms.CharField(label=gettext_lazy("公示载体"), max_length=200)
    since = forms.DateField(label=gettext_lazy("公示日期"), widget=day_input(), initial=timezone.localdate)
    until = forms.DateField(label=gettext_lazy("公示截止"), widget=day_input())


class PoolForm(AskingForm):
    """A new pool."""

    organization = forms.ModelChoiceField(
        label=gettext_lazy("管理单位"), queryset=Organization.objects.none(), empty_label=None
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)

    def __init__(self, *args: Any, places: QuerySet[Organization], **kwargs: Any) -> None:
        """Offer the units where the visitor keeps pools."""
        super().__init__(*args, **kwargs)
        offer(self, "organization", places)


class MemberForm(AskingForm):
    """A person for a pool."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("人员"), queryset=Person.objects.none(), empty_label=gettext_lazy("请选择")
    )
    specialty = forms.CharField(label=gettext_lazy("专业"), max_length=60, required=False)
    since = forms.DateField(label=gettext_lazy("聘期开始"), widget=day_input(), initial=timezone.localdate)
    until = forms.DateField(label=gettext_lazy("聘期结束"), widget=day_input(), required=False)
    yearly_most = forms.IntegerField(
        label=gettext_lazy("每年最多派出次数"), min_value=1, max_value=365, required=False,
        help_text=gettext_lazy("空白为不限。"),
    )  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        """Offer the people in sight."""
        super().__init__(*args, **kwargs)
        offer(self, "person", people, choices=named(people))


class AvoidanceForm(AskingForm):
    """A person and the unit he avoids."""

    organization = forms.ModelChoiceField(
        label=gettext_lazy("登记单位"), queryset=Organization.objects.none(), empty_label=None
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("回避人员"), queryset=Person.objects.none(), empty_label=gettext_lazy("请选择")
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("回避单位"), queryset=Organization.objects.none(), empty_label=gettext_lazy("请选择")
    )
    because = forms.CharField(label=gettext_lazy("回避事由"), max_length=200)
    since = forms.DateField(label=gettext_lazy("起始日期"), widget=day_input(), initial=timezone.localdate)
    until = forms.DateField(label=gettext_lazy("截止日期"), widget=day_input(), required=False)

    def __init__(
        self,
        *args: Any,
        places: QuerySet[Organization],
        people: QuerySet[Person],
        units: QuerySet[Organization],
        **kwargs: Any,
    ) -> None:
        """Offer what is in sight."""
        super().__init__(*args, **kwargs)
        offer(self, "organization", places)
        offer(self, "person", people, choices=named(people))
        offer(self, "unit", units)


class AttentionForm(AskingForm):
    """Whom to look at more often, why, until when, and who may read it."""

    organization = forms.ModelChoiceField(
        label=gettext_lazy("登记单位"), queryset=Organization.objects.none(), empty_label=None
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("关注单位或科室"), queryset=Organization.objects.none(), required=False,
        empty_label=gettext_lazy("不选"),
    )  # fmt: skip
    person = forms.ModelChoiceField(
        label=gettext_lazy("关注人员"), queryset=Person.objects.none(), required=False,
        empty_label=gettext_lazy("不选"),
        help_text=gettext_lazy("单位（科室）和人员只选一项。"),
    )  # fmt: skip
    because = forms.CharField(label=gettext_lazy("关注理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    weight = forms.IntegerField(label=gettext_lazy("抽取权数"), min_value=2, max_value=MOST_WEIGHT, initial=3)
    until = forms.DateField(label=gettext_lazy("到期日期"), widget=day_input())
    readers = SeveralField(
        label=gettext_lazy("可阅人"), queryset=Person.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("除批准人外，只有这里点名的领导可以查阅；每次查阅都有记录。"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        places: QuerySet[Organization],
        units: QuerySet[Organization],
        people: QuerySet[Person],
        leaders: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        """Offer what is in sight."""
        super().__init__(*args, **kwargs)
        offer(self, "organization", places)
        offer(self, "unit", units)
        offer(self, "person", people, choices=named(people))
        offer(self, "readers", leaders)


def named(people: QuerySet[Person]) -> list[tuple[Any, Any]]:
    """People with their units, as a list to choose from."""
    rows = people.values_list("pk", "name", "home__name")
    return [("", _("请选择")), *((pk, f"{name}（{home}）") for pk, name, home in rows)]
