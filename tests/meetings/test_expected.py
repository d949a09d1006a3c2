"""应到名单: a rule of role, level and focus with exceptions by name becomes a list in the order of precedence."""

import datetime

import pytest

from accountability import trail
from engine.jobs import run_all
from meetings import expecting, services
from meetings.models import Attendance, Capacity, Meeting
from organizations.models import Membership, Organization
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from tests import make
from tests.cast import Cast
from tests.meetings.gathering import HOSPITALS, LEVELS, comes, listed, make_meeting


def named(rule, host) -> list[str]:
    return [one.name for one in expecting.expected(rule, host)]


def test_a_rule_means_a_role_in_institutions_of_a_level(cast: Cast) -> None:
    cast.everybody()

    assert named(HOSPITALS, cast.city) == ["王院长", "吴院长", "魏院长", "林助理"][:3]
    assert named({**HOSPITALS, "ownerships": ["public"]}, cast.city) == ["王院长", "吴院长"]
    assert named({"levels": LEVELS, "key_departments": True, "duties": ["head"]}, cast.city) == ["张主任"]
    assert named({"departments": ["质控科"], "duties": ["head"]}, cast.city) == ["陈处长"]
    assert named({"titles": ["护师"]}, cast.peoples_hospital) == ["孙护士"]
    assert named({"regions": ["城东区"], "duties": ["principal"]}, cast.city) == ["吴院长", "冯院长"]
    assert named({"affiliated": True, "duties": ["principal", "leader"]}, cast.city) == ["王院长", "何副院长"]


def test_names_are_added_and_taken_away_whatever_the_conditions_say(cast: Cast) -> None:
    cast.everybody()
    rule = {**HOSPITALS, "people": [cast.zhou.pk, cast.president_wu.pk], "without": [cast.president_wang.pk]}

    assert sorted(named(rule, cast.city)) == sorted(["吴院长", "魏院长", "周审计"])
    assert named({"people": [cast.zhou.pk], "without": [cast.zhou.pk]}, cast.city) == []


def test_the_hosts_leaders_stand_first_and_each_institution_may_send_one(cast: Cast) -> None:
    cast.everybody()
    rule = {"duties": ["principal", "leader"]}

    found = named(rule, cast.city)
    assert found[:2] == ["刘主任", "王主任"]
    assert found.index("王院长") < found.index("何副院长")
    assert "何副院长" not in named({**rule, "one_each": True}, cast.city)


def test_a_hosts_rule_reaches_its_own_subtree_and_its_links_alone(cast: Cast) -> None:
    cast.everybody()

    assert named({"duties": ["principal"]}, cast.east_district) == ["吴院长", "冯院长"]
    assert "林助理" in named({"duties": ["clerk"]}, cast.city), "the military hospital reports to the city"
    assert named({"duties": ["clerk"]}, cast.qc_centre) == ["郑科长"], "the centre is in charge of the 城东中医院"


def test_the_members_of_a_committee_come_with_their_leader_first(cast: Cast) -> None:
    body = make.make_organization(cast.city, kind="committee", name="市院感管理委员会")
    for person, role in ((cast.zhao, "member"), (cast.director_wang, "chair"), (cast.president_wu, "deputy")):
        since = datetime.date(2024, 1, 1)
        order = Membership.ORDER[role]
        Membership.objects.create(organization=body, person=person, role=role, role_order=order, since=since)
    Membership.objects.filter(person=cast.zhao).update(until=datetime.date(2025, 1, 1))

    assert named({"body": body.pk}, cast.city) == ["王主任", "吴院长"]
    assert "市院感管理委员会成员" in expecting.describe({"body": body.pk})


def test_a_rule_that_says_nothing_or_nonsense_is_refused(cast: Cast, gathering: Meeting) -> None:
    for bad, sentence in (
        ({"levels": ["tertiary"]}, "请说明哪些人员应到"),
        ({"levels": ["fourth"], "duties": ["head"]}, "无法识别的取值"),
        ({"duties": ["king"]}, "无法识别的取值"),
        ({"colour": "red"}, "无法识别的内容"),
    ):
        with pytest.raises(Invalid, match=sentence):
            services.add_rule(gathering, category="类别", rule=bad, by=cast.li)
    with pytest.raises(Invalid, match="请填写人员类别"):
        services.add_rule(gathering, category=" ", rule=HOSPITALS, by=cast.li)
    with pytest.raises(NotAllowed):
        services.add_rule(gathering, category="类别", rule=HOSPITALS, by=cast.zheng)
    services.add_rule(gathering, category="类别", rule=HOSPITALS, by=cast.li)
    with pytest.raises(Invalid, match="已有同名"):
        services.add_rule(gathering, category="类别", rule=HOSPITALS, by=cast.li)


def test_the_list_is_made_in_the_background_and_follows_the_rules(cast: Cast, gathering: Meeting) -> None:
    cast.everybody()
    with pytest.raises(NotYet, match="还没有填写应到人员的条件"):
        services.list_expected(gathering, by=cast.li)
    rows = listed(gathering, cast.li, **HOSPITALS)
    assert [row.name for row in rows] == ["王主任", "王院长", "吴院长", "魏院长"], "the chair first"
    assert {row.unit_name for row in rows} >= {"江州市人民医院", "城东中医院"}
    assert [event.verb for event in trail.of(gathering)][:2] == ["expected_rule_added", "expected_listed"]

    first = gathering.expected.get()
    rule = {"levels": ["secondary"], "duties": ["principal"]}
    services.answer(rows[1], reply="comes", by=cast.president_wang)
    services.drop_rule(first, by=cast.li)
    services.add_rule(gathering, category="二级医院院长", rule=rule, by=cast.li, capacity=Capacity.SIT_IN)
    services.list_expected(gathering, by=cast.li)
    run_all()

    after = {row.name: row for row in gathering.attendances.all()}
    assert set(after) == {"王主任", "王院长", "吴院长", "魏院长"}, "who has answered is not taken off silently"
    assert after["吴院长"].capacity == Capacity.SIT_IN
    with pytest.raises(AlreadyDone):
        services.drop_rule(first, by=cast.li)


def test_single_names_are_added_moved_and_taken_off_with_a_reason(cast: Cast, gathering: Meeting) -> None:
    rows = listed(gathering, cast.li, cast.president_wang, cast.president_wu, cast.zhou)
    with pytest.raises(AlreadyDone, match="已经在应到名单中"):
        services.add_person(gathering, person=cast.zhou, by=cast.li)
    services.place(rows[2], number=1, by=cast.li)
    assert [row.name for row in gathering.attendances.in_order()] == ["周审计", "王院长", "吴院长"]
    with pytest.raises(Invalid, match="1至3"):
        services.place(rows[2], number=9, by=cast.li)
    with pytest.raises(Invalid, match="请写明移出名单的理由"):
        services.remove_person(rows[1], by=cast.li, because="")
    services.remove_person(rows[1], by=cast.li, because="已调离")
    comes(gathering, cast.zhou)
    with pytest.raises(NotYet, match="已经签到"):
        services.remove_person(gathering.attendances.get(name="周审计"), by=cast.li, because="误列")
    assert not Attendance.objects.filter(name="吴院长").exists()


def test_somebody_who_left_is_not_expected(cast: Cast) -> None:
    wei = cast.president_wei
    wei.active = False
    wei.save()
    cast.everybody()

    assert "魏院长" not in named({**HOSPITALS, "people": [wei.pk]}, cast.city)
    meeting = make_meeting(cast)
    with pytest.raises(Invalid, match="已不在岗"):
        services.add_person(meeting, person=wei, by=cast.li)
    assert Organization.objects.filter(name="康宁医院").exists()
