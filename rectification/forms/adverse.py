"""What is asked of whoever reports an adverse event, and of the officers who work on it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Person
from rectification.forms.asking import AskingForm, offer
from rectification.forms.dates import DayField
from rectification.models import Actuality, AdverseKind, AdverseLesson, AdverseLevel, CauseMethod

LONG = forms.Textarea(attrs={"rows": 5})


class ReportForm(AskingForm):
    """The event itself; no patient's and no colleague's name."""

    kind = forms.ModelChoiceField(label=_("类别"), queryset=AdverseKind.objects.none(), empty_label=_("请选择"))
    level = forms.ModelChoiceField(
        label=_("等级（自评）"),
        queryset=AdverseLevel.objects.none(),
        required=False,
        empty_label=_("不确定"),
        help_text=_("不确定可以不选。"),
    )
    actuality = forms.ChoiceField(label=_("性质"), choices=Actuality.choices, initial=Actuality.ACTUAL)
    happened_on = DayField(label=_("发生日期"))
    place = forms.CharField(label=_("发生地点"), required=False, max_length=120)
    story = forms.CharField(
        label=_("经过"),
        max_length=8000,
        widget=LONG,
        help_text=_("写明发生了什么；不写患者和同事的姓名、住院号、身份证号。"),
    )
    handling = forms.CharField(
        label=_("已采取的措施"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, levels: QuerySet[AdverseLevel], **kwargs: Any) -> None:
        """Offer the kinds and the institution's levels."""
        super().__init__(*args, **kwargs)
        self.levels = list(levels)
        offer(self, "kind", AdverseKind.objects.all())
        offer(self, "level", levels, choices=[("", _("不确定")), *((level.pk, level.name) for level in self.levels)])


class AcceptForm(AskingForm):
    """受理定级."""

    kind = forms.ModelChoiceField(label=_("类别"), queryset=AdverseKind.objects.none(), empty_label=_("请选择"))
    level = forms.ModelChoiceField(label=_("等级"), queryset=AdverseLevel.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args: Any, levels: QuerySet[AdverseLevel], **kwargs: Any) -> None:
        """Offer the kinds and the institution's levels."""
        super().__init__(*args, **kwargs)
        offer(self, "kind", AdverseKind.objects.all())
        offer(self, "level", levels)


class AnalyseForm(AskingForm):
    """原因分析."""

    method = forms.ChoiceField(label=_("分析方法"), choices=CauseMethod.choices)
    causes = forms.CharField(label=_("原因分析"), max_length=8000, widget=LONG)


class ChannelForm(AskingForm):
    """What the national channel answered."""

    receipt = forms.CharField(label=_("国家渠道回执编号"), max_length=80)
    on = DayField(label=_("上报日期"))


class CloseForm(AskingForm):
    """办结."""

    conclusion = forms.CharField(label=_("处理意见"), max_length=4000, widget=LONG)
    feedback = forms.CharField(
        label=_("给报告人的反馈"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ImprovementForm(AskingForm):
    """改进事项."""

    title = forms.CharField(label=_("改进事项"), max_length=200)
    text = forms.CharField(label=_("要求"), required=False, max_length=4000, widget=LONG)
    lead_unit = forms.ModelChoiceField(
        label=_("责任科室"), queryset=Organization.objects.none(), empty_label=_("请选择")
    )
    holder = forms.ModelChoiceField(label=_("责任人"), queryset=Person.objects.none(), empty_label=_("请选择"))
    due_on = DayField(label=_("完成期限"))

    def __init__(self, *args: Any, units: QuerySet[Organization], people: QuerySet[Person], **kwargs: Any) -> None:
        """Offer the institution's units and people."""
        super().__init__(*args, **kwargs)
        offer(self, "lead_unit", units)
        offer(self, "holder", people)


class LessonForm(AskingForm):
    """警示案例."""

    kind = forms.ModelChoiceField(label=_("类别"), queryset=AdverseKind.objects.none(), empty_label=_("请选择"))
    title = forms.CharField(label=_("标题"), max_length=200)
    story = forms.CharField(label=_("案例"), max_length=8000, widget=LONG, help_text=_("隐去人员、科室和患者信息。"))
    lesson = forms.CharField(label=_("教训和改进"), max_length=8000, widget=LONG)
    reach = forms.ChoiceField(label=_("分享范围"), choices=AdverseLesson.Reach.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds."""
        super().__init__(*args, **kwargs)
        offer(self, "kind", AdverseKind.objects.all())


class OfficerEndForm(AskingForm):
    """Who reads the reports instead."""

    successor = forms.ModelChoiceField(
        label=_("接任人"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("不另指定"),
        help_text=_("接任人从今天起看到全部报告，包括未办结的；没有其他管理员且有未办结报告的，必须指定。"),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        """Offer the institution's people."""
        super().__init__(*args, **kwargs)
        offer(self, "successor", people)


class OfficerForm(AskingForm):
    """Who reads the reports from now on."""

    person = forms.ModelChoiceField(label=_("管理员"), queryset=Person.objects.none(), empty_label=_("请选择"))
    since = DayField(label=_("起始日期"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        """Offer the institution's people."""
        super().__init__(*args, **kwargs)
        offer(self, "person", people)
