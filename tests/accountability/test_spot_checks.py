"""查岗: who was checked at his post, what was found, and what he says about it."""

import datetime

import pytest
from django.utils import timezone

from accountability import rosters, spot_checks, trail
from accountability.models import Notice, Shift, SpotCheck
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from tests.accountability.climbers import at
from tests.cast import Cast

DAY = datetime.timedelta(days=1)


@pytest.fixture
def shift(cast: Cast) -> Shift:
    """张主任 had the night of yesterday."""
    day = timezone.localdate() - DAY
    given = {"slot": "night", "person": cast.head_zhang, "since": day, "until": day, "by": cast.qian}
    return rosters.set_shifts(cast.peoples_hospital, **given)[0]


def in_the_night(shift: Shift) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(shift.day, datetime.time(22, 10)))


def test_the_commission_rings_at_night_nobody_answers_and_the_one_on_duty_explains(cast: Cast, shift: Shift) -> None:
    _leader = cast.president_wang
    given = {"way": "telephone", "checked_at": in_the_night(shift), "by": cast.zhao}
    with pytest.raises(Invalid, match="请写明具体情况"):
        spot_checks.record_spot_check(shift, result="absent", **given)

    check = spot_checks.record_spot_check(shift, result="absent", note="22:10、22:20两次拨打无人接听", **given)

    assert "请说明情况" in Notice.objects.unread(cast.head_zhang).get(kind="spot_check").text
    assert "结果为“不在岗”" in Notice.objects.unread(cast.president_wang).get(kind="spot_check").text
    with pytest.raises(NotAllowed, match="由值班人员本人填写"):
        spot_checks.explain(check, text="代为说明", by=cast.head_gao)
    with pytest.raises(Invalid, match="请写明当时的情况"):
        spot_checks.explain(check, text="  ", by=cast.head_zhang)
    spot_checks.explain(check, text="正在抢救室参加抢救，电话未带。", by=cast.head_zhang)
    assert "作了说明" in Notice.objects.unread(cast.zhao).get(kind="spot_check").text
    with pytest.raises(AlreadyDone):
        spot_checks.explain(check, text="再说明一次", by=cast.head_zhang)
    assert [event.verb for event in trail.of(check)] == ["presence_checked", "absence_explained"]


def test_what_cannot_be_is_refused_with_a_sentence(cast: Cast, shift: Shift) -> None:
    right = {"way": "telephone", "result": "present", "checked_at": in_the_night(shift), "by": cast.zhao}
    for bad, refusal, sentence in (
        ({"way": "letter"}, Invalid, "请选择抽查方式"),
        ({"result": "perhaps"}, Invalid, "请选择抽查结果"),
        ({"checked_at": timezone.now() + DAY}, Invalid, "不能晚于现在"),
        ({"checked_at": in_the_night(shift) - 10 * DAY}, Invalid, "只能登记7天以内"),
        ({"checked_at": in_the_night(shift) - 8 * datetime.timedelta(hours=1)}, Invalid, "不在这个班次内"),
        ({"by": cast.nurse_sun}, NotAllowed, "没有对该单位查岗的权限"),
        ({"by": cast.zheng}, NotAllowed, "没有对该单位查岗的权限"),
    ):
        with pytest.raises(refusal, match=sentence):
            spot_checks.record_spot_check(shift, **{**right, **bad})
    assert not SpotCheck.objects.exists()
    check = spot_checks.record_spot_check(shift, **right)
    with pytest.raises(NotYet, match="不需要说明"):
        spot_checks.explain(check, text="我在", by=cast.head_zhang)
    assert not Notice.objects.filter(kind="spot_check").exists()


def test_a_spot_check_is_seen_by_the_hospital_and_above_and_not_next_door(cast: Cast, shift: Shift) -> None:
    given = {"way": "on_site", "result": "present", "checked_at": in_the_night(shift), "by": cast.zhao}
    check = spot_checks.record_spot_check(shift, **given)

    for person in (cast.head_zhang, cast.qian, cast.li, cast.zhou):
        assert check in visible(person, SpotCheck)
    for person in (cast.zheng, cast.president_wu, cast.jiang):
        assert check not in visible(person, SpotCheck)


def test_a_night_runs_until_the_next_morning(cast: Cast, shift: Shift) -> None:
    friday = datetime.date(2026, 3, 20)
    for slot in ("day", "night", "leader"):
        rosters.set_shifts(cast.tcm_hospital, slot=slot, person=cast.zheng, since=friday, until=friday, by=None)
    shifts = list(Shift.objects.filter(roster__organization=cast.tcm_hospital))

    def due(moment: str) -> list[str]:
        return sorted(one.slot for one in spot_checks.due_shifts(shifts, at(moment)))

    assert due("2026-03-20 09:00") == ["day", "leader"]
    assert due("2026-03-21 07:59") == ["leader", "night"]
    assert due("2026-03-21 08:00") == []
