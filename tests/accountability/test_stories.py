"""A hand-over and a publication told over HTTP, as those who take part live them."""

import datetime

import pytest
from django.utils import timezone

from accountability import verify
from accountability.models import Handover, Publication, Seat
from tests.accountability.test_assignments import give
from tests.cast import Cast
from tests.screens.visitors import comes_in
from tests.story import HttpVisitor

pytestmark = pytest.mark.django_db


def everything_agrees() -> bool:
    """Whether every row is what its newest event says."""
    return [difference for result in verify.run() for difference in result.differences] == []


def agrees(visitor: HttpVisitor, words: str) -> None:
    """The visitor finds what waits for him on his own list and agrees to it."""
    visitor.opens("/")
    visitor.follows(words)
    assert words in visitor.reads()
    visitor.presses("确认同意")
    assert visitor.status == 200


def test_who_leaves_hands_over_and_is_let_go_once_three_have_signed(cast: Cast) -> None:
    for person in (cast.head_zhang, cast.head_gao, cast.president_wang):
        cast.account(person)
    task = give(cast, cast.head_zhang)
    zhang = comes_in(cast.head_zhang)
    zhang.opens(f"/handovers/new/{cast.head_zhang.pk}/")
    assert "整修隔离间" in zhang.reads()
    zhang.fills("交接原因", "退休")
    zhang.selects("监交人", "王院长")
    zhang.presses("保存交接单")
    handover = Handover.objects.get()
    assert "还有 1 项没有指定接收人" in zhang.reads()
    zhang.presses("送三方签认")
    assert handover.state == "draft", "nothing is left without an heir"
    zhang.opens(f"{handover.get_absolute_url()}edit/")
    zhang.selects("未逐项指定的，全部交给", "高主任")
    zhang.presses("保存交接单")
    zhang.presses("送三方签认")
    assert "签认中" in zhang.reads()

    agrees(zhang, "交接单")
    agrees(comes_in(cast.head_gao), "交接单")
    assert task.holders.current().get().person == cast.head_zhang, "two of three are not enough"
    agrees(comes_in(cast.president_wang), "交接单")
    assert task.holders.current().get().person == cast.head_gao
    zhang.opens(handover.get_absolute_url())
    assert "生效时间" in zhang.reads()
    gao = comes_in(cast.head_gao)
    gao.opens("/")
    assert "整修隔离间" in gao.reads(), "the work waits with its new holder"
    stranger = comes_in(cast.president_wu)
    stranger.opens(handover.get_absolute_url())
    assert stranger.status == 404
    assert everything_agrees()


def test_a_text_is_checked_by_three_put_up_and_taken_down(cast: Cast) -> None:
    cast.chen, cast.vice_president_he, cast.president_wang  # noqa: B018 - on stage
    qian = comes_in(cast.qian)
    text = it_is_drafted_without_personal_data(qian)
    the_first_checker_returns_it(comes_in(cast.chen))
    it_is_mended_and_sent_again(qian, text)
    for checker in (cast.chen, cast.vice_president_he, cast.president_wang):
        agrees(comes_in(checker), "重点科室手卫生督导")
    assert Seat.objects.filter(request__object_id=text.pk, verdict="agree").count() == 3
    it_stands_on_the_website(qian, text, reader=comes_in(cast.head_zhang))
    qian.follows("撤下")
    qian.fills("原因", "数据有误。")
    qian.presses("确认撤下")
    assert "已登记撤下" in qian.reads()
    text.refresh_from_db()
    assert text.state == "withdrawn"
    assert everything_agrees()


def it_is_drafted_without_personal_data(qian: HttpVisitor) -> Publication:
    qian.opens("/publications/")
    qian.follows("起草发布信息")
    qian.fills("标题", "医院开展手卫生督导")
    qian.fills("正文", "患者张某，电话13812345678，对督导表示满意。")
    qian.fills("事件日期", f"{timezone.localdate() - datetime.timedelta(days=1)}")
    qian.presses("保存")
    assert "疑似个人信息" in qian.reads()
    text = Publication.objects.get()
    qian.opens(f"{text.get_absolute_url()}edit/")
    qian.fills("正文", "医院领导带队督导重点科室手卫生，现场指出问题、现场整改。")
    qian.presses("保存")
    qian.presses("送审")
    return text


def the_first_checker_returns_it(chen: HttpVisitor) -> None:
    chen.follows("医院开展手卫生督导")
    chen.presses("确认退回修改")
    assert chen.status == 422, "nothing is returned without a word"
    chen.fills("意见（", "标题请写明科室范围。")
    chen.presses("确认退回修改")


def it_is_mended_and_sent_again(qian: HttpVisitor, text: Publication) -> None:
    qian.opens(text.get_absolute_url())
    assert "标题请写明科室范围。" in qian.reads()
    qian.opens(f"{text.get_absolute_url()}edit/")
    qian.fills("标题", "医院开展重点科室手卫生督导")
    qian.presses("保存")
    qian.presses("送审")


def it_stands_on_the_website(qian: HttpVisitor, text: Publication, *, reader: HttpVisitor) -> None:
    qian.opens(text.get_absolute_url())
    qian.follows("发布登记")
    qian.selects("发布载体", "网站")
    qian.fills("载体名称", "医院官网")
    qian.presses("登记")
    reader.opens(text.get_absolute_url())
    assert "医院官网" in reader.reads(), "what is published is read in the house"
