from datetime import date, timedelta

import pytest
from django.utils import timezone

from organizations.models import Appointment, Duty
from organizations.refusals import Invalid, NotAllowed, NotYet
from organizations.services import appoint, create_post, end_appointment, register_person
from tests import make

SPRING, SUMMER = date(2025, 3, 1), date(2025, 6, 30)
DAY = timedelta(days=1)


def test_a_person_holds_a_post_from_its_first_to_its_last_day(cast):
    held = make.make_appointment(cast.nurse_sun, duty=Duty.CLERK, since=SPRING, until=SUMMER)
    for day, expected in ((SPRING - DAY, False), (SPRING, True), (SUMMER, True), (SUMMER + DAY, False)):
        assert Appointment.objects.valid(day).filter(pk=held.pk).exists() is expected
        assert held.is_valid(day) is expected
    assert str(held) == "重症医学科经办 孙护士"


def test_somebody_with_two_posts_holds_both(cast):
    assert [str(held.post) for held in cast.chen.appointments.valid().by_precedence()] == [
        "质控科处长", "江州市院感质控中心主任",
    ]  # fmt: skip


def test_the_same_post_twice_at_one_time_is_refused(cast):
    held = make.make_appointment(cast.nurse_sun, duty=Duty.CLERK, since=SPRING, until=SUMMER)
    with pytest.raises(Invalid, match="不必重复登记"):
        appoint(cast.nurse_sun, post=held.post, since=SUMMER, by=None)
    appoint(cast.nurse_sun, post=held.post, since=SUMMER + DAY, by=None)


def test_nobody_appoints_himself(cast):
    post = create_post(cast.city, title="副主任", duty=Duty.LEADER, by=None)
    with pytest.raises(NotAllowed, match="不能给自己任职"):
        appoint(cast.security_admin, post=post, since=SPRING, by=cast.security_admin)
    appoint(cast.li, post=post, since=SPRING, by=cast.security_admin)


def test_only_the_security_administrator_appoints_and_only_in_his_own_tree(cast):
    post = create_post(cast.military_hospital, title="院长", duty=Duty.PRINCIPAL, by=None)
    here = create_post(cast.tcm_hospital, title="护士", duty=Duty.STAFF, by=cast.security_admin)
    with pytest.raises(NotAllowed):
        appoint(cast.nurse_sun, post=here, since=SPRING, by=cast.system_admin)
    local = make.make_holder(Duty.SECURITY_ADMIN, cast.tcm_hospital)
    with pytest.raises(NotAllowed):
        appoint(cast.nurse_sun, post=post, since=SPRING, by=local)
    appoint(cast.nurse_sun, post=here, since=SPRING, by=local)


def test_three_kinds_of_administrators_are_three_people(cast):
    post = create_post(cast.city, title="审计管理员", duty=Duty.AUDIT_ADMIN, by=None)
    with pytest.raises(Invalid, match="不同的人担任"):
        appoint(cast.system_admin, post=post, since=SPRING, by=None)


def test_an_ended_appointment_keeps_its_past(cast):
    held = cast.nurse_sun.appointments.get()
    yesterday = timezone.localdate() - DAY
    end_appointment(held, until=yesterday, by=cast.security_admin, because="调离")
    assert not cast.nurse_sun.appointments.valid().exists()
    assert cast.nurse_sun.appointments.valid(yesterday).exists()
    with pytest.raises(Invalid, match="已经终止"):
        end_appointment(held, until=timezone.localdate(), by=None)


def test_an_appointment_never_ends_before_it_began(cast):
    with pytest.raises(Invalid, match="免职日期"):
        end_appointment(cast.nurse_sun.appointments.get(), until=date(2000, 1, 1), by=None)


def test_somebody_who_has_left_is_not_appointed(cast):
    cast.nurse_sun.active = False
    cast.nurse_sun.save()
    with pytest.raises(NotYet, match="已停用"):
        make.make_appointment(cast.nurse_sun, duty=Duty.HEAD)


def test_a_post_looks_after_nothing_outside_its_own_institution(cast):
    with pytest.raises(Invalid, match="超出了本机构"):
        create_post(cast.icu, title="科员", duty=Duty.CLERK, oversees=cast.tcm_hospital, by=None)
    district = create_post(
        cast.medical_office, title="片区督导", duty=Duty.INSPECTOR, oversees=cast.east_district, by=None
    )
    assert district.scope == cast.east_district
    assert create_post(cast.icu, title="护师", duty=Duty.STAFF, by=None).scope == cast.icu


def test_a_staff_number_belongs_to_one_person_of_a_unit(cast):
    register_person(cast.icu, name="甲", staff_number="007", by=None)
    register_person(cast.surgery, name="乙", staff_number="007", by=None)
    with pytest.raises(Invalid, match="工号"):
        register_person(cast.icu, name="丙", staff_number="007", by=None)
    with pytest.raises(NotAllowed):
        register_person(cast.icu, name="丁", by=cast.head_zhang)
