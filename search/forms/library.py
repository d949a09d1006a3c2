"""The filter of the library, and what a keeper says about a document."""

import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from organizations.refusals import Refusal
from search.about import About
from search.describing import title_key
from search.intake import Taken, take
from search.models import Access, Alias, IssuingAuthority, Kind, Level, Opinion, RelationKind, Status, Verdict
from search.models.querysets import EditionQuerySet

from .asking import AskingForm, DayField

ALL = ("", _("全部"))
MOST_OPINIONS = 10


class LibraryForm(forms.Form):
    """Words, level, issuer, status and kind, as of a day; an unknown value is simply not applied."""

    words = forms.CharField(
        label=_("名称或文号"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": _("名称、简称或文号")}),
    )
    level = forms.ChoiceField(label=_("效力级别"), choices=[ALL, *Level.choices], required=False)
    issuer = forms.CharField(
        label=_("发文机关"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("如：国务院")}),
    )
    status = forms.ChoiceField(
        label=_("时效"), choices=[("", _("现行和未生效")), *Status.choices, ("any", _("全部"))], required=False
    )
    kind = forms.ChoiceField(label=_("类别"), choices=[ALL, *Kind.choices], required=False)
    on = DayField(label=_("截至日期"), required=False)

    def narrowed(self, editions: EditionQuerySet) -> EditionQuerySet:
        """The editions that match, each with its status on the day."""
        self.is_valid()
        asked: dict[str, Any] = {key: value for key, value in self.cleaned_data.items() if value}
        rows = editions.published().with_status(asked.get("on"))
        if key := title_key(asked.get("words", "")):
            named = Q(regulation__title_key__icontains=key) | Q(document_number__icontains=asked["words"])
            rows = rows.filter(named | Q(regulation__in=_aliased(key)))
        if level := asked.get("level"):
            rows = rows.filter(regulation__level=level)
        if kind := asked.get("kind"):
            rows = rows.filter(regulation__kind=kind)
        if issuer := asked.get("issuer"):
            rows = rows.filter(regulation__issuer__in=IssuingAuthority.objects.filter(name__icontains=issuer))
        return self._with_status(rows, asked.get("status"))

    def _with_status(self, rows: EditionQuerySet, status: str | None) -> EditionQuerySet:
        if status == "any":
            return rows
        if status:
            return rows.filter(status_code=status)
        return rows.filter(status_code__in=[Status.IN_FORCE, Status.PARTLY_REPEALED, Status.NOT_YET])

    @property
    def asked(self) -> int:
        """How many of the filters narrow the list."""
        return sum(bool(self.cleaned_data.get(field.name)) for field in self.visible_fields())

    @property
    def day(self) -> datetime.date | None:
        """The day as of which the library is looked at, if not today."""
        return self.cleaned_data.get("on")


def _aliased(key: str) -> QuerySet[Any]:
    return Alias.objects.filter(key__icontains=key).values("regulation")


class RegulationFile(forms.FileField):
    """A file that is read and taken apart while it is cleaned: outside of any transaction."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file taken apart; what cannot be read is refused in one sentence."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return take(upload)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal


def fill_places(form: forms.Form, *, places: QuerySet[Organization], units: QuerySet[Organization]) -> None:
    """Offer in a form the units for which its visitor keeps a library, and those he may let read."""
    cast(forms.ModelChoiceField, form.fields["place"]).queryset = places
    cast(forms.ModelMultipleChoiceField, form.fields["readers"]).queryset = units


class UploadForm(AskingForm):
    """One file, and what is to be said about it; what is left empty is read in the text."""

    file = RegulationFile(
        label=_("文件"), help_text=_("docx、pdf（带文字）、txt、md或html；按“第…条”自动分条，上传后先核对再提交。")
    )
    place = forms.ModelChoiceField(label=_("入库单位"), queryset=Organization.objects.none(), empty_label=None)
    title = forms.CharField(label=_("名称"), required=False, max_length=200, help_text=_("不填则取文件第一行。"))
    level = forms.ChoiceField(label=_("效力级别"), choices=Level.choices, initial=Level.INSTITUTION)
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices, initial=Kind.REGULATION)
    access = forms.ChoiceField(label=_("阅读范围"), choices=Access.choices, initial=Access.SUBTREE)
    readers = forms.ModelMultipleChoiceField(
        label=_("指定单位"),
        queryset=Organization.objects.none(),
        required=False,
        help_text=_("阅读范围为“指定单位”时选择。"),
    )
    document_number = forms.CharField(label=_("文号"), required=False, max_length=100)
    issued_on = DayField(label=_("公布日期"), required=False)
    effective_on = DayField(label=_("施行日期"), required=False)
    ended_on = DayField(label=_("有效期至"), required=False)
    review_months = forms.IntegerField(
        label=_("复审周期（月）"), required=False, min_value=1, max_value=120, help_text=_("到期提醒维护人复审。")
    )

    def __init__(
        self, *args: Any, places: QuerySet[Organization], units: QuerySet[Organization], **kwargs: Any
    ) -> None:
        """Offer the units for which the visitor keeps a library, and those he sees."""
        super().__init__(*args, **kwargs)
        fill_places(self, places=places, units=units)

    def clean(self) -> dict[str, Any]:
        """Named units must be named."""
        cleaned = super().clean()
        if cleaned.get("access") == Access.UNITS and not cleaned.get("readers"):
            self.add_error("readers", _("请选择可以阅读的单位。"))
        return cleaned

    def about(self) -> tuple[Taken, Organization, About]:
        """What was filled in."""
        told = dict(self.cleaned_data)
        taken, place = told.pop("file"), told.pop("place")
        return taken, place, About(**told | {"readers": tuple(told["readers"])})


class DescribeForm(AskingForm):
    """What is said about a document, whatever its texts."""

    title = forms.CharField(label=_("名称"), max_length=200)
    aliases = forms.CharField(
        label=_("简称"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一个，按简称也能检索和引用。"),
    )
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    access = forms.ChoiceField(label=_("阅读范围"), choices=Access.choices)
    readers = forms.ModelMultipleChoiceField(
        label=_("指定单位"),
        queryset=Organization.objects.none(),
        required=False,
        help_text=_("阅读范围为“指定单位”时选择。"),
    )
    review_months = forms.IntegerField(
        label=_("复审周期（月）"), required=False, min_value=1, max_value=120, help_text=_("到期提醒维护人复审。")
    )

    def __init__(self, *args: Any, units: QuerySet[Organization], is_own: bool, **kwargs: Any) -> None:
        """Offer the units a keeper sees; a public document is read by everybody."""
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["readers"]).queryset = units
        if not is_own:
            self.fields["access"].disabled = True
            del self.fields["readers"]

    def clean(self) -> dict[str, Any]:
        """Named units must be named."""
        cleaned = super().clean()
        if cleaned.get("access") == Access.UNITS and "readers" in self.fields and not cleaned.get("readers"):
            self.add_error("readers", _("请选择可以阅读的单位。"))
        return cleaned

    def told(self) -> dict[str, Any]:
        """What was filled in, as the verb takes it."""
        return {**self.cleaned_data, "aliases": self.cleaned_data["aliases"].split("\n")}


class WithdrawForm(AskingForm):
    """Why a draft is given up."""

    because = forms.CharField(label=_("撤回理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class EditionForm(AskingForm):
    """A new edition of a document that is there."""

    file = RegulationFile(label=_("文件"), help_text=_("docx、pdf（带文字）、txt、md或html。"))
    label = forms.CharField(label=_("版本名称"), required=False, max_length=60, help_text=_("如：2026年修订。"))
    document_number = forms.CharField(label=_("文号"), required=False, max_length=100)
    issued_on = DayField(label=_("公布日期"), required=False)
    effective_on = DayField(label=_("施行日期"), required=False)
    ended_on = DayField(label=_("有效期至"), required=False)


class ReplaceForm(AskingForm):
    """Another file in place of a draft's text."""

    file = RegulationFile(label=_("文件"), help_text=_("新文件的文字将替换草稿的全部条款。"))


class PublishForm(AskingForm):
    """The last words before the readers have it."""

    document_number = forms.CharField(label=_("文号"), required=False, max_length=100)
    effective_on = DayField(label=_("施行日期"), required=False, help_text=_("不填为今天。"))


class AskOpinionsForm(AskingForm):
    """Whom to ask, and until when."""

    organizations = forms.ModelMultipleChoiceField(
        label=_("征求单位"), queryset=Organization.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    due_on = DayField(label=_("反馈时限"))

    def __init__(self, *args: Any, units: QuerySet[Organization], **kwargs: Any) -> None:
        """Offer the units the drafter may ask."""
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["organizations"]).queryset = units


class OpinionsForm(AskingForm):
    """The opinions of one unit; one a line, the article before a colon."""

    text = forms.CharField(
        label=_("意见"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一条；可在行首写条款和冒号，如“第五条：建议……”。没有意见的留空提交，记为“无意见”。"),
    )

    def said(self) -> list[tuple[str, str]]:
        """Each line as the article it is about and its words."""
        found = []
        for line in self.cleaned_data["text"].split("\n"):
            head, colon, rest = line.replace(":", "：", 1).partition("：")
            about = bool(colon) and len(head) <= 20 and head.strip().startswith("第")
            found.append((head.strip(), rest.strip()) if about else ("", line.strip()))
        return [(place, words) for place, words in found if words]


class VerdictForm(AskingForm):
    """What becomes of one opinion."""

    verdict = forms.ChoiceField(label=_("采纳情况"), choices=Verdict.choices)
    reason = forms.CharField(label=_("理由"), required=False, max_length=1000)

    @classmethod
    def of(cls, opinion: Opinion, data: Any = None) -> "VerdictForm":
        """The form beside one opinion."""
        initial = {"verdict": opinion.verdict, "reason": opinion.reason}
        return cls(data, initial=initial, auto_id=f"id_{opinion.pk}_%s")


class RelationForm(AskingForm):
    """What another paper does to a document."""

    kind = forms.ChoiceField(label=_("关系"), choices=RelationKind.choices)
    by_text = forms.CharField(
        label=_("依据文件"), max_length=200, help_text=_("写名称或文号；库中已有的按名称自动关联。")
    )
    since = DayField(label=_("起始日期"))
    note = forms.CharField(label=_("说明"), required=False, max_length=300)
