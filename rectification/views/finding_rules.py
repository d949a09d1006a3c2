"""The rules by which a campaign treats its findings, changed while it is a draft."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.refusals import NotYet
from rectification import services
from rectification.finding_rules import MOST_DAYS, FindingRules
from rectification.forms.asking import AskingForm
from rectification.models import Campaign, CampaignState, Severity
from rectification.views.answering import Sheet, act_on_sheet, allow, find


def _days(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_DAYS, **more)


class RulesForm(AskingForm):
    """Days by severity, the window of objection, what a repetition does, the longest waiver."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    general = _days(gettext_lazy("一般问题整改天数"), help_text=gettext_lazy("自登记之日起的自然日；0 表示不限。"))
    serious = _days(gettext_lazy("较大问题整改天数"))
    major = _days(gettext_lazy("重大问题整改天数"))
    objection_days = _days(
        gettext_lazy("陈述申辩期限（工作日）"), help_text=gettext_lazy("0 表示不设；期限内问题暂不计入。")
    )
    raise_repeats = forms.BooleanField(label=gettext_lazy("屡查屡犯的，严重程度上调一级"), required=False)
    waiver_days = _days(gettext_lazy("暂缓或豁免最长天数"))
    recognise_days = _days(
        gettext_lazy("检查结果互认期（天）"),
        required=False,
        help_text=gettext_lazy("其他单位在此期内用同一检查表查过的，可以互认；0 表示不互认，不填为90天。"),
    )

    def rules(self) -> dict[str, Any]:
        """As a campaign keeps them."""
        said = self.cleaned_data
        days = {step: said[step] for step in Severity.values if said[step]}
        kept = {name: said[name] for name in ("objection_days", "raise_repeats", "waiver_days")}
        recognise = said["recognise_days"]
        kept["recognise_days"] = FindingRules.recognise_days if recognise is None else recognise
        return {"deadline_days": days, **kept}


@login_required
def campaign_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the rules of a draft."""
    campaign = find(request, Campaign, pk)
    person = allow(request, "draft_campaign", campaign)
    if request.method != "POST" and campaign.state != CampaignState.DRAFT:
        raise NotYet(_("方案已经提交，问题办理规则不能再改。"))
    rules = FindingRules.of(campaign.finding_rules)
    initial = {**rules.kept(), **{step: rules.deadline_days.get(step, 0) for step in Severity.values}}
    form = RulesForm(request.POST or None, initial=initial | {"version": campaign.version})
    sheet = Sheet(
        campaign,
        _("问题办理规则"),
        _("保存"),
        said=_("问题办理规则已保存，随方案一并送签。"),
        lead=_("问题登记时按这些规则确定整改限期、陈述申辩期限和屡查屡犯的处理。"),
        icon="save",
    )

    def act(shown: AskingForm) -> None:
        version = shown.cleaned_data["version"]
        services.revise_campaign(campaign, version=version, by=person, finding_rules=form.rules())

    return act_on_sheet(request, sheet, form, act)
