"""Ladders are data: laid as versions, refused when they loop or say nothing, shipped with their legal bases."""

import pytest

from accountability import ladders
from accountability.ladders import Receiver, load_shipped_ladders
from accountability.models import Ladder, Rung
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from tests.accountability.climbers import lay, rung
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accountability.addresses")]
CLERK_ABOVE = Receiver(duty="clerk", where="up_one")
LEADER = Receiver(duty="leader", where="institution")


def test_the_shipped_ones_are_laid_once_and_each_names_its_basis() -> None:
    assert load_shipped_ladders() == 8
    assert load_shipped_ladders() == 0
    shipped = {one.code: one for one in Ladder.objects.with_rungs()}
    assert shipped["public-health-emergency"].basis == "《突发公共卫生事件应急条例》第二十条"
    assert shipped["serious-medical-fault"].basis == "《医疗事故处理条例》第十四条"
    first = shipped["public-health-emergency"].rungs.all()[0]
    assert (first.amount, first.clock, first.start) == (2, "natural_hours", "found")
    outbreak = shipped["infection-outbreak"].rungs.get()
    assert [one.label for one in outbreak.receivers.all()] == ["上一级单位 经办", "所在地疾病预防控制机构"]
    assert all(one.basis for one in shipped.values())


def test_a_change_is_the_next_version_and_the_old_one_stays(cast: Cast) -> None:
    first = lay(cast.peoples_hospital, rung(), by=cast.qian)
    second = lay(cast.peoples_hospital, rung(amount=1), by=cast.qian, replaces=first)
    first.refresh_from_db()
    assert (first.active, second.active, second.version, second.supersedes) == (False, True, 2, first)
    assert first.rungs.get().amount == 2
    with pytest.raises(AlreadyDone, match="钱科长"):
        lay(cast.peoples_hospital, rung(amount=3), by=cast.president_wang, replaces=first)
    assert Ladder.objects.count() == 2


def test_a_unit_lays_its_own_instead_of_a_shipped_one(cast: Cast) -> None:
    load_shipped_ladders()
    shipped = Ladder.objects.get(code="step-by-step")
    own = lay(cast.peoples_hospital, rung(), by=cast.qian, code=shipped.code, replaces=shipped)
    shipped.refresh_from_db()
    assert shipped.active
    nearest = Ladder.objects.active().usable_at(cast.icu.path).filter(code="step-by-step")
    assert list(nearest) == [own, shipped]
    assert list(Ladder.objects.active().usable_at(cast.tcm_hospital.path).filter(code="step-by-step")) == [shipped]
    with pytest.raises(NotYet, match="系统自带的规则不能停用"):
        ladders.retire_ladder(shipped, by=cast.qian, because="不用")
    ladders.retire_ladder(own, by=cast.qian, because="改用统一规则")
    with pytest.raises(AlreadyDone):
        ladders.retire_ladder(own, by=cast.qian, because="再停一次")


@pytest.mark.parametrize(
    ("rungs", "sentence"),
    [
        ([], "请至少填写一级"),
        ([rung(clock="lunar_hours")], "不认识这种计时方式"),
        ([rung(start="due")], "起算时间与用途不符"),
        ([rung(amount=0)], "1—9999之间"),
        ([rung(" ")], "没有填写事项"),
        ([ladders.RungGiven("报上级", 2, "natural_hours", "found", ())], "第1级没有接收方"),
        ([rung(), rung(amount=4)], "第2级与第1级的接收方相同，规则会原地循环"),
        ([rung(), rung("又回到本院", LEADER, start="received")], "比上一级低，规则不能往回走"),
        ([rung("报分管领导", LEADER), rung("报上级", CLERK_ABOVE, amount=2)], "时限不长于上一级"),
        (
            [rung("报分管领导", LEADER), rung("报上级", CLERK_ABOVE, amount=4), rung("再报", LEADER, amount=6)],
            "规则不能往回走|接收方相同",
        ),
    ],
)
def test_what_would_not_climb_is_refused(cast: Cast, rungs: list, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        lay(cast.peoples_hospital, *rungs, by=cast.qian)
    assert not Ladder.objects.exists()
    assert not Rung.objects.exists()


def test_a_rule_needs_a_basis_and_somebody_who_keeps_rules(cast: Cast) -> None:
    with pytest.raises(Invalid, match="请填写依据"):
        lay(cast.peoples_hospital, rung(), by=cast.qian, basis=" ")
    with pytest.raises(Invalid, match="起算时间与用途不符"):
        lay(cast.peoples_hospital, rung(start="received"), by=cast.qian, purpose="overdue")
    for person in (cast.nurse_sun, cast.zheng, cast.li):
        with pytest.raises(NotAllowed):
            lay(cast.peoples_hospital, rung(), by=person)


def test_a_rule_is_seen_below_its_unit_and_not_beside_it(cast: Cast) -> None:
    load_shipped_ladders()
    cast.qian, cast.zheng  # noqa: B018 - on stage
    own = lay(cast.peoples_hospital, rung(), by=cast.qian)
    city = lay(cast.city, rung(), by=None, code="city")

    def seen(person: Person) -> set[int]:
        return set(visible(person, Ladder).filter(organization__isnull=False).values_list("pk", flat=True))

    assert seen(cast.nurse_sun) == {own.pk, city.pk}
    assert seen(cast.zheng) == {city.pk}
    assert visible(cast.zheng, Ladder).filter(organization__isnull=True).count() == 8
