"""What is asked for when an institution gets ready for an outside inspection."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accountability.models import Attachment
from organizations.models import Person
from rectification.forms.asking import AskingForm, SeveralField, offer
from rectification.forms.dates import DayField
from rectification.forms.files import FilesField
from rectification.models import Rating


class ReadinessForm(AskingForm):
    """The body's list as it came."""

    title = forms.CharField(label=_("迎检名称"), max_length=200)
    body = forms.CharField(label=_("检查机关"), max_length=120)
    visit_on = DayField(label=_("检查日期"))
    lines = forms.CharField(
        label=_("检查条目"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("每行一个条目，先写编号，空一格后写内容；可以直接粘贴对方的清单。"),
    )

    def clean_lines(self) -> list[str]:
        """Line by line."""
        return str(self.cleaned_data["lines"]).splitlines()


class OwnerForm(AskingForm):
    """Who answers for an item."""

    owner = forms.ModelChoiceField(label=_("责任人"), queryset=Person.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        """Offer the institution's people."""
        super().__init__(*args, **kwargs)
        named = [(one.pk, f"{one.name}（{one.home.name}）") for one in people]
        offer(self, "owner", people, choices=[("", _("请选择")), *named])


class MockForm(AskingForm):
    """How ready an item is, and what is missing."""

    rating = forms.ChoiceField(label=_("评价"), choices=Rating.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("说明"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不是“已准备”的，写明缺什么、什么时候补齐。"),
    )  # fmt: skip


class RateForm(MockForm):
    """The owner's own rating with what shows it."""

    uploads = FilesField(label=_("上传佐证"), required=False)
    shared = SeveralField(
        label=_("共用已有佐证"),
        queryset=Attachment.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text=_("一份材料可以用于多个条目，不必重复上传。"),
    )

    def __init__(self, *args: Any, known: QuerySet[Attachment], **kwargs: Any) -> None:
        """Offer the files that the list has already."""
        super().__init__(*args, **kwargs)
        offer(self, "shared", known)
