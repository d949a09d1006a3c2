"""代办授权: who may give it to whom, for how long, and what a proxy may do while it holds."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from organizations import rights, sight
from organizations.models import Appointment, Delegation, Duty, Organization, Person, Right
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, Refusal
from organizations.services import delegate, end_appointment, revoke
from tests import make
from tests.cast import Cast

FILL = "tests.fill_in"


def day(distance: int) -> date:
    return timezone.localdate() + timedelta(days=distance)


def post_of(person: Person) -> Appointment:
    """The first of a person's posts."""
    return Appointment.objects.filter(person=person).with_places().by_precedence().first()


def given(grantor: Person, proxy: Person, since: int = 0, until: int = 5, **other) -> Delegation:
    """A delegation entered by the grantor himself, in days from today."""
    told = {"by": grantor, "because": "外出学习", **other}
    return delegate(post_of(grantor), proxy=proxy, since=day(since), until=day(until), **told)


def says(refusal: type[Refusal], words: str):
    return pytest.raises(refusal, match=words)


@pytest.fixture
def filling(db: None) -> None:
    Right.objects.create(duty=Duty.CLERK, permission=FILL, reach=Right.Reach.OWN)


def test_a_proxy_has_the_rights_of_the_post_and_its_sight_while_it_holds(cast: Cast, filling: None):
    assert not rights.may(make.anew(cast.nurse_sun), FILL, cast.surgery)
    given(cast.qian, cast.nurse_sun)
    sun = make.anew(cast.nurse_sun)
    assert rights.may(sun, FILL, cast.surgery)
    assert rights.grantor_of(sun, FILL, cast.surgery) == cast.qian
    assert cast.nurse_sun in rights.who_may(FILL, cast.surgery)
    assert cast.surgery in sight.visible(sun, Organization)
    assert not rights.may(sun, FILL, cast.tcm_hospital), "no right the grantor has not"
    account = make.anew(make.make_account(sun))
    assert account.has_perm(FILL, cast.surgery)
    assert FILL in account.get_all_permissions(cast.surgery)


def test_a_right_of_ones_own_is_nobody_elses(cast: Cast, filling: None):
    other = make.make_holder(Duty.CLERK, cast.quality_office, oversees=cast.peoples_hospital)
    given(cast.qian, other)
    assert rights.grantor_of(make.anew(other), FILL, cast.surgery) is None


def test_the_posts_to_choose_from_stay_ones_own(cast: Cast):
    given(cast.qian, cast.nurse_sun)
    seen = sight.sight_of(make.anew(cast.nurse_sun))
    assert [held.person for held in seen.appointments] == [cast.nurse_sun]


@pytest.mark.parametrize("days", [(1, 5), (-1, None)])
def test_it_begins_and_ends_by_itself(cast: Cast, filling: None, days: tuple[int, int | None]):
    one = given(cast.qian, cast.nurse_sun, 1, 5)
    if days[0] < 0:
        Delegation.objects.filter(pk=one.pk).update(since=day(-9), until=day(-1))
    one.refresh_from_db()
    assert one.state == ("planned" if days[0] > 0 else "ended")
    assert not rights.may(make.anew(cast.nurse_sun), FILL, cast.surgery)
    assert cast.nurse_sun not in rights.who_may(FILL, cast.surgery)


def test_one_that_only_lets_sign_gives_sight_and_no_right(cast: Cast, filling: None):
    given(cast.qian, cast.nurse_sun, covers="sign")
    sun = make.anew(cast.nurse_sun)
    assert not rights.may(sun, FILL, cast.surgery)
    assert not rights.may_anywhere(sun, FILL)
    assert cast.nurse_sun not in rights.who_may(FILL, cast.surgery)
    assert cast.surgery in sight.visible(sun, Organization)


def test_it_ends_with_the_office_of_either(cast: Cast, filling: None):
    given(cast.qian, cast.nurse_sun)
    given(cast.zheng, cast.president_wu)
    end_appointment(post_of(cast.qian), until=day(-1), by=None, because="停职", at_once=True)
    end_appointment(post_of(cast.president_wu), until=day(-1), by=None, because="停职", at_once=True)
    assert not rights.may(make.anew(cast.nurse_sun), FILL, cast.surgery)
    assert not rights.may(make.anew(cast.president_wu), FILL, cast.tcm_hospital)
    assert cast.president_wu not in rights.who_may(FILL, cast.tcm_hospital)


def test_revoking_ends_it_at_once_and_keeps_the_row(cast: Cast, filling: None):
    one = revoke(given(cast.qian, cast.nurse_sun), by=cast.qian, because="提前返岗")
    assert (one.state, one.revoked_by, one.revoked_because) == ("revoked", cast.qian, "提前返岗")
    assert not rights.may(make.anew(cast.nurse_sun), FILL, cast.surgery)
    with says(AlreadyDone, "钱科长"):
        revoke(one, by=cast.qian, because="再撤一次")
    again = given(cast.qian, cast.nurse_sun)
    with says(Invalid, "撤销的原因"):
        revoke(again, by=cast.nurse_sun, because=" ")
    with says(NotAllowed, "没有这项权限"):
        revoke(again, by=cast.head_gao, because="多事")
    revoke(again, by=cast.security_admin, because="本人申请")


def test_who_may_give_it(cast: Cast):
    post = post_of(cast.qian)
    period = {"since": day(0), "until": day(3), "because": "住院"}
    with says(NotAllowed, "没有这项权限"):
        delegate(post, proxy=cast.nurse_sun, by=cast.head_gao, **period)
    with says(NotAllowed, "自己代办"):
        delegate(post, proxy=cast.security_admin, by=cast.security_admin, **period)
    with says(NotAllowed, "管理员的岗位不能委托"):
        delegate(post_of(cast.system_admin), proxy=cast.li, by=cast.system_admin, **period)
    one = delegate(post, proxy=cast.nurse_sun, by=cast.security_admin, **period)
    assert one.recorded_by == cast.security_admin


def test_to_whom_it_may_be_given(cast: Cast):
    with says(Invalid, "不能委托本人"):
        given(cast.qian, cast.qian)
    with says(Invalid, "没有在任岗位"):
        given(cast.qian, make.make_person(cast.icu))
    with says(Invalid, "外单位人员"):
        given(cast.qian, make.make_person(cast.icu, is_guest=True))
    with says(Invalid, "本机构或者上级机构"):
        given(cast.qian, cast.zheng)
    with says(Invalid, "本机构或者上级机构"):
        given(cast.jiang, cast.zheng)
    assert given(cast.zheng, cast.jiang).pk, "the district is above the hospital"


def test_for_how_long_it_may_be_given(cast: Cast):
    for since, until, words in ((-1, 3, "早于今天"), (3, 1, "早于开始"), (0, 180, "最长180天")):
        with says(Invalid, words):
            given(cast.qian, cast.nurse_sun, since, until)
    with says(Invalid, "委托代办的原因"):
        given(cast.qian, cast.nurse_sun, because=" ")
    temporary = make.make_person(cast.icu)
    make.make_appointment(temporary, duty=Duty.CLERK, until=day(2))
    with says(Invalid, "不都担任"):
        given(temporary, cast.nurse_sun, 0, 3)
    assert given(cast.qian, cast.nurse_sun, 0, 179).pk


def test_issuing_needs_a_written_authorisation(cast: Cast):
    with says(Invalid, "授权文号"):
        given(cast.president_wang, cast.vice_president_he, includes_issue=True)
    with says(Invalid, "不含签发"):
        given(cast.president_wang, cast.vice_president_he, includes_issue=True, authorisation="1号", covers="steps")


def test_neither_loops_nor_chains(cast: Cast):
    given(cast.qian, cast.nurse_sun)
    with says(Invalid, "不能互相委托"):
        given(cast.nurse_sun, cast.qian)
    with says(Invalid, "代办期间不能再委托他人"):
        given(cast.nurse_sun, cast.head_gao, 5, 9)
    with says(Invalid, "已委托“孙护士”"):
        given(cast.head_gao, cast.qian, 3, 9)
    assert given(cast.nurse_sun, cast.qian, 6, 9).pk, "the other way round on other days is an AB pair"


def test_one_proxy_for_one_matter(cast: Cast):
    given(cast.qian, cast.nurse_sun, covers="sign")
    with says(Invalid, "已委托“孙护士”"):
        given(cast.qian, cast.head_gao)
    with says(Invalid, "已委托“孙护士”"):
        given(cast.qian, cast.head_gao, covers="sign")
    assert given(cast.qian, cast.head_gao, covers="steps").pk


def test_who_sees_it(cast: Cast):
    one = given(cast.qian, cast.nurse_sun)
    for who in (cast.qian, cast.nurse_sun, cast.security_admin, cast.zhou):
        assert one in sight.visible(make.anew(who), Delegation)
    for who in (cast.head_gao, cast.vice_president_he, cast.zheng, cast.system_admin):
        assert one not in sight.visible(make.anew(who), Delegation)


def test_only_a_proxys_sight_costs_a_query_more(cast: Cast, django_assert_num_queries):
    given(cast.qian, cast.nurse_sun)
    for who, queries in ((cast.head_zhang, 1), (cast.qian, 1), (cast.nurse_sun, 2)):
        fresh = make.anew(who)
        with django_assert_num_queries(queries):
            assert sight.sight_of(fresh).appointments
