"""Assessment: rules with a basis, points with their cause, objections before publication, a pure ranking."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accountability import verify
from organizations.refusals import Invalid, NotAllowed, NotYet
from rectification import scoring, services
from rectification.models import Finding, FindingSource, ScoreItem, ScoreLine, ScoreObjection, ScoreRound
from tests import make
from tests.rectification.filing import asked, filed, of
from tests.rectification.making import fresh
from tests.rectification.pages import at, post, text_of, visit_as

TODAY = datetime.date(2026, 11, 20)
ITEMS = (
    {"name": "检查发现问题", "kind": "finding", "points": Decimal(2), "most": Decimal(20)},
    {"name": "报表及时率", "kind": "forms", "points": Decimal(10)},
    {"name": "报表更正", "kind": "correction", "points": Decimal(1)},
    {"name": "经验推广加分", "kind": "bonus", "points": Decimal(3), "most": Decimal(5)},
)


def item(kind: str, points: int, most: int | None = None, severity: str = "") -> ScoreItem:
    limit = None if most is None else Decimal(most)
    return ScoreItem(kind=kind, points=Decimal(points), most=limit, severity=severity)


def fact(due: int = 0, done: int | None = None, **fields) -> scoring.Fact:
    """A row due so many days from today, done so many days from today."""
    day = datetime.timedelta(days=1)
    done_on = None if done is None else TODAY + done * day
    return scoring.Fact(url="/x/", label="甲", due_on=TODAY + due * day, done_on=done_on, **fields)


@pytest.mark.parametrize(
    ("rule", "facts", "points"),
    [
        (item("finding", 2), [fact(found=True), fact(found=True), fact()], -4),
        (item("finding", 2, most=3), [fact(found=True)] * 5, -3),
        (item("finding", 2, severity="major"), [fact(found=True, severity="major"), fact(found=True)], -2),
        (item("overdue", 5), [fact(due=-3), fact(due=-3, done=-4), fact(due=-3, done=-1), fact(due=3)], -10),
        (item("fixed", 10), [fact(due=-3, done=-4), fact(due=-3), fact(due=5)], -5),
        (item("fixed", 10), [], 0),
    ],
)
def test_an_item_takes_what_its_rows_say(rule, facts, points):
    line = scoring.line_of(rule, scoring.Facts(findings=facts), [], TODAY)
    assert line.points == points
    assert all(cause["url"] == "/x/" for cause in line.causes)


@given(st.dictionaries(st.integers(1, 50), st.decimals(0, 100, places=2), min_size=1), st.integers(0, 5))
def test_a_better_total_never_ranks_behind_and_the_veto_meets_only_the_last(totals, bottom):
    places = scoring.ranked(totals, bottom)
    for one, total in totals.items():
        assert places[one][0] == 1 + sum(other > total for other in totals.values())
    assert sum(vetoed for _rank, vetoed in places.values()) <= bottom


@given(
    st.dictionaries(st.integers(1, 50), st.integers(0, 9).map(Decimal), min_size=1),
    st.integers(0, 5),
    st.integers(0, 5),
)
def test_who_shares_a_place_among_the_first_is_a_candidate_and_nobody_the_veto_meets(totals, top, bottom):
    places = scoring.ranked(totals, bottom)
    first = scoring.candidates(places, top)
    assert first == {key for key, (rank, _v) in places.items() if rank <= top} - {k for k in places if places[k][1]}
    assert len(first) >= min(top, len(totals) - sum(vetoed for _rank, vetoed in places.values()))


def rule_of(stage, **fields):
    fields = {"basis": "江卫医〔2026〕8号", "items": ITEMS, "veto_bottom": 1, **fields}
    return services.write_rule(organization=stage.cast.city, name="医疗质量考核", by=stage.cast.li, **fields)


@pytest.fixture
def round_(stage):
    """A quarter in which the hospital was found wanting and the others filed nothing in time."""
    cast = stage.cast
    stage.finding(found_on=timezone.localdate())
    collection = asked(
        stage, due_on=timezone.localdate() - datetime.timedelta(days=1), day=timezone.localdate().replace(day=1)
    )
    filed(of(collection, cast.peoples_hospital), by=cast.qian, reviewer=cast.president_wang)
    return services.open_round(rule_of(stage), period="year", day=timezone.localdate(), by=cast.li)


def line(round_, unit, name) -> ScoreLine:
    return ScoreLine.objects.get(score__round=round_, score__organization=unit, item__name=name)


def opened_for_objections(stage, round_):
    until = timezone.localdate() + datetime.timedelta(days=5)
    services.announce_round(round_, until=until, by=stage.cast.li)
    return fresh(round_)


def test_without_a_basis_nobody_is_assessed(stage):
    with pytest.raises(Invalid, match="没有依据不得考核"):
        rule_of(stage, basis=" ")
    with pytest.raises(Invalid, match="大于零"):
        rule_of(stage, items=[{"name": "甲", "kind": "finding", "points": Decimal(-1)}])
    with pytest.raises(NotAllowed):
        services.write_rule(organization=stage.cast.city, name="甲", basis="乙", items=ITEMS, by=stage.cast.zhao)


def test_every_point_names_its_cause(stage, round_):
    hospital = stage.cast.peoples_hospital
    found = line(round_, hospital, "检查发现问题")
    assert (found.points, len(found.causes)) == (-2, 1)
    assert found.causes[0]["url"] == Finding.objects.get().get_absolute_url()
    late = line(round_, stage.cast.clinic, "报表及时率")
    assert (late.points, late.causes[0]["label"]) == (-10, "医疗安全专项整治信息汇总表")
    ranks = dict(round_.scores.values_list("name", "rank"))
    assert ranks["何氏诊所"] > ranks["江州市人民医院"] or ranks["何氏诊所"] == ranks["城东中医院"]
    assert [str(each) for result in verify.run() for each in result.differences] == []


def test_a_source_that_is_not_named_never_counts(stage, round_):
    Finding.objects.update(source=FindingSource.UNIT_RISK)
    services.work_out_again(round_, by=stage.cast.li)
    assert line(round_, stage.cast.peoples_hospital, "检查发现问题").points == 0


def test_what_is_under_objection_or_withdrawn_takes_no_points(stage, round_):
    cast = stage.cast
    found = stage.supervision_finding(found_on=timezone.localdate())
    services.work_out_again(round_, by=cast.li)
    assert line(round_, cast.peoples_hospital, "检查发现问题").points == -2, "the unit may still state its case"
    assert "本期有 1 个问题还在陈述申辩期内" in text_of(visit_as(cast.li).get(round_.get_absolute_url()))
    objection = services.file_objection(found, text="检查时未调阅电子记录。", by=cast.qian)
    services.decide_objection(objection, outcome="upheld", opinion="情况属实。", by=cast.director_wang)
    services.work_out_again(fresh(round_), by=cast.li)
    assert line(round_, cast.peoples_hospital, "检查发现问题").points == -4, "it has been heard"
    assert "陈述申辩期内" not in text_of(visit_as(cast.li).get(round_.get_absolute_url()))
    services.withdraw_finding(fresh(found), because="重复登记。", by=cast.director_wang)
    services.work_out_again(fresh(round_), by=cast.li)
    assert line(round_, cast.peoples_hospital, "检查发现问题").points == -2


def test_what_is_waived_is_not_overdue(stage):
    cast, yesterday = stage.cast, timezone.localdate() - datetime.timedelta(days=1)
    finding = stage.finding(found_on=yesterday, due_on=yesterday)
    items = [{"name": "逾期问题", "kind": "overdue", "points": Decimal(5)}]
    round_ = services.open_round(rule_of(stage, items=items), period="year", day=yesterday, by=cast.li)
    assert line(round_, cast.peoples_hospital, "逾期问题").points == -5
    until = timezone.localdate() + datetime.timedelta(days=30)
    waiver = services.ask_waiver(
        finding, kind="defer", because="设备到货前无法整改。", control="每班人工核对。", until=until, by=cast.qian
    )
    services.decide_waiver(waiver, agree=True, opinion="同意。", by=cast.president_wang)
    services.work_out_again(fresh(round_), by=cast.li)
    assert line(round_, cast.peoples_hospital, "逾期问题").points == 0


def test_points_by_hand_stay_within_the_rule_and_carry_their_reason(stage, round_):
    score = round_.scores.get(organization=stage.cast.peoples_hospital)
    bonus = round_.rule.items.get(kind="bonus")
    li = stage.cast.li
    with pytest.raises(Invalid, match="0 到 3"):
        services.grant_points(score, item=bonus, points=Decimal(4), because="推广。", by=li)
    with pytest.raises(Invalid, match="系统按记录核算"):
        services.grant_points(score, item=round_.rule.items.get(kind="finding"), points=Decimal(1), because="甲", by=li)
    with pytest.raises(Invalid, match="理由"):
        services.grant_points(score, item=bonus, points=Decimal(1), because=" ", by=li)
    before = score.total
    for _time in range(2):
        services.grant_points(score, item=bonus, points=Decimal(3), because="全市推广交接班做法。", by=li)
    assert fresh(score).total == before + 5  # the item's limit


def test_nothing_is_published_before_the_window_and_the_answers(stage, round_):
    cast = stage.cast
    with pytest.raises(NotYet, match="征求异议"):
        services.publish_round(round_, by=cast.director_wang)
    with pytest.raises(Invalid, match="至少 3 天"):
        services.announce_round(round_, until=timezone.localdate(), by=cast.li)
    round_ = opened_for_objections(stage, round_)
    score = round_.scores.get(organization=cast.tcm_hospital)
    forms = round_.rule.items.get(kind="forms")
    objection = services.object_to_score(score, item=forms, text="当日系统停机，有公告。", by=cast.zheng)
    with pytest.raises(NotYet, match="异议期"):
        services.publish_round(round_, by=cast.director_wang)
    ScoreRound.objects.update(objections_until=timezone.localdate() - datetime.timedelta(days=1))
    with pytest.raises(NotYet, match="没有答复"):
        services.publish_round(fresh(round_), by=cast.director_wang)
    services.decide_score_objection(objection, points=Decimal(0), answer="情况属实，不扣分。", by=cast.li)
    told = ScoreObjection.objects.get()
    assert (told.state, told.old_points, told.new_points) == ("upheld", -10, 0)
    assert fresh(score).total == 100
    with pytest.raises(NotAllowed):
        services.publish_round(fresh(round_), by=cast.li)
    services.publish_round(fresh(round_), by=cast.director_wang)
    with pytest.raises(NotYet, match="公布"):
        services.grant_points(
            score, item=round_.rule.items.get(kind="bonus"), points=Decimal(1), because="甲", by=cast.li
        )


def test_a_unit_sees_its_own_points_first_and_the_ranking_once_published(stage, round_):
    cast = stage.cast
    zheng = visit_as(cast.zheng)
    mine = round_.scores.get(organization=cast.tcm_hospital)
    other = round_.scores.get(organization=cast.peoples_hospital)
    assert zheng.get(mine.get_absolute_url()).status_code == 404
    opened_for_objections(stage, round_)
    words = text_of(zheng.get(round_.get_absolute_url()))
    assert ("城东中医院" in words, "江州市人民医院" in words, "公布后可见" in words) == (True, False, True)
    assert zheng.get(other.get_absolute_url()).status_code == 404
    ScoreRound.objects.update(state="published")
    assert "江州市人民医院" in text_of(zheng.get(round_.get_absolute_url()))
    assert "转科交接" not in text_of(zheng.get(other.get_absolute_url()))


def test_the_screens_lead_from_the_rule_to_the_published_ranking(stage, django_assert_max_num_queries):
    cast = stage.cast
    stage.finding(found_on=timezone.localdate())
    li = visit_as(cast.li)
    sent = {"name": "医疗质量考核", "basis": "江卫医〔2026〕8号", "level": "unit", "full_marks": 100, "veto_bottom": 1}
    rows = {"items-TOTAL_FORMS": 2, "items-INITIAL_FORMS": 0}
    rows |= {"items-0-name": "检查发现问题", "items-0-kind": "finding", "items-0-points": "2"}
    rows |= {"items-1-name": "加分", "items-1-kind": "bonus", "items-1-points": "3"}
    refused = post(li, at("score_rule_new"), **{**sent, **rows, "items-0-points": "x"})
    assert (refused.status_code, "请填写数字" in text_of(refused)) == (422, True)
    more = li.post(at("score_rule_new"), {**sent, **rows, "more": "1"})
    assert more.content.decode().count("-points") > 8
    answer = post(li, at("score_rule_new"), **sent, **rows)
    rule = answer["Location"]
    assert "江卫医〔2026〕8号" in text_of(li.get(rule))
    post(li, f"{rule}open/", period="month", day=timezone.localdate().isoformat())
    round_ = ScoreRound.objects.get()
    score = round_.scores.get(organization=cast.peoples_hospital)
    post(li, at("score_grant", score.pk), item=round_.rule.items.get(kind="bonus").pk, points="1", because="推广。")
    post(li, at("score_round_again", round_.pk))
    until = (timezone.localdate() + datetime.timedelta(days=5)).isoformat()
    post(li, at("score_round_announce", round_.pk), until=until)
    qian = visit_as(cast.qian)
    post(qian, at("score_object", score.pk), item=round_.rule.items.first().pk, text="已整改。")
    objection = ScoreObjection.objects.get()
    assert qian.get(at("score_decide", objection.pk)).status_code == 403
    post(li, at("score_decide", objection.pk), answer="按发现时计，不采纳。")
    ScoreRound.objects.update(objections_until=timezone.localdate() - datetime.timedelta(days=1))
    post(visit_as(cast.director_wang), at("score_round_publish", round_.pk))
    assert fresh(round_).state == "published"
    for address in (at("score_list"), rule, round_.get_absolute_url(), score.get_absolute_url()):
        li.get(address)
        with django_assert_max_num_queries(12):
            words = text_of(li.get(address))
    assert "转科交接记录缺少接收医师签名" in words
    assert "被考核单位负责人" in words


def test_departments_are_assessed_by_their_own_findings(stage):
    cast = stage.cast
    stage.finding(department=cast.icu, found_on=timezone.localdate())
    make.make_department(cast.peoples_hospital, name="检验科")
    rule = services.write_rule(
        organization=cast.peoples_hospital,
        name="科室考核",
        basis="院发〔2026〕3号",
        level="department",
        items=ITEMS[:1],
        by=cast.qian,
    )
    round_ = services.open_round(rule, period="month", day=timezone.localdate(), by=cast.qian)
    totals = dict(round_.scores.values_list("name", "total"))
    assert (totals["重症医学科"], totals["检验科"]) == (98, 100)
