"""The checklist on the screen: item by item, handed in, confirmed, returned; and visits from outside."""

from engine.submissions import new_nonce
from rectification import services
from rectification.models import Choice, InspectionState
from tests.rectification.making import answer_everything, fresh, make_finding
from tests.rectification.pages import at, ids, post, text_of, visit_as


def _item(inspection, kind="choice", place=0):
    """An item of a kind."""
    return inspection.checklist_version.items.filter(answer_kind=kind).order_by("order")[place]


def test_every_item_is_saved_on_its_own_and_leads_back_to_its_place(stage):
    inspection = stage.inspection_of(stage.cast.clinic)
    item = _item(inspection)
    client = visit_as(stage.cast.doctor_he)
    answer = post(client, at("inspection_answer", inspection.pk, item.pk), choice="pass")
    assert answer["Location"] == f"{inspection.get_absolute_url()}#item-{item.pk}"
    assert inspection.answers.get().choice == Choice.PASS
    assert "已保存：符合" in text_of(client.get(inspection.get_absolute_url()))


def test_with_htmx_only_the_item_and_the_progress_come_back(stage):
    inspection = stage.inspection_of(stage.cast.clinic)
    item = _item(inspection)
    client = visit_as(stage.cast.doctor_he)
    sent = {"nonce": new_nonce(), "choice": "fail", "note": "值班记录缺两天。"}
    answer = client.post(at("inspection_answer", inspection.pk, item.pk), sent, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert f'id="item-{item.pk}"' in page
    assert 'hx-swap-oob="true"' in page
    assert sent["nonce"] not in page
    assert at("finding_new", inspection.pk) + f"?item={item.pk}" in page
    assert inspection.answers.get().note == "值班记录缺两天。"


def test_a_second_tap_that_arrives_with_the_first_ones_mark_is_told_so(stage):
    inspection = stage.inspection_of(stage.cast.clinic)
    item = _item(inspection)
    client, nonce = visit_as(stage.cast.doctor_he), new_nonce()
    for choice in ("pass", "fail"):
        answer = client.post(
            at("inspection_answer", inspection.pk, item.pk),
            {"nonce": nonce, "choice": choice},
            headers={"HX-Request": "true"},
        )
    assert "本次内容没有保存；请核对后再提交一次。" in answer.content.decode()
    assert nonce not in answer.content.decode()
    assert inspection.answers.get().choice == Choice.PASS


def test_a_numerator_above_its_denominator_is_refused_and_kept(stage):
    inspection = stage.inspection_of(stage.cast.clinic)
    item = _item(inspection, "ratio")
    client = visit_as(stage.cast.doctor_he)
    answer = post(client, at("inspection_answer", inspection.pk, item.pk), n=21, m=20)
    assert answer.status_code == 422
    assert "分子不能大于分母，请核对。" in text_of(answer)
    assert 'value="21"' in answer.content.decode()
    assert not inspection.answers.exists()
    assert post(client, at("inspection_answer", inspection.pk, item.pk), n=19, m=20).status_code == 302
    assert "19/20（95.0%）" in text_of(client.get(inspection.get_absolute_url()))


def test_progress_is_shown_and_a_failed_item_asks_for_its_finding(stage):
    inspection = stage.inspection_of(stage.cast.clinic)
    item = _item(inspection)
    services.answer_item(inspection, item=item, by=stage.cast.doctor_he, choice="fail")
    client = visit_as(stage.cast.doctor_he)
    left = inspection.checklist_version.items.filter(required=True).exclude(pk=item.pk).count()
    page = text_of(client.get(inspection.get_absolute_url()))
    assert f"还有 {left} 项必填条目没有填写" in page
    assert "1 项不符合尚未登记问题" in page
    finding = make_finding(inspection, by=stage.cast.doctor_he, item=item)
    page = text_of(client.get(inspection.get_absolute_url()))
    assert finding.number_text in page
    assert "尚未登记问题" not in page


def test_an_unfinished_inspection_is_not_handed_in_and_says_what_is_open(stage):
    inspection = stage.inspection_of(stage.cast.clinic)
    client = visit_as(stage.cast.doctor_he)
    assert "还有必填条目没有填写" in text_of(client.get(at("inspection_submit", inspection.pk)))
    answer = post(client, at("inspection_submit", inspection.pk))
    assert answer.status_code == 422
    assert "没有填写" in text_of(answer)
    assert fresh(inspection).state == InspectionState.OPEN


def test_the_head_confirms_what_the_clerk_handed_in(stage):
    cast = stage.cast
    inspection = stage.inspection_of(cast.tcm_hospital)
    answer_everything(inspection, by=cast.zheng)
    assert post(visit_as(cast.zheng), at("inspection_submit", inspection.pk)).status_code == 302
    head = visit_as(cast.president_wu)
    page = head.get(inspection.get_absolute_url())
    assert "审核通过" in text_of(page)
    assert "保存" not in text_of(page)
    assert post(visit_as(cast.zheng), at("inspection_confirm", inspection.pk)).status_code == 403
    assert post(head, at("inspection_confirm", inspection.pk)).status_code == 302
    assert fresh(inspection).state == InspectionState.CONFIRMED


def test_it_is_returned_with_a_reason_that_the_clerk_reads(stage):
    cast = stage.cast
    inspection = stage.inspection_of(cast.tcm_hospital)
    answer_everything(inspection, by=cast.zheng)
    services.submit_self_inspection(inspection, by=cast.zheng)
    head = visit_as(cast.president_wu)
    assert post(head, at("inspection_return", inspection.pk), because="").status_code == 422
    assert post(head, at("inspection_return", inspection.pk), because="第3项请附抽查数。").status_code == 302
    assert fresh(inspection).state == InspectionState.OPEN
    assert "提交自查" in text_of(visit_as(cast.zheng).get(inspection.get_absolute_url()))


def test_where_the_filler_is_alone_the_page_says_that_one_level_up_confirms(stage):
    cast = stage.cast
    inspection = stage.inspection_of(cast.clinic)
    answer_everything(inspection, by=cast.doctor_he)
    services.submit_self_inspection(inspection, by=cast.doctor_he)
    assert fresh(inspection).one_level_up
    assert "由上一级单位审核" in text_of(visit_as(cast.doctor_he).get(inspection.get_absolute_url()))
    own = post(visit_as(cast.doctor_he), at("inspection_confirm", inspection.pk))
    assert own.status_code == 403
    assert fresh(inspection).state == InspectionState.SUBMITTED


def test_an_inspector_opens_a_spot_check_and_one_alone_is_pointed_out(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    client = visit_as(cast.zhao)
    assert "现场检查应当由两名以上检查人员进行。" in text_of(client.get(at("inspection_open", phase.pk)))
    unit = phase.campaign.participants.get(organization=cast.tcm_hospital)
    answer = post(
        client, at("inspection_open", phase.pk), participant=unit.pk, kind="spot_check", inspectors=ids([cast.zhao])
    )
    inspection = phase.inspections.get(kind="spot_check")
    assert answer["Location"] == inspection.get_absolute_url()
    page = text_of(client.get(inspection.get_absolute_url()))
    assert "本次只登记了一名检查人员" in page
    assert "本次检查为质量控制技术检查，结果不作为行政处罚依据。" in page
    assert "提交检查结果" in page


def test_a_hospital_visits_nobody_and_least_of_all_itself(stage):
    phase = stage.open("supervise")
    client = visit_as(stage.cast.zheng)
    assert "新建检查" not in text_of(client.get(phase.campaign.get_absolute_url()))
    unit = phase.campaign.participants.get(organization=stage.cast.tcm_hospital)
    fields = {"participant": unit.pk, "kind": "spot_check", "inspectors": [stage.cast.zheng.pk]}
    assert client.get(at("inspection_open", phase.pk)).status_code == 403
    assert post(client, at("inspection_open", phase.pk), **fields).status_code == 403
    assert "新建检查" in text_of(visit_as(stage.cast.zhao).get(phase.campaign.get_absolute_url()))


def test_somebody_of_the_inspected_unit_may_not_inspect_it(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    unit = phase.campaign.participants.get(organization=cast.peoples_hospital)
    assert cast.qc_centre
    answer = post(
        visit_as(cast.zhao),
        at("inspection_open", phase.pk),
        participant=unit.pk,
        kind="supervision",
        inspectors=ids([cast.zhao, cast.chen]),
    )
    assert answer.status_code == 403
    assert "应当回避" in text_of(answer)
    assert not phase.inspections.exclude(kind="self").exists()


def test_the_inspected_unit_reads_a_visit_and_cannot_write_into_it(stage):
    cast = stage.cast
    inspection = stage.visit(cast.tcm_hospital)
    item = _item(inspection)
    client = visit_as(cast.zheng)
    assert "未填写" in text_of(client.get(inspection.get_absolute_url()))
    answer = post(client, at("inspection_answer", inspection.pk, item.pk), choice="pass")
    assert answer.status_code == 403
    assert "您不是本次检查的检查人" in text_of(answer)
    assert post(client, at("inspection_submit", inspection.pk)).status_code == 403


def test_another_hospitals_inspection_does_not_exist(stage):
    inspection = stage.inspection_of(stage.cast.peoples_hospital)
    item = _item(inspection)
    client = visit_as(stage.cast.zheng)
    for name, *more in (
        ("inspection_detail",),
        ("inspection_submit",),
        ("inspection_confirm",),
        ("inspection_return",),
        ("finding_new",),
    ):
        assert client.get(at(name, inspection.pk, *more)).status_code == 404
    assert post(client, at("inspection_answer", inspection.pk, item.pk), choice="pass").status_code == 404


def test_the_checklist_costs_the_same_whatever_was_answered(stage, django_assert_max_num_queries):
    inspection = stage.inspection_of(stage.cast.peoples_hospital)
    client = visit_as(stage.cast.qian)
    client.get(inspection.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(inspection.get_absolute_url())
    answer_everything(inspection, by=stage.cast.qian, failing={1, 2, 3})
    for place in range(3):
        make_finding(inspection, by=stage.cast.qian, item=_item(inspection, place=place))
    with django_assert_max_num_queries(12):
        assert client.get(inspection.get_absolute_url()).status_code == 200
