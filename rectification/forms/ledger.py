"""The filter of the ledger."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accountability.models import Theme
from accountability.themes import carrying
from organizations.models import Organization
from rectification.forms.asking import OfferedField
from rectification.models import Campaign
from rectification.models.choices import CauseKind, Demand, FindingSource, FindingState, Severity

STATUSES = [("", _("全部")), ("open", _("未销号")), ("overdue", _("已逾期")), ("closed", _("已销号"))]
STATUSES += [("repeated", _("屡查屡犯")), ("withdrawn", _("已撤销"))]


class LedgerForm(forms.Form):
    """Words, unit, campaign, theme, severity, source and state; an unknown value is simply not applied."""

    words = forms.CharField(
        label=_("关键词"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": _("编号、问题或部位")}),
    )
    unit = forms.CharField(
        label=_("单位"), required=False, max_length=80, widget=forms.TextInput(attrs={"placeholder": _("单位名称")})
    )
    campaign = OfferedField(
        label=_("专项工作"), queryset=Campaign.objects.none(), required=False, empty_label=_("全部")
    )
    theme = OfferedField(label=_("主题"), queryset=Theme.objects.none(), required=False, empty_label=_("全部"))
    severity = forms.ChoiceField(label=_("严重程度"), choices=[("", _("全部")), *Severity.choices], required=False)
    source = forms.ChoiceField(label=_("来源"), choices=[("", _("全部")), *FindingSource.choices], required=False)
    state = forms.ChoiceField(label=_("状态"), choices=[("", _("全部")), *FindingState.choices], required=False)
    demand = forms.ChoiceField(label=_("整改方式"), choices=[("", _("全部")), *Demand.choices], required=False)
    section = forms.CharField(label=_("检查项目"), required=False, max_length=120, widget=forms.HiddenInput)
    cause = forms.ChoiceField(
        label=_("原因类别"), choices=[("", _("全部")), *CauseKind.choices], required=False, widget=forms.HiddenInput
    )
    department = forms.IntegerField(
        label=_("责任科室"), required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )
    organization = forms.IntegerField(
        label=_("责任单位"), required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )
    status = forms.ChoiceField(choices=STATUSES, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], themes: QuerySet[Theme], **kwargs: Any) -> None:
        """Offer the campaigns and themes the reader sees."""
        super().__init__(*args, **kwargs)
        cast(OfferedField, self.fields["campaign"]).offer(campaigns)
        cast(OfferedField, self.fields["theme"]).offer(themes)

    def narrowed(self, findings: QuerySet[Any], *, but_status: bool = False) -> QuerySet[Any]:
        """The findings that match; `but_status` leaves the tabs' own filter out, to count for them."""
        self.is_valid()
        asked = {key: value for key, value in self.cleaned_data.items() if value}
        unit, theme = asked.pop("unit", ""), asked.pop("theme", None)
        if but_status:
            asked.pop("status", None)
        rows: QuerySet[Any] = cast(Any, findings).for_ledger(asked)
        if theme:
            rows = carrying(rows, theme)
        named = Organization.objects.filter(name__icontains=unit).order_by().values("pk")
        return rows.filter(organization__in=named) if unit else rows

    @property
    def asked(self) -> int:
        """How many filters narrow the list, those that came with the address too."""
        return sum(bool(value) for name, value in self.cleaned_data.items() if name != "status")

    @property
    def words_of_filters(self) -> str:
        """What is filtered, as one line for the export's heading and the record of it."""
        shown = [
            f"{self.fields[name].label or _('范围')}：{self._shown(name, value)}"
            for name, value in self.cleaned_data.items()
            if value
        ]
        return _("；").join(shown) or str(_("全部"))

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, int):
            return str(_("指定的单位"))  # a key alone tells nobody the name of a unit he may not see
        choices = dict(getattr(self.fields[name], "choices", ())) if isinstance(value, str) else {}
        return str(choices.get(value, value))
