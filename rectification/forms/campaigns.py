"""What a campaign's drafter fills in: the scheme, the windows of its phases, scope and focus, the list."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from rectification.forms.asking import AskingForm, offer
from rectification.forms.dates import DayField
from rectification.models import Campaign, CampaignTemplate, ChecklistVersion, Phase
from rectification.models.choices import CampaignKind, Nature
from rectification.scope import MEDICAL_KINDS

MOST_NAMED = 5
RULE_KEYS = ("kinds", "levels", "ownerships", "regions", "tags")
RULE_LABELS = {
    "kinds": _("机构类别"),
    "levels": _("级别"),
    "ownerships": _("举办性质"),
    "regions": _("行政区"),
    "tags": _("标签"),
}
NATURE_HELP = _("质控检查和行业督导是技术检查，结果不作为行政处罚依据；行政检查须有法定依据并依法审批、告知、亮证。")
BASIS_HELP = _("上级文件的标题和文号，例如“苏卫医〔2017〕1号”。")


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    """A field for some lines of prose."""
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class SchemeForm(AskingForm):
    """The words of a scheme."""

    title = forms.CharField(label=_("标题"), max_length=200)
    kind = forms.ChoiceField(
        label=_("类别"), choices=[one for one in CampaignKind.choices if one[0] != CampaignKind.ROUTINE]
    )
    nature = forms.ChoiceField(
        label=_("检查性质"),
        choices=Nature.choices,
        help_text=_(
            "质控检查和行业督导是技术检查，结果不作为行政处罚依据；行政检查须有法定依据并依法审批、告知、亮证。"
        ),
    )
    basis = _text(_("依据文号"), 2, help_text=BASIS_HELP)
    purpose = _text(_("工作目标"))
    requirements = _text(_("任务要求"), 4)
    contact = forms.CharField(label=_("联系人及电话"), max_length=200)
    checklist_version = forms.ModelChoiceField(
        label=_("检查表"), queryset=ChecklistVersion.objects.none(), required=False, empty_label=_("不用检查表")
    )

    def __init__(self, *args: Any, checklists: QuerySet[ChecklistVersion], **kwargs: Any) -> None:
        """Offer the published checklists."""
        super().__init__(*args, **kwargs)
        offer(self, "checklist_version", checklists)

    def words(self) -> dict[str, Any]:
        """What was filled in of the fields of this form, as the verbs take it."""
        return {name: self.cleaned_data[name] for name in SchemeForm.base_fields if name in self.cleaned_data}


class CampaignNewForm(AskingForm):
    """A new campaign: which template, from which day; what is left empty comes from the template."""

    template = forms.ModelChoiceField(
        label=_("模板"), queryset=CampaignTemplate.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    title = forms.CharField(label=_("标题"), max_length=200)
    starts_on = DayField(label=_("开始日期"), help_text=_("各阶段日期由模板推算，下一步可逐项修改；可填过去的日期。"))
    nature = forms.ChoiceField(
        label=_("检查性质"), choices=[("", _("按模板")), *Nature.choices], required=False, help_text=NATURE_HELP
    )
    checklist_version = forms.ModelChoiceField(
        label=_("检查表"), queryset=ChecklistVersion.objects.none(), required=False, empty_label=_("按模板")
    )
    basis = _text(_("依据文号"), 2, help_text=BASIS_HELP)
    contact = forms.CharField(label=_("联系人及电话"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        templates: QuerySet[CampaignTemplate],
        checklists: QuerySet[ChecklistVersion],
        **kwargs: Any,
    ) -> None:
        """Offer the shipped templates and the published checklists."""
        super().__init__(*args, **kwargs)
        offer(self, "template", templates, choices=[(template.pk, template.name) for template in templates])
        offer(self, "checklist_version", checklists)

    def words(self) -> dict[str, Any]:
        """What was filled in beside the template."""
        return {name: value for name, value in self.cleaned_data.items() if name != "template" and value}


class CampaignEditForm(SchemeForm):
    """The scheme with the windows of its phases and its two rules."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, campaign: Campaign, phases: list[Phase], offers: dict[str, Any], **kwargs: Any
    ) -> None:
        """Add the days of each phase and its outputs, and a group of boxes for each key of the two rules."""
        kwargs["initial"] = self._initial(campaign) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.phases = phases
        self._add_days()
        self._add_boxes(campaign, offers)

    def _add_days(self) -> None:
        for phase in self.phases:
            self.fields[f"opens_{phase.pk}"] = DayField(label=_("开始"), initial=phase.opens_on)
            self.fields[f"closes_{phase.pk}"] = DayField(label=_("结束"), initial=phase.closes_on)
            for output in phase.outputs.all():
                self.fields[f"due_{output.pk}"] = DayField(label=output.name, initial=output.due_on, required=False)

    def _add_boxes(self, campaign: Campaign, offers: dict[str, Any]) -> None:
        for rule in ("scope", "focus"):
            stored = getattr(campaign, f"{rule}_rule")
            for key in RULE_KEYS:
                if offers[key]:
                    self.fields[f"{rule}_{key}"] = forms.MultipleChoiceField(
                        label=RULE_LABELS[key],
                        choices=offers[key],
                        required=False,
                        widget=forms.CheckboxSelectMultiple,
                        initial=list(stored.get(key) or ()),
                    )
        self._kept = {
            rule: {key: getattr(campaign, f"{rule}_rule").get(key) for key in ("include", "exclude")}
            for rule in ("scope", "focus")
        }

    @staticmethod
    def _initial(campaign: Campaign) -> dict[str, Any]:
        words = {name: getattr(campaign, name) for name in SchemeForm.base_fields if name != "checklist_version"}
        return words | {"checklist_version": campaign.checklist_version_id, "version": campaign.version}

    def clean(self) -> dict[str, Any]:
        """A window ends on or after the day it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for phase in self.phases:
            opens, closes = cleaned.get(f"opens_{phase.pk}"), cleaned.get(f"closes_{phase.pk}")
            if opens and closes and closes < opens:
                self.add_error(f"closes_{phase.pk}", _("结束日期不能早于开始日期。"))
        return cleaned

    def windows(self) -> dict[int, tuple[date, date]]:
        """The window of every phase."""
        days = self.cleaned_data
        return {phase.pk: (days[f"opens_{phase.pk}"], days[f"closes_{phase.pk}"]) for phase in self.phases}

    def deadlines(self) -> dict[int, date]:
        """The outputs whose deadline was changed."""
        outputs = [output for phase in self.phases for output in phase.outputs.all()]
        typed = {output: self.cleaned_data.get(f"due_{output.pk}") for output in outputs}
        return {output.pk: day for output, day in typed.items() if day and day != output.due_on}

    def rule(self, name: str) -> dict[str, Any]:
        """One of the two rules as chosen; named inclusions and exclusions are kept."""
        chosen = {key: self.cleaned_data.get(f"{name}_{key}") for key in RULE_KEYS}
        return {key: value for key, value in (chosen | self._kept[name]).items() if value}

    def boxes(self, name: str) -> list[forms.BoundField]:
        """The groups of boxes of one rule."""
        return [self[f"{name}_{key}"] for key in RULE_KEYS if f"{name}_{key}" in self.fields]

    @property
    def scope_boxes(self) -> list[forms.BoundField]:
        """The boxes of the scope."""
        return self.boxes("scope")

    @property
    def focus_boxes(self) -> list[forms.BoundField]:
        """The boxes of the focus."""
        return self.boxes("focus")


def rule_offers(regions: list[str], tags: list[str]) -> dict[str, list[tuple[str, Any]]]:
    """What may be chosen for each key of a rule."""
    return {
        "kinds": [(kind.value, kind.label) for kind in MEDICAL_KINDS],
        "levels": list(Organization.Level.choices),
        "ownerships": list(Organization.Ownership.choices),
        "regions": [(region, region) for region in regions],
        "tags": [(tag, tag) for tag in tags],
    }


class ParticipantForm(AskingForm):
    """One more unit for the list, named as people name it, and why."""

    organization = forms.CharField(
        label=_("增补单位"), max_length=120, help_text=_("填写单位名称（可只写一部分）或机构代码。")
    )
    because = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, offered: Callable[[], QuerySet[Organization]], **kwargs: Any) -> None:
        """Look among the units that are not on the list yet, only once a name was typed."""
        super().__init__(*args, **kwargs)
        self._offered = offered

    def clean_organization(self) -> Organization:
        """The one unit that is meant; several or none is said."""
        words = self.cleaned_data["organization"].strip()
        units = self._offered()
        exact = units.filter(Q(name=words) | Q(code=words))
        found = list((exact if exact.exists() else units.filter(name__icontains=words))[: MOST_NAMED + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("没有找到可增补的单位，请核对名称；已在名单内的单位不再列出。"))
        names = _("、").join(unit.name for unit in found[:MOST_NAMED])
        raise ValidationError(_("有多个单位符合：%(names)s。请写全名称。"), params={"names": names})


class ParticipantFilterForm(forms.Form):
    """Which units of the list are shown."""

    words = forms.CharField(label=_("单位名称"), required=False, max_length=80)
    region = forms.ChoiceField(label=_("行政区"), required=False)
    focus = forms.ChoiceField(
        label=_("范围"), required=False, choices=[("", _("全部")), ("1", _("重点单位")), ("removed", _("已剔除"))]
    )

    def __init__(self, *args: Any, regions: list[str], **kwargs: Any) -> None:
        """Offer the regions of the list."""
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["region"]).choices = [
            ("", _("全部")),
            *((region, region) for region in regions),
        ]


class ConclusionForm(AskingForm):
    """The summary of a campaign."""

    summary = forms.CharField(
        label=_("工作总结"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("包括活动开展、自查自纠、督导抽查、存在问题及整改情况；系统中的数字会自动列入送签材料。"),
    )
