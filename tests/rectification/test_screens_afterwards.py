"""After every action the visitor is told what happened, and no page offers what would only be refused."""

from rectification import services
from rectification.models import Finding
from tests.rectification.making import answer_everything, deliver_required, fresh
from tests.rectification.pages import at, measures, post, text_of, visit_as


def done(client, address, **fields):
    """The words of the page on which the visitor lands."""
    answer = post(client, address, **fields)
    assert answer.status_code == 302, text_of(answer)
    return text_of(client.get(answer["Location"]))


def test_the_citys_clerk_and_leader_are_told(stage):
    clerk, leader = visit_as(stage.cast.li), visit_as(stage.cast.director_wang)
    draft = stage.draft()
    assert "方案已提交签发，审批人已收到待办。" in done(clerk, at("campaign_submit", draft.pk))
    campaign = stage.issue(title="院感防控专项检查")
    deploy, check = campaign.phases.get(kind="deploy"), campaign.phases.get(kind="self_inspect")
    assert "阶段已启动。" in done(leader, at("phase_open", deploy.pk))
    assert "阶段已启动，正在向参加单位下发自查任务。" in done(leader, at("phase_open", check.pk))
    deliver_required(deploy, by=stage.cast.li)
    assert "阶段小结已提交审批。" in done(clerk, at("phase_submit", deploy.pk))
    unit = campaign.participants.get(organization=stage.cast.clinic)
    page = done(clerk, at("participant_remove", unit.pk), because="已注销执业许可。")
    assert "已剔除，名单更新为新的一版。" in page
    assert "专项工作已撤销。" in done(leader, at("campaign_cancel", campaign.pk), because="另行发文。")


def test_the_institution_is_told_at_every_step(stage):
    cast = stage.cast
    inspection = stage.inspection_of(cast.peoples_hospital, stage.open("self_inspect"))
    answer_everything(inspection, by=cast.qian, failing={1})
    clerk, head = visit_as(cast.qian), visit_as(cast.vice_president_he)
    item = inspection.checklist_version.items.get(order=1)
    told = done(clerk, at("finding_new", inspection.pk), item=item.pk, severity="general", description="缺签名。")
    finding = Finding.objects.get()
    assert f"已登记入台账：{finding.number_text}。" in told
    assert "自查已提交，等待本单位负责人审核。" in done(clerk, at("inspection_submit", inspection.pk))
    assert "已退回填报人修改" in done(head, at("inspection_return", inspection.pk), because="第3项请补充。")
    services.submit_self_inspection(fresh(inspection), by=cast.qian)
    assert "自查已审核通过，计入本阶段完成单位。" in done(head, at("inspection_confirm", inspection.pk))
    row = {"text": "补签。", "goal": "签名率100%。", "holder": cast.nurse_sun.pk, "due_on": "2026-12-31"}
    assert "整改措施已提交审核。" in done(clerk, at("finding_plan", finding.pk), **measures(row))
    assert "措施已批准，任务已下达责任人。" in done(head, at("finding_approve", finding.pk))
    assert "整改情况已提交，等待核查。" in done(clerk, at("finding_report", finding.pk), text="已补签。")


def test_one_more_row_keeps_what_was_typed_and_scolds_nobody(stage):
    finding = stage.finding()
    typed = measures({"text": "补签。", "goal": ""}, more="1")
    page = post(visit_as(stage.cast.qian), at("finding_plan", finding.pk), **typed)
    assert page.status_code == 200
    words = page.content.decode()
    assert "补签。" in words
    assert "交接流程不熟悉。" in words
    assert "措施 2" in text_of(page)
    assert "请填写" not in text_of(page)


def test_a_phase_with_gaps_is_not_offered_for_submission(stage):
    phase = stage.open("deploy")
    client = visit_as(stage.cast.li)
    words = text_of(client.get(at("phase_submit", phase.pk)))
    assert "还缺以下必交成果" in words
    assert "提交审批" not in words
    assert post(client, at("phase_submit", phase.pk)).status_code == 422
    deliver_required(phase, by=stage.cast.li)
    assert "提交审批" in text_of(client.get(at("phase_submit", phase.pk)))


def test_nobody_is_released_where_all_are_done(stage):
    phase = stage.open("supervise")
    page = text_of(visit_as(stage.cast.director_wang).get(at("phase_release", phase.pk)))
    assert "不需要放行" in page
    assert "放行以下单位" not in page


def test_every_page_of_a_part_leads_back_to_the_whole(stage):
    campaign = stage.issue()
    client = visit_as(stage.cast.li)
    for name in ("campaign_wall", "campaign_participants", "campaign_annexes"):
        crumbs = client.get(at(name, campaign.pk)).content.decode().split('class="bh-crumbs"')[1].split("</ol>")[0]
        assert campaign.get_absolute_url() in crumbs
        assert campaign.title in crumbs


def test_an_empty_ledger_says_what_will_stand_there_and_a_narrow_filter_how_to_widen_it(stage):
    stage.issue()
    client = visit_as(stage.cast.li)
    assert "台账里还没有问题" in text_of(client.get(at("ledger")))
    narrow = text_of(client.get(at("ledger"), {"severity": "major"}))
    assert "没有符合条件的问题 清除筛选" in narrow
    assert "已选 1 项" in narrow
