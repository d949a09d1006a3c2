from datetime import UTC, datetime

from django.core.exceptions import ValidationError

from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotFound, NotYet, Refusal, Stale


def test_every_refusal_carries_a_sentence_and_its_status():
    refusals = [NotYet("还早。"), NotAllowed("不行。"), NotFound(), AlreadyDone(), Stale(), Invalid({"name": "必填。"})]
    assert [refusal.status for refusal in refusals] == [422, 403, 404, 409, 409, 422]
    assert all(isinstance(refusal, Refusal) and refusal.message.endswith("。") for refusal in refusals)
    assert str(refusals[0]) == "还早。"


def test_who_came_first_is_named_with_the_local_time():
    refusal = AlreadyDone(who="王院长", when=datetime(2026, 3, 1, 16, 5, tzinfo=UTC))
    assert refusal.message == "已被他人办理：王院长已于2026-03-02 00:05办理，请刷新页面查看结果。"
    assert AlreadyDone(who="王院长").message.startswith("已被他人办理：王院长")


def test_a_stale_form_carries_both_texts():
    refusal = Stale(mine={"名称": "甲"}, theirs={"名称": "乙"})
    assert (refusal.mine, refusal.theirs) == ({"名称": "甲"}, {"名称": "乙"})


def test_a_validation_error_becomes_a_refusal_field_by_field():
    refusal = Invalid.from_validation(ValidationError({"name": ["太长。"], "code": ["重复。"]}))
    assert refusal.errors == {"name": "太长。", "code": "重复。"}
    assert refusal.message == "太长。重复。"
    assert Invalid.from_validation(ValidationError("日期不对。")).errors == {"__all__": "日期不对。"}
