"""The first n of an assessment may be proposed for commendation (row 130); a bonus is given within its range (131)."""

import datetime
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.utils import timezone

from accountability.incoming import handling
from accountability.models import HandlingKind, HandlingRecord
from organizations.models import Duty
from organizations.refusals import Invalid
from rectification import documents, services
from rectification.models import Score, ScoreLine, ScoreRound
from tests import make
from tests.rectification.making import fresh
from tests.rectification.pages import at, post, text_of, visit_as

BONUS = {"name": "经验推广加分", "kind": "bonus", "points": Decimal(6), "least": Decimal(2), "most": Decimal(10)}
FOUND = {"name": "检查发现问题", "kind": "finding", "points": Decimal(2)}


@pytest.fixture
def auditor(stage):
    """The city's discipline office, which registers commendations."""
    handling.load_shipped_kinds()
    return make.make_holder(Duty.AUDITOR, stage.cast.city, name="纪检员", oversees=stage.cast.city)


def ranking(stage, *, name="医疗质量考核", **fields) -> ScoreRound:
    """A month in which the people's hospital got points and the others none."""
    cast = stage.cast
    told = {"basis": "江卫医〔2026〕8号", "items": (FOUND, BONUS), "commend_top": 1, "veto_bottom": 0, **fields}
    rule = services.write_rule(organization=cast.city, name=name, by=cast.li, **told)
    return services.open_round(rule, period="month", day=timezone.localdate(), by=cast.li)


def grant(stage, round_, unit, points):
    bonus = round_.rule.items.get(kind="bonus")
    score = round_.scores.get(organization=unit)
    return services.grant_points(score, item=bonus, points=Decimal(points), because="全市推广。", by=stage.cast.li)


def published(round_) -> ScoreRound:
    ScoreRound.objects.filter(pk=round_.pk).update(state="published")
    return fresh(round_)


def test_the_first_are_candidates_from_the_rule_to_the_published_sheet(stage, auditor):
    cast = stage.cast
    round_ = ranking(stage)
    grant(stage, round_, cast.peoples_hospital, 3)
    assert list(round_.scores.filter(candidate=True).values_list("organization", flat=True)) == [
        cast.peoples_hospital.pk
    ]
    watcher = visit_as(auditor)
    assert "登记表扬奖励" not in text_of(watcher.get(round_.get_absolute_url())), "nothing is published yet"
    score = published(round_).scores.get(organization=cast.peoples_hospital)
    for page in (round_, score):
        words = text_of(watcher.get(page.get_absolute_url()))
        assert ("表扬候选" in words, "登记表扬奖励" in words) == (True, True)
        assert "登记表扬奖励" not in text_of(visit_as(cast.li).get(page.get_absolute_url())), "he registers nothing"
    words = text_of(watcher.get(round_.get_absolute_url()))
    assert ("前 1 名列为表扬候选单位。" in words, "名一票否决" in words) == (True, False)
    assert "表扬候选名额" in text_of(visit_as(cast.li).get(round_.rule.get_absolute_url()))
    paper = documents.of_score(score, ScoreLine.objects.filter(score=score), period="十一月", with_rank=True)
    assert "表扬候选。" in str(paper.blocks[0])


def commend_address(client, page) -> str:
    """Where the page leads whoever registers a commendation."""
    text = client.get(page.get_absolute_url()).content.decode()
    return text.split('href="/handlings/new/?', 1)[1].split('"', 1)[0].replace("&amp;", "&")


def test_the_commendation_is_registered_with_the_veto_check_already_written(stage, auditor):
    cast = stage.cast
    round_ = ranking(stage)
    grant(stage, round_, cast.peoples_hospital, 3)
    watcher = visit_as(auditor)
    address = f"/handlings/new/?{commend_address(watcher, published(round_))}"
    assert "一票否决" not in address
    assert "未列入末位否决" in unquote(address)
    page = watcher.get(address)
    form = page.context["form"]
    groups = [group for group, _kinds in form.fields["kind"].choices[1:]]
    assert groups == [HandlingKind.Group.COMMENDATION.label]
    assert form["unit"].value() == cast.peoples_hospital.pk
    assert "江卫医〔2026〕8号" in form["basis"].value()
    sent = {"organization": cast.city.pk, "kind": HandlingKind.objects.get(code="commend-circular").pk}
    sent |= {"authority": "市卫健委党委", "basis": form["basis"].value(), "unit": cast.peoples_hospital.pk}
    sent |= {"decided_on": timezone.localdate().isoformat(), "veto_checked": form["veto_checked"].value()}
    assert post(watcher, address, **{**sent, "veto_checked": ""}).status_code == 422
    assert post(watcher, address, **sent).status_code == 302
    made = HandlingRecord.objects.get()
    assert (made.unit, "排名第1" in made.veto_checked) == (cast.peoples_hospital, True)


def test_whom_another_assessment_of_the_same_days_vetoes_is_not_led_to_the_register(stage, auditor):
    cast = stage.cast
    quality, safety = ranking(stage), ranking(stage, name="安全考核", commend_top=0, veto_bottom=1)
    grant(stage, quality, cast.peoples_hospital, 3)
    for each in safety.scores.exclude(organization=cast.peoples_hospital):
        grant(stage, safety, each.organization, 2)
    watcher = visit_as(auditor)
    assert safety.scores.get(vetoed=True).organization == cast.peoples_hospital
    published(quality)
    assert "登记表扬奖励" in text_of(watcher.get(quality.get_absolute_url())), "the other is not published yet"
    published(safety)
    words = text_of(watcher.get(quality.get_absolute_url()))
    assert "同期另有末位否决：安全考核" in words
    assert "登记表扬奖励" not in words
    yesterday = timezone.localdate().replace(day=1) - datetime.timedelta(days=1)
    ScoreRound.objects.filter(pk=safety.pk).update(begins_on=yesterday, ends_on=yesterday)
    assert "登记表扬奖励" in text_of(watcher.get(quality.get_absolute_url())), "another month's veto is over"


def test_a_ranking_of_many_candidates_costs_the_same(stage, auditor, django_assert_max_num_queries):
    round_ = published(ranking(stage, commend_top=50))
    assert round_.scores.filter(candidate=True).count() == Score.objects.count() > 2
    watcher = visit_as(auditor)
    watcher.get(round_.get_absolute_url())
    with django_assert_max_num_queries(12):
        watcher.get(round_.get_absolute_url())


def test_what_an_address_says_beside_the_form_is_never_believed(stage, auditor):
    watcher = visit_as(auditor)
    for asked in ("unit=x", "unit=9999999999999999999999", "unit=²", "group=nothing", "basis=" + "甲" * 900):
        assert watcher.get(f"/handlings/new/?{asked}").status_code == 200


@pytest.mark.parametrize("points", ["1.99", "6.01", "0"])
def test_a_bonus_outside_its_range_is_refused_in_words(stage, points):
    round_ = ranking(stage)
    with pytest.raises(Invalid, match="每次在 2 到 6 分之间"):
        grant(stage, round_, stage.cast.peoples_hospital, points)


@pytest.mark.parametrize("points", ["2", "6"])
def test_the_least_and_the_most_themselves_may_be_given(stage, points):
    round_ = ranking(stage)
    grant(stage, round_, stage.cast.peoples_hospital, points)
    assert round_.scores.get(organization=stage.cast.peoples_hospital).total == 100 + Decimal(points)


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({**FOUND, "least": Decimal(1)}, "由系统按记录核算，不写“每次最少”"),
        ({**BONUS, "least": Decimal(7)}, "不大于分值"),
        ({**BONUS, "least": Decimal(0)}, "要大于零"),
        ({**BONUS, "most": Decimal(1)}, "不能小于“每次最少”"),
    ],
)
def test_a_range_that_cannot_be_met_is_refused_when_the_rule_is_written(stage, item, told):
    with pytest.raises(Invalid, match=told):
        ranking(stage, items=[item])


def test_the_range_stands_on_the_rule_the_form_and_the_sheet(stage):
    round_ = ranking(stage)
    score = round_.scores.get(organization=stage.cast.peoples_hospital)
    li = visit_as(stage.cast.li)
    for address in (round_.rule.get_absolute_url(), score.get_absolute_url(), at("score_grant", score.pk)):
        assert "每次2—6分" in text_of(li.get(address)), address
    paper = documents.of_score(score, ScoreLine.objects.filter(score=score), period="十一月", with_rank=False)
    assert "每次2—6分" in str(paper.blocks[1])
    bonus = round_.rule.items.get(kind="bonus").pk
    refused = post(li, at("score_grant", score.pk), item=bonus, points="1", because="推广。")
    assert (refused.status_code, "每次在 2 到 6 分之间" in text_of(refused)) == (422, True)
    sent = {"name": "考核", "basis": "江卫医〔2026〕9号", "level": "unit", "full_marks": 100, "veto_bottom": 1}
    rows = {"items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0, "items-0-name": "加分", "items-0-kind": "bonus"}
    written = post(li, at("score_rule_new"), **sent, **rows, **{"items-0-points": "6", "items-0-least": "2"})
    assert "每次2—6分" in text_of(li.get(written["Location"]))
