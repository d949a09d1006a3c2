from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import Q
from django.utils import timezone
from guardian.shortcuts import assign_perm

from organizations import paths, sight
from organizations.models import Appointment, Duty, Organization, OrganizationLink, Person, Post, Tag, User
from organizations.services import close_account, end_appointment, end_link
from tests import make
from tests.make import anew

DAY = timedelta(days=1)


def _names(who):
    return set(sight.visible(who, Organization).values_list("name", flat=True))


def test_a_clerk_of_the_city_sees_the_city_and_who_reports_to_it(cast):
    cast.every_unit()
    assert set(sight.visible(cast.li, Organization)) == set(Organization.objects.all())


def test_a_nurse_sees_her_own_ward_and_not_the_next(cast):
    cast.every_unit()
    assert _names(cast.nurse_sun) == {"重症医学科"}


def test_a_president_sees_his_hospital_and_the_centre_it_hosts_but_not_whom_the_centre_supervises(cast):
    cast.every_unit()
    assert _names(cast.president_wang) == {
        "江州市人民医院", "重症医学科", "普外科", "质控科", "江州市院感质控中心",
    }  # fmt: skip


def test_somebody_with_two_posts_sees_what_both_look_after(cast):
    cast.every_unit()
    assert _names(cast.chen) == {"质控科", "江州市院感质控中心", "城东中医院"}


def test_a_district_sees_its_own_units_and_no_neighbour(cast):
    cast.every_unit()
    assert _names(cast.jiang) == {"城东区卫生健康委员会", "城东中医院", "柳河镇卫生院"}


def test_a_link_shows_nothing_before_it_begins_and_after_it_ends(cast):
    today = timezone.localdate()
    link = make.make_link(cast.peoples_hospital, cast.township_hospital, since=today, until=today)
    assert "柳河镇卫生院" in _names(cast.president_wang)
    end_link(link, until=today, by=None)
    OrganizationLink.objects.filter(pk=link.pk).update(since=today - 9 * DAY, until=today - DAY)
    assert "柳河镇卫生院" not in _names(anew(cast.president_wang))
    OrganizationLink.objects.filter(pk=link.pk).update(since=today + DAY, until=None)
    assert "柳河镇卫生院" not in _names(anew(cast.president_wang))


def test_a_link_serves_those_who_look_after_its_superior_and_nobody_above_or_beneath(cast):
    make.make_link(cast.tcm_hospital, cast.military_hospital)
    assert "军队某医院" in _names(cast.zheng)
    assert "军队某医院" not in _names(cast.jiang)
    doctor = make.make_holder(Duty.STAFF, make.make_department(cast.tcm_hospital))
    assert "军队某医院" not in _names(doctor)


def test_sight_ends_with_the_appointment(cast):
    today = timezone.localdate()
    end_appointment(cast.head_zhang.appointments.get(), until=today, by=None)
    assert _names(anew(cast.head_zhang)) == {"重症医学科"}
    end_appointment(cast.head_zhang.appointments.get(), until=today - DAY, by=None)
    assert _names(anew(cast.head_zhang)) == set()


def test_nobody_sees_nothing(cast):
    cast.every_unit()
    nobody = User.objects.create_user("machine")
    for who in (None, AnonymousUser(), nobody, make.make_person(cast.icu)):
        assert _names(who) == set()


def test_who_has_left_or_is_locked_out_sees_nothing(cast):
    user = cast.account(cast.li)
    assert "医政处" in _names(user)
    close_account(user, by=None)
    assert _names(user) == _names(anew(user)) == set()
    cast.zhao.active = False
    cast.zhao.save()
    assert _names(anew(cast.zhao)) == set()


def test_a_model_without_a_rule_is_an_error_not_an_open_door(cast):
    with pytest.raises(LookupError):
        sight.visible(cast.li, Tag)


def test_everybody_finds_himself_and_his_posts(cast):
    guest = make.make_person(cast.icu)
    assert list(sight.visible(guest, Person)) == [guest]
    cast.everybody()
    assert set(sight.visible(cast.nurse_sun, Person)) == {cast.head_zhang, cast.nurse_sun, guest}
    assert set(sight.visible(cast.chen, Appointment).filter(person=cast.chen)) == set(cast.chen.appointments.all())
    assert {post.organization for post in sight.visible(cast.zheng, Post)} == {cast.tcm_hospital}
    links = sight.visible(cast.president_wang, OrganizationLink)
    assert [link.subordinate for link in links] == [cast.qc_centre, cast.tcm_hospital]


def test_one_unit_may_be_shown_to_an_expert_from_outside(cast):
    expert = make.make_person(cast.tcm_hospital, name="专家")
    account = make.make_account(expert)
    make.make_grant(account, cast.clinic)
    assert _names(account) == _names(anew(expert)) == {"何氏诊所"}
    close_account(account, by=None)
    assert _names(anew(expert)) == set()


def test_a_unit_may_be_shown_to_a_group_of_accounts(cast):
    team, account = Group.objects.create(name="联合检查组"), cast.account(cast.nurse_sun)
    account.groups.add(team)
    assign_perm("organizations.view_organization", team, cast.clinic)
    assert _names(account) == {"重症医学科", "何氏诊所"}


def test_a_grant_on_another_kind_of_thing_with_the_same_number_or_on_text_opens_nothing(cast):
    account = cast.account(cast.nurse_sun)
    make.make_grant(account, Person.objects.get(pk=cast.nurse_sun.pk))
    session_like = assign_perm("organizations.view_person", account, cast.li)
    type(session_like).objects.filter(pk=session_like.pk).update(object_pk="not-a-number")
    assert _names(account) == {"重症医学科"}


def test_sight_costs_one_query_once_and_a_list_one(cast, django_assert_max_num_queries):
    cast.every_unit()
    user = User.objects.get(pk=cast.account(cast.chen).pk)
    with django_assert_max_num_queries(1):
        seen = sight.sight_of(user)
        assert seen.rights
        assert seen.ranges
    with django_assert_max_num_queries(1):
        assert len(sight.visible(user, Organization)) == 3
    assert sight.sight_of(user) is seen


def test_what_is_visible_serves_as_a_sub_query(cast, django_assert_num_queries):
    cast.everybody()
    user = anew(cast.account(cast.jiang))
    sight.sight_of(user)
    with django_assert_num_queries(1):
        people = set(Person.objects.filter(home__in=sight.visible(user, Organization)))
    assert people == set(sight.visible(user, Person))


def test_sight_is_looked_up_anew_the_next_day(cast, monkeypatch):
    tomorrow = timezone.localdate() + DAY
    end_appointment(cast.head_zhang.appointments.get(), until=timezone.localdate(), by=None)
    assert _names(cast.head_zhang) == {"重症医学科"}
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert _names(cast.head_zhang) == set()


def test_many_ranges_find_what_few_find(cast, monkeypatch):
    cast.every_unit()
    ranges = [paths.subtree(unit.path) for unit in (cast.icu, cast.east_district, cast.military_hospital)]
    few = set(Organization.objects.filter(paths.covering("path", ranges)))
    monkeypatch.setattr(paths, "MANY_RANGES", 2)
    assert set(Organization.objects.filter(paths.covering("path", ranges))) == few
    assert set(Person.objects.filter(paths.covering("home__path", ranges))) == set()


def test_a_centre_in_charge_of_thousands_still_has_a_list(cast):
    ranges = [paths.subtree(paths.step(number)) for number in range(1, 3000)]
    assert cast.city in Organization.objects.filter(paths.covering("path", ranges) | Q(pk=cast.city.pk))


def test_ranges_inside_others_are_dropped():
    assert paths.merged(["0000001/0000002/", "0000001/", "0000003/"]) == (("0000001/", "00000010"),
                                                                          ("0000003/", "00000030"))  # fmt: skip
    assert paths.lineage("0000001/0000002/") == ["0000001/", "0000001/0000002/"]
    assert not paths.contains("", "0000001/")
