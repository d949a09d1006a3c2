"""What is asked about trainings, results and certificates."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import DepartmentType, Duty, Organization, Person
from plans.judging import plain
from plans.models import ExamForm, Training, TrainingKind, TrainingMethod, TrainingResult

from .indicator_asking import AskingForm, DayField, FileField, LongText

ANY = ("", _("不限"))
THREE = [("", _("未登记")), ("yes", _("是")), ("no", _("否"))]


class TrainingForm(AskingForm):
    """The plan of a training: content, method, audience and goal are needed before it is approved."""

    title = forms.CharField(label=_("名称"), max_length=160)
    kind = forms.ChoiceField(label=_("类别"), choices=TrainingKind.choices)
    topic = forms.CharField(
        label=_("主题"),
        max_length=60,
        required=False,
        help_text=_("与指标的“对应培训主题”相同的，参加率、合格率自动计入该指标。"),
    )
    due_on = DayField(label=_("计划日期"))
    content = LongText(label=_("培训内容"), max_length=4000, required=False)
    method = forms.ChoiceField(label=_("培训方式"), choices=TrainingMethod.choices)
    audience = forms.CharField(
        label=_("培训对象"), max_length=200, required=False, help_text=_("如 新上岗、转岗、进修实习人员，全体医师。")
    )
    goal = forms.CharField(label=_("工作目标"), max_length=300, required=False)
    teacher = forms.CharField(label=_("授课人"), max_length=120, required=False)
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    hours = forms.DecimalField(label=_("学时"), max_digits=5, decimal_places=1, min_value=0, required=False)
    exam = forms.ChoiceField(label=_("考核形式"), choices=ExamForm.choices)
    full_mark = forms.DecimalField(label=_("满分"), max_digits=6, decimal_places=1, min_value=1, initial=100)
    pass_mark = forms.DecimalField(label=_("合格分"), max_digits=6, decimal_places=1, min_value=0, initial=60)
    resit_by = DayField(label=_("补考截止日期"), required=False)
    certificate = forms.CharField(label=_("合格后发给的证书"), max_length=80, required=False)
    certificate_months = forms.IntegerField(label=_("证书有效月数"), min_value=1, max_value=600, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PeopleForm(AskingForm):
    """Who should come: by department and duty, or one by one."""

    departments = forms.ModelMultipleChoiceField(
        Organization.objects.none(), label=_("科室（含下属）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    duties = forms.MultipleChoiceField(
        label=_("只限这些职责（不选为全部人员）"),
        choices=[
            (Duty.STAFF, Duty.STAFF.label),
            (Duty.HEAD, Duty.HEAD.label),
            (Duty.CLERK, Duty.CLERK.label),
            (Duty.INSPECTOR, Duty.INSPECTOR.label),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.ModelMultipleChoiceField(Person.objects.none(), label=_("另加人员"), required=False)

    def __init__(self, *given: Any, departments: Any, people: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["departments"].queryset = departments  # type: ignore[attr-defined]
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class HoldForm(AskingForm):
    """That it took place."""

    held_on = DayField(label=_("举办日期"))
    teacher = forms.CharField(label=_("授课人"), max_length=120, required=False)
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    hours = forms.DecimalField(label=_("学时"), max_digits=5, decimal_places=1, min_value=0, required=False)
    summary = LongText(label=_("小结"), max_length=2000, required=False)


class ResultsForm(AskingForm):
    """How the people on one page did."""

    def __init__(self, *given: Any, training: Training, rows: Sequence[TrainingResult], **named: Any) -> None:
        super().__init__(*given, **named)
        self.rows = list(rows)
        number = {"max_digits": 6, "decimal_places": 1, "required": False}
        typed = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        for row in self.rows:
            mark, who = f"p{row.person_id}_", str(row.person)
            fields: dict[str, forms.Field] = {
                "attended": forms.ChoiceField(
                    label=_("是否参加"), choices=THREE, required=False, initial=_three(row.attended)
                ),
                "absent_because": forms.CharField(
                    label=_("缺席原因"), max_length=120, required=False, initial=row.absent_because
                ),
            }
            if training.has_exam:
                fields |= {
                    "score": forms.DecimalField(label=_("成绩"), widget=typed, initial=plain(row.score), **number),  # type: ignore[arg-type]
                    "resit_score": forms.DecimalField(
                        label=_("补考成绩"),
                        widget=typed,
                        initial=plain(row.resit_score),
                        **number,  # type: ignore[arg-type]
                    ),
                    "resit_on": DayField(label=_("补考日期"), required=False, initial=row.resit_on),
                }
            for name, field in fields.items():
                field.widget.attrs["aria-label"] = f"{who} {field.label}"
                self.fields[mark + name] = field

    def told(self) -> dict[int, dict[str, Any]]:
        """What was typed, by person."""
        answers = {}
        for row in self.rows:
            mark = f"p{row.person_id}_"
            given = {name.removeprefix(mark): self.cleaned_data[name] for name in self.fields if name.startswith(mark)}
            given["attended"] = {"yes": True, "no": False}.get(given["attended"])
            answers[row.person_id] = given
        return answers


def _three(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


class CertificateForm(AskingForm):
    """A certificate from elsewhere."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("持证人"))
    kind = forms.CharField(label=_("证书名称"), max_length=80)
    number = forms.CharField(label=_("证书编号"), max_length=80, required=False)
    issuer = forms.CharField(label=_("发证单位"), max_length=120, required=False)
    issued_on = DayField(label=_("发证日期"))
    expires_on = DayField(label=_("有效期至"), required=False, help_text=_("长期有效的留空。"))
    file = FileField(label=_("证书扫描件"), required=False)

    def __init__(self, *given: Any, people: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class RuleForm(AskingForm):
    """Which posts need which certificate."""

    kind = forms.CharField(label=_("证书名称"), max_length=80)
    title = forms.CharField(label=_("岗位名称含"), max_length=40, required=False, help_text=_("如 护士、消毒员。"))
    duty = forms.ChoiceField(label=_("职责"), choices=[ANY, *Duty.choices], required=False)
    department_type = forms.ModelChoiceField(
        DepartmentType.objects.all(), label=_("科室类别"), required=False, empty_label=_("不限")
    )


class CertificateFilter(forms.Form):
    """Words and state; an unknown value is simply not applied."""

    words = forms.CharField(
        label=_("关键词"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("姓名、证书或编号")}),
    )
    state = forms.ChoiceField(
        label=_("状态"),
        choices=[("", _("全部")), ("valid", _("有效")), ("expiring", _("即将到期")), ("expired", _("已过期"))],
        required=False,
    )
