"""Several rows of the ledger at once: the rules of one row hold for each, and each refusal is told."""

import datetime

from django.utils import timezone

from rectification import services
from rectification.models import Finding, FindingState, Slip
from tests.rectification.making import fresh, make_finding
from tests.rectification.pages import at, post, text_of, visit_as

SOON = timezone.localdate() + datetime.timedelta(days=20)


def several(stage, count=3):
    first = stage.supervision_finding()
    rest = [
        make_finding(first.inspection, by=stage.cast.zhao, description=f"{n}号病历缺签名。") for n in range(1, count)
    ]
    return [first, *rest]


def landed(client, **fields):
    answer = post(client, at("ledger_bulk"), **fields)
    assert answer.status_code == 302, text_of(answer)
    return text_of(client.get(answer["Location"]))


def test_what_may_be_done_is_done_and_the_rest_is_told_with_its_number(stage):
    findings = several(stage)
    planned = stage.planned(findings[0])
    told = landed(
        visit_as(stage.cast.li), act="limit", pk=[one.pk for one in findings], limit_on=SOON, because="元旦前完成。"
    )
    assert "已办理 2 条" in told
    assert f"未办理 1 条（{planned.number_text}）" in told
    assert [fresh(one).limit_on == SOON for one in findings] == [False, True, True]


def test_measures_are_approved_in_bulk_by_somebody_else_than_the_planner(stage):
    findings = several(stage)
    for finding in findings:
        stage.planned(finding)
    keys = [one.pk for one in findings]
    told = landed(visit_as(stage.cast.vice_president_he), act="approve", pk=keys)
    assert "已办理 3 条" in told
    assert set(Finding.objects.values_list("state", flat=True)) == {FindingState.RECTIFYING}
    assert "未办理 3 条" in landed(visit_as(stage.cast.vice_president_he), act="approve", pk=keys)


def test_a_leader_of_the_house_is_named_for_all(stage):
    findings = several(stage)
    keys = [one.pk for one in findings]
    landed(visit_as(stage.cast.qian), act="leader", pk=keys, leader=stage.cast.president_wang.pk)
    assert set(Finding.objects.values_list("leader__name", flat=True)) == {"王院长"}


def test_rows_out_of_sight_are_not_touched_and_verification_is_no_bulk_action(stage):
    findings = several(stage)
    stranger = visit_as(stage.cast.zheng)
    page = stranger.get(at("ledger_bulk"), {"act": "leader", "pk": [findings[0].pk]})
    assert "还没有勾选问题" in text_of(page)
    assert findings[0].number_text not in page.content.decode()
    client = visit_as(stage.cast.li)
    assert client.get(at("ledger_bulk"), {"act": "verify", "pk": [findings[0].pk]}).status_code == 404


def test_a_notice_is_sent_from_the_ledger(stage):
    findings = several(stage)
    client = visit_as(stage.cast.li)
    page = text_of(client.get(at("ledger"), {"pick": "all"}))
    assert "批量办理勾选的问题" in page
    shown = text_of(client.get(at("ledger_bulk"), {"act": "slip", "pk": [one.pk for one in findings]}))
    assert "已选 3 条问题" in shown
    fields = {"kind": "order", "text": "请整改。", "reply_by": SOON, "contact": "医政处"}
    told = landed(client, act="slip", pk=[one.pk for one in findings], **fields)
    assert "整改通知书" in told
    assert Slip.objects.get().findings.count() == 3


def test_a_refused_row_leaves_nothing_half_done(stage):
    findings = several(stage, 2)
    outcome = services.in_bulk(
        findings, lambda one: services.name_leader(one, leader=stage.cast.president_wu, by=stage.cast.qian)
    )
    assert not outcome.done
    assert [len(found) for found in outcome.refused.values()] == [2]
    assert not Finding.objects.filter(leader__isnull=False).exists()
