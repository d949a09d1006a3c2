"""What the forms say when something is missing or wrong: always what to do, never a word about fields."""

import pytest
from django import forms

from organizations.models import Person
from rectification.forms.asking import AskingForm
from rectification.forms.campaigns import CampaignNewForm, ConclusionForm
from rectification.forms.findings import BecauseForm, FindingForm, MeasureFormSet, VerifyForm
from rectification.forms.inspections import AnswerForm, InspectionForm
from rectification.forms.phases import DeliveryForm
from tests.rectification.pages import at, post, text_of, visit_as


def said(form: forms.Form) -> set[str]:
    """All its sentences."""
    return {sentence for sentences in form.errors.values() for sentence in sentences}


def subclasses(form: type) -> set[type]:
    """All forms that ask."""
    return {form}.union(*(subclasses(below) for below in form.__subclasses__()))


def test_a_missing_text_is_asked_for_and_a_missing_choice_too():
    assert said(BecauseForm({})) == {"请填写理由。"}
    assert said(ConclusionForm({})) == {"请填写工作总结。"}
    assert said(VerifyForm({})) == {"请选择核查结论。", "请填写核查意见。"}


def test_what_no_longer_exists_or_is_too_long_is_said_in_words():
    assert said(VerifyForm({"conclusion": "maybe", "opinion": "属实。"})) == {"核查结论的选项已经变化，请重新选择。"}
    assert said(BecauseForm({"because": "长" * 1001})) == {"理由太长，最多 1000 个字，现在 1001 个字，请删减。"}


def test_a_day_that_is_none_is_asked_for_again(stage):
    page = post(visit_as(stage.cast.li), at("campaign_new"), title="专项整治", starts_on="明天")
    assert "请按“2026-03-01”的写法填写开始日期。" in text_of(page)
    assert "请选择模板。" in text_of(page)


@pytest.mark.django_db
def test_rows_of_a_plan_are_asked_for():
    rows = MeasureFormSet(
        {"measures-TOTAL_FORMS": 0, "measures-INITIAL_FORMS": 0},
        prefix="measures",
        form_kwargs={"holders": [], "people": Person.objects.none()},
    )
    assert not rows.is_valid()
    assert rows.non_form_errors() == ["请至少写一条整改措施。"]


def test_the_page_says_what_to_choose(stage):
    phase = stage.open("supervise")
    answer = post(visit_as(stage.cast.zhao), at("inspection_open", phase.pk))
    assert answer.status_code == 422
    words = text_of(answer)
    for sentence in ("请选择被检查单位。", "请选择检查方式。", "请选择检查人员。"):
        assert sentence in words
    assert "必填项" not in words


def test_every_form_of_the_screens_asks_in_words():
    known = {CampaignNewForm, FindingForm, AnswerForm, InspectionForm, DeliveryForm}
    assert known <= subclasses(AskingForm)
