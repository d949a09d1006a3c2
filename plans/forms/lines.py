"""The forms of the lines of a plan: headings, objectives, measures, problems, documents."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Person
from plans.forms.asking import AskingForm, DayField, offer, people_within, units_within, words
from plans.models import Measure, Objective, Plan, PlanProblem, Section, Tier

LEVELS = [(1, _("一、")), (2, _("（一）")), (3, "1."), (4, _("（1）"))]


class SectionForm(AskingForm):
    """A heading and the words under it."""

    heading = forms.CharField(label=_("标题"), max_length=200)
    number = forms.CharField(label=_("编号"), max_length=30, required=False)
    level = forms.TypedChoiceField(label=_("层级"), choices=LEVELS, coerce=int, initial=1)
    text = words(_("正文"), rows=5)
    due_on = DayField(label=_("标题给出的时限"), required=False, help_text=_("标题下没有写明时限的任务按此办理。"))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """Nothing is chosen from the plan."""
        super().__init__(*args, **kwargs)


class ObjectiveForm(AskingForm):
    """An aim."""

    text = words(_("目标"), required=True)
    section = forms.ModelChoiceField(label=_("章节"), queryset=Section.objects.none(), required=False)
    due_on = DayField(label=_("实现时限"), required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """The headings of the plan."""
        super().__init__(*args, **kwargs)
        offer(self, "section", plan.sections.standing())


class MeasureForm(AskingForm):
    """What is done, by whom, until when, and how one sees it."""

    text = words(_("任务措施"), required=True)
    section = forms.ModelChoiceField(label=_("章节"), queryset=Section.objects.none(), required=False)
    objective = forms.ModelChoiceField(label=_("对应目标"), queryset=Objective.objects.none(), required=False)
    target = forms.CharField(label=_("目标值或成果"), max_length=300, required=False)
    problem = forms.CharField(label=_("针对的问题"), max_length=300, required=False)
    evidence = forms.CharField(label=_("完成的佐证"), max_length=200, required=False)
    lead_unit = forms.ModelChoiceField(label=_("牵头单位"), queryset=Organization.objects.none(), required=False)
    person = forms.ModelChoiceField(
        label=_("责任人"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("不选即牵头单位的负责人。"),
    )
    supporting_units = forms.ModelMultipleChoiceField(
        label=_("配合单位"), queryset=Organization.objects.none(), required=False
    )
    starts_on = DayField(label=_("开始日期"), required=False)
    due_on = DayField(label=_("完成期限"), required=False, help_text=_("不填按标题时限，标题没有时限的到计划年度末。"))
    funding = forms.DecimalField(label=_("经费（万元）"), max_digits=12, decimal_places=2, min_value=0, required=False)
    funding_source = forms.CharField(label=_("经费来源"), max_length=100, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """Headings and aims of the plan, units and people of the institution; one person a tier."""
        super().__init__(*args, **kwargs)
        offer(self, "section", plan.sections.standing())
        offer(self, "objective", plan.objectives.standing())
        units, people = units_within(plan.institution_path), people_within(plan.institution_path)
        offer(self, "lead_unit", units)
        offer(self, "supporting_units", units)
        offer(self, "person", people)
        for tier in Tier:
            self.fields[f"tier_{tier.value}"] = forms.ModelChoiceField(
                label=tier.label, queryset=people, required=False
            )

    def words(self) -> dict[str, Any]:
        """The values for the verb, the tiers gathered."""
        values = {name: value for name, value in self.cleaned_data.items() if not name.startswith("tier_")}
        named = [(tier.value, self.cleaned_data.get(f"tier_{tier.value}"), "") for tier in Tier]
        return {**values, "holders": [one for one in named if one[1] is not None]}


class AdHocForm(AskingForm):
    """A task ordered beside the plan."""

    text = words(_("任务"), required=True)
    ordered_by = forms.CharField(
        label=_("交办人和依据"), max_length=200, help_text=_("例如：市卫健委通知、院长办公会。")
    )
    lead_unit = forms.ModelChoiceField(label=_("牵头单位"), queryset=Organization.objects.none())
    person = forms.ModelChoiceField(label=_("责任人"), queryset=Person.objects.none(), required=False)
    due_on = DayField(label=_("完成期限"))
    evidence = forms.CharField(label=_("完成的佐证"), max_length=200, required=False)

    def __init__(self, *args: Any, plan: Plan | Organization, **kwargs: Any) -> None:
        """Units and people of the institution."""
        super().__init__(*args, **kwargs)
        offer(self, "lead_unit", units_within(plan.institution_path))
        offer(self, "person", people_within(plan.institution_path))


class FromPaperForm(AdHocForm):
    """A task that follows from a paper: of which plan."""

    plan = forms.ModelChoiceField(label=_("列入的计划"), queryset=Plan.objects.none())
    field_order = ("plan",)

    def __init__(self, *args: Any, place: Organization, plans: QuerySet[Plan], **kwargs: Any) -> None:
        """The plans in force, units and people of the place."""
        super().__init__(*args, plan=place, **kwargs)
        offer(self, "plan", plans)


class ProblemForm(AskingForm):
    """A problem the unit found in itself."""

    text = words(_("问题"), required=True)
    department = forms.ModelChoiceField(label=_("涉及科室"), queryset=Organization.objects.none(), required=False)
    measure = forms.ModelChoiceField(label=_("对应措施"), queryset=Measure.objects.none(), required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """Units of the institution, measures of the plan."""
        super().__init__(*args, **kwargs)
        offer(self, "department", units_within(plan.institution_path))
        offer(self, "measure", plan.measures.standing().order_by("order", "pk"))


class BasisForm(AskingForm):
    """A document the plan rests on."""

    title = forms.CharField(label=_("文件名称"), max_length=200, required=False)
    document_number = forms.CharField(label=_("文号"), max_length=100, required=False)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class RevisedForm(MeasureForm):
    """A line as a revision wants it: without what is not revised."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What a revision does not touch is not asked."""
        super().__init__(*args, **kwargs)
        for name in ("section", "objective", "supporting_units", "starts_on", *(f"tier_{tier.value}" for tier in Tier)):
            del self.fields[name]

    def words(self) -> dict[str, Any]:
        """The values for the verb."""
        return dict(self.cleaned_data)


KINDS: dict[str, tuple[type[Any], type[AskingForm]]] = {
    "section": (Section, SectionForm),
    "objective": (Objective, ObjectiveForm),
    "measure": (Measure, MeasureForm),
    "problem": (PlanProblem, ProblemForm),
}
"""The lines a person writes: model and form by the word in the address."""
