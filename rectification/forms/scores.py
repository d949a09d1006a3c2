"""What is asked for when units are assessed."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rectification.forms.asking import AskingForm, offer
from rectification.forms.dates import DayField
from rectification.forms.statistics import BaseRows, RowForm
from rectification.models import Period, ScoreItem, ScoreItemKind, ScoreLevel, Severity

PERIODS = [choice for choice in Period.choices if choice[0] in (Period.MONTH, Period.QUARTER, Period.YEAR)]


class ScoreRuleForm(AskingForm):
    """The head of a rule."""

    name = forms.CharField(label=_("规则名称"), max_length=120)
    basis = forms.CharField(
        label=_("依据文件和文号"), max_length=200, help_text=_("本单位印发的考核办法及其文号；没有依据不得考核排名。")
    )
    level = forms.ChoiceField(label=_("考核对象"), choices=ScoreLevel.choices, widget=forms.RadioSelect)
    full_marks = forms.DecimalField(label=_("满分"), min_value=1, max_value=1000, initial=100, decimal_places=2)
    veto_bottom = forms.IntegerField(
        label=_("末位否决名额"),
        min_value=0,
        max_value=100,
        initial=0,
        help_text=_("排在最后的几名一票否决；0 表示不设。"),
    )
    commend_top = forms.IntegerField(
        label=_("表扬候选名额"),
        min_value=0,
        max_value=100,
        initial=0,
        required=False,
        help_text=_("排在最前的几名列为表扬候选单位，并列的都算；被一票否决的不算；0 表示不设。"),
    )

    def clean_commend_top(self) -> int:
        """None, where nothing is said."""
        return self.cleaned_data["commend_top"] or 0


class ScoreItemForm(RowForm):
    """One line of a rule."""

    tells = ("name", "points", "least", "most")

    name = forms.CharField(label=_("考核项目"), max_length=120)
    kind = forms.ChoiceField(label=_("计分方式"), choices=ScoreItemKind.choices)
    severity = forms.ChoiceField(label=_("只计严重程度"), choices=[("", _("全部")), *Severity.choices], required=False)
    points = forms.DecimalField(label=_("分值"), min_value=0, max_value=1000, max_digits=6, decimal_places=2)
    least = forms.DecimalField(
        label=_("每次最少"), min_value=0, max_value=1000, max_digits=6, decimal_places=2, required=False
    )
    most = forms.DecimalField(
        label=_("最多"), min_value=0, max_value=1000, max_digits=6, decimal_places=2, required=False
    )


ScoreItemSet = forms.formset_factory(ScoreItemForm, formset=BaseRows, extra=0, max_num=60)


class ScoreOpenForm(AskingForm):
    """Which period is assessed."""

    period = forms.ChoiceField(label=_("考核期类别"), choices=PERIODS)
    day = DayField(label=_("考核期内任一天"), help_text=_("系统据此确定是哪一月、哪一季或哪一年。"))


class AnnounceForm(AskingForm):
    """Until when those assessed may object."""

    until = DayField(label=_("异议截止日期"))


class ItemForm(AskingForm):
    """One item of the rule."""

    item = forms.ModelChoiceField(label=_("考核项目"), queryset=ScoreItem.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args: Any, items: QuerySet[ScoreItem], **kwargs: Any) -> None:
        """Offer these items."""
        super().__init__(*args, **kwargs)
        offer(cast(forms.Form, self), "item", items)


class GrantForm(ItemForm):
    """Points by hand."""

    points = forms.DecimalField(label=_("分值"), min_value=0, max_value=1000, max_digits=6, decimal_places=2)
    because = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, items: QuerySet[ScoreItem], **kwargs: Any) -> None:
        """Offer these items, each with the range in which it is given."""
        super().__init__(*args, items=items, **kwargs)
        words = [(item.pk, _("%(item)s（每次%(marks)s分）") % {"item": item, "marks": item.marks}) for item in items]
        offer(cast(forms.Form, self), "item", items, choices=[("", _("请选择")), *words])


class ObjectForm(ItemForm):
    """An objection."""

    text = forms.CharField(label=_("异议理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class DecideForm(AskingForm):
    """The answer to an objection."""

    points = forms.DecimalField(
        label=_("更正后的计分"),
        required=False,
        min_value=-1000,
        max_value=1000,
        max_digits=8,
        decimal_places=2,
        help_text=_("扣分写负数，例如 -2；留空表示不采纳。"),
    )
    answer = forms.CharField(label=_("答复"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
