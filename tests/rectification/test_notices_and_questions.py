"""Named lists of recipients, notices signed for unit by unit, 政策咨询 answered in time and shared without a name."""

import datetime

import pytest
from django.utils import timezone

from accountability import verify
from accountability.models import Notice
from engine.models import Turn
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import DistributionList, NoticeReceipt, PolicyQuestion, WorkNotice
from tests.rectification.making import fresh, participant_of
from tests.rectification.pages import at, ids, post, text_of, visit_as


def _in(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def _list(stage, *units, name="二级以上医院"):
    return services.keep_list(stage.cast.city, name=name, units=units, by=stage.cast.li)


def test_a_list_is_kept_under_its_name_and_replaced_by_the_next(stage):
    cast = stage.cast
    client = visit_as(cast.li)
    assert "没有发送名单" in text_of(client.get(at("list_list")))
    assert post(client, at("list_new"), name="重点医院", units=ids([cast.tcm_hospital])).status_code == 302
    assert post(client, at("list_new"), name="重点医院", units=[]).status_code == 422
    units = ids([cast.tcm_hospital, cast.peoples_hospital])
    assert post(client, at("list_new"), name="重点医院", units=units).status_code == 302
    assert DistributionList.objects.count() == 2
    assert DistributionList.objects.get(ended_on__isnull=True).units.count() == 2
    assert "2 家" in text_of(client.get(at("list_list")))
    assert "重点医院" not in text_of(visit_as(cast.qian).get(at("list_list")))
    with pytest.raises(NotAllowed):
        services.keep_list(cast.city, name="别人的", units=[cast.clinic], by=cast.qian)


def test_a_notice_goes_to_the_units_of_a_list_and_the_unread_are_named(stage):
    cast = stage.cast
    cast.qian, cast.zheng  # noqa: B018 - those who sign for it
    campaign = stage.issue()
    _list(stage, cast.tcm_hospital, cast.private_hospital)
    client = visit_as(cast.li)
    sent = {"to": DistributionList.objects.get().pk, "title": "补报附件1", "text": "请补报。"}
    address = at("campaign_notice_new", campaign.pk)
    assert post(client, address, sign_by=_in(-1).isoformat(), **sent).status_code == 422
    assert post(client, address, sign_by=_in(2).isoformat(), **sent).status_code == 302
    notice = WorkNotice.objects.get()
    assert "未签收 " in text_of(client.get(notice.get_absolute_url()))
    assert Notice.objects.filter(kind="work_notice", person=cast.zheng).count() == 1
    assert not Notice.objects.filter(kind="work_notice", person=cast.qian).exists()
    assert visit_as(cast.qian).get(notice.get_absolute_url()).status_code == 404
    receipt = notice.receipts.get(organization=cast.tcm_hospital)
    unit = visit_as(cast.zheng)
    assert "未签收 1 家" in text_of(unit.get(notice.get_absolute_url()))
    assert post(unit, at("worknotice_receive", receipt.pk)).status_code == 302
    assert fresh(receipt).received_by == cast.zheng
    with pytest.raises(AlreadyDone):
        services.receive_notice(receipt, by=cast.zheng)
    other = NoticeReceipt.objects.exclude(pk=receipt.pk).first()
    if other is not None:
        assert post(unit, at("worknotice_receive", other.pk)).status_code == 404


def test_a_list_nobody_of_which_takes_part_reaches_nobody_and_says_so(stage):
    cast = stage.cast
    campaign = stage.issue()
    services.remove_participant(participant_of(campaign, cast.clinic), because="停业", by=cast.li)
    mine = _list(stage, cast.clinic)
    told = {"title": "通知", "text": "内容", "sign_by": _in(1), "by": cast.li}
    with pytest.raises(Invalid, match="没有参加本专项工作"):
        services.send_notice(fresh(campaign), to=mine, **told)
    assert not WorkNotice.objects.exists()
    with pytest.raises(NotYet):
        services.send_notice(stage.draft(title="另一项"), **told)
    everybody = services.send_notice(fresh(campaign), **told)
    assert everybody.receipts.count() == campaign.participants.active().count()


def test_a_unit_asks_and_the_office_answers_it_alone_or_everybody(stage):
    cast = stage.cast
    campaign = stage.issue()
    unit = participant_of(campaign, cast.tcm_hospital)
    asking, office, beside = visit_as(cast.zheng), visit_as(cast.li), visit_as(cast.qian)
    assert "我要咨询" in text_of(asking.get(at("campaign_questions", campaign.pk)))
    address = at("participant_question", unit.pk)
    assert post(asking, address, text="城东中医院血透附件如何填？").status_code == 302
    assert "正在等待答复" in text_of(post(asking, address, text="城东中医院血透附件如何填？"))
    question = PolicyQuestion.objects.get()
    assert question.due_on > timezone.localdate()
    assert Notice.objects.filter(kind="question", person=cast.li).exists()
    page = at("campaign_questions", campaign.pk)
    assert "血透附件" in text_of(office.get(page))
    assert "血透附件" not in text_of(beside.get(page))
    answer = at("question_answer", question.pk)
    assert post(asking, answer, answer="自答").status_code == 403
    named = post(office, answer, answer="按附件2。", shared_text="城东中医院问：附件如何填？")
    assert "不要写咨询单位名称" in text_of(named)
    assert post(office, answer, answer="按附件2逐台填写。", shared_text="血透机如何填报？").status_code == 302
    assert post(office, answer, answer="再答").status_code == 409
    shared = text_of(beside.get(page))
    assert "血透机如何填报？" in shared
    assert "按附件2逐台填写。" in shared
    assert "城东中医院" not in shared
    assert Notice.objects.filter(kind="question_answered", person=cast.zheng).count() == 1


def test_an_answer_that_is_not_shared_is_the_units_own(stage):
    cast = stage.cast
    campaign = stage.issue()
    question = services.ask_question(
        campaign, participant=participant_of(campaign, cast.tcm_hospital), text="能否延期？", by=cast.zheng
    )
    services.answer_question(question, answer="不能。", by=cast.li)
    page = at("campaign_questions", campaign.pk)
    assert "不能。" in text_of(visit_as(cast.zheng).get(page))
    assert "不能。" not in text_of(visit_as(cast.qian).get(page))
    PolicyQuestion.objects.filter(pk=question.pk).update(due_on=_in(-1))
    assert "已超期" in text_of(visit_as(cast.li).get(page))
    with pytest.raises(NotAllowed):
        services.ask_question(
            campaign, participant=participant_of(campaign, cast.tcm_hospital), text="替别人问", by=cast.qian
        )


def test_these_pages_cost_the_same_whatever_was_written(stage, django_assert_max_num_queries):
    cast = stage.cast
    campaign = stage.issue()
    unit = participant_of(campaign, cast.tcm_hospital)
    for n in range(3):
        services.ask_question(campaign, participant=unit, text=f"问题{n}", by=cast.zheng)
    notice = services.send_notice(campaign, title="通知", text="内容", sign_by=_in(1), by=cast.li)
    client = visit_as(cast.li)
    pages = (at("campaign_questions", campaign.pk), at("campaign_notices", campaign.pk), notice.get_absolute_url())
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(12):
            client.get(page)


def _owed_by(person):
    """What lies in a person's work."""
    return [row.title for group in visit_as(person).get("/").context["groups"] for row in group.rows]


def test_a_question_is_the_offices_turn_until_it_is_answered(stage):
    cast = stage.cast
    campaign = stage.issue()
    unit = participant_of(campaign, cast.tcm_hospital)
    question = services.ask_question(campaign, participant=unit, text="血透附件如何填？", by=cast.zheng)
    turn = Turn.objects.of(question).open().get()
    assert (turn.node, turn.due_on) == ("answer", question.due_on)
    assert "血透附件如何填？" in _owed_by(cast.li)
    services.answer_question(question, answer="按附件2。", shared_text="血透机如何填报？", by=cast.li)
    closed = Turn.objects.of(question).get()
    assert (closed.closed_by, closed.how) == (cast.li, "done")
    assert "血透附件如何填？" not in _owed_by(cast.li)
    assert "血透附件如何填？" in text_of(visit_as(cast.zheng).get("/"))  # the answer, as a notice
    assert [str(found) for result in verify.run() for found in result.differences] == []


def test_a_question_asked_before_questions_were_turns_is_answered_all_the_same(stage):
    campaign = stage.issue()
    unit = participant_of(campaign, stage.cast.tcm_hospital)
    old = services.ask_question(campaign, participant=unit, text="旧问题", by=stage.cast.zheng)
    Turn.objects.of(old).delete()
    PolicyQuestion.objects.filter(pk=old.pk).update(process=None)
    services.answer_question(fresh(old), answer="已答。", by=stage.cast.li)
    assert fresh(old).answered_by == stage.cast.li
