"""The second step: who must have it, what a code is worth, and who may help somebody who has lost his phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accountability import trail, verify
from organizations.models import Duty, RecoveryCode, SecondFactorRule, User
from organizations.refusals import Invalid, NotAllowed, NotYet
from organizations.services import factors
from tests import make
from tests.cast import Cast


def code_of(user: User, *, later: int = 0) -> str:
    """What the account's phone shows, some steps of half a minute later; what was wrong before is long ago."""
    device = TOTPDevice.objects.get(user=user)
    TOTPDevice.objects.filter(pk=device.pk).update(throttling_failure_timestamp=None, throttling_failure_count=0)
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = timezone.now().timestamp() + later * device.step
    return f"{clock.token():06}"


def enrolled(cast: Cast, person: Any) -> tuple[User, list[str]]:
    """The person's account with a phone, and its recovery codes."""
    user = cast.account(person)
    factors.offered(user)
    return user, factors.enrol(user, code=code_of(user, later=-1), by=person)


def verbs_of(person: Any) -> list[str]:
    return list(trail.of(person).values_list("verb", flat=True))


def test_a_phone_is_taken_into_use_with_its_first_code_and_ten_codes_are_told_once(cast: Cast) -> None:
    user, codes = enrolled(cast, cast.li)

    assert len(set(codes)) == 10
    kept = set(RecoveryCode.objects.filter(user=user).values_list("digest", flat=True))
    assert len(kept) == 10
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]
    assert "second_factor_enrolled" in verbs_of(cast.li)
    with pytest.raises(NotYet, match="已启用"):
        factors.enrol(user, code="000000", by=cast.li)


def test_a_wrong_first_code_enrols_nothing(cast: Cast) -> None:
    user = cast.account(cast.li)
    factors.offered(user)
    with pytest.raises(Invalid, match="动态码不正确"):
        factors.enrol(user, code="12345x", by=cast.li)
    assert not factors.has_device(user)
    assert not RecoveryCode.objects.exists()


def test_a_code_counts_once_and_a_wrong_one_makes_the_next_wait(cast: Cast) -> None:
    user, _codes = enrolled(cast, cast.li)
    now = code_of(user)
    assert factors.verify(user, code=now) == "password+totp"
    assert factors.verify(user, code=now) == "", "nobody who looked over a shoulder gets in with the same code"

    code = code_of(user, later=1)
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now(), throttling_failure_count=5)
    assert factors.verify(user, code=code) == "", "five wrong ones: sixteen seconds to wait"
    long_ago = timezone.now() - timedelta(minutes=1)
    TOTPDevice.objects.update(throttling_failure_timestamp=long_ago)
    assert factors.verify(user, code=code) == "password+totp"


def test_a_recovery_code_opens_once_and_only_its_own_account(cast: Cast) -> None:
    user, codes = enrolled(cast, cast.li)
    other, _others = enrolled(cast, cast.zhao)
    assert factors.verify(other, code=codes[0]) == ""
    assert factors.verify(user, code=codes[0].lower()) == "password+recovery"
    assert "recovery_code_used" in verbs_of(cast.li)
    assert factors.verify(user, code=codes[0]) == ""
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    factors.renew_codes(user, by=cast.li)
    assert factors.verify(user, code=codes[1]) == "", "new codes make the old ones void"
    assert "recovery_codes_renewed" in verbs_of(cast.li)


def test_another_administrator_resets_with_a_reason_and_never_oneself(cast: Cast) -> None:
    user, codes = enrolled(cast, cast.li)
    enrolled(cast, cast.security_admin)
    with pytest.raises(NotAllowed, match="自己"):
        factors.reset(cast.security_admin, by=cast.security_admin, because="手机丢失")
    for other in (cast.system_admin, cast.audit_admin, cast.director_wang):
        with pytest.raises(NotAllowed):
            factors.reset(cast.li, by=other, because="手机丢失")
    with pytest.raises(Invalid, match="原因"):
        factors.reset(cast.li, by=cast.security_admin, because=" ")
    factors.reset(cast.li, by=cast.security_admin, because="手机丢失，本人当面申请")
    assert not factors.has_device(user)
    assert factors.verify(user, code=codes[0]) == ""
    event = trail.of(cast.li).get(verb="second_factor_reset")
    assert (event.actor_name, event.reason) == ("沈安全", "手机丢失，本人当面申请")


def test_a_rule_asks_the_holders_of_a_duty_in_a_unit_and_beneath_it(cast: Cast) -> None:
    rule = factors.demand(cast.east_district, duty=Duty.PRINCIPAL, signing=False, by=cast.security_admin)
    assert factors.is_required(cast.president_wu), "of a hospital of the district"
    assert not factors.is_required(cast.president_wu, signing=True)
    assert not factors.is_required(cast.president_wang), "of a hospital elsewhere"
    assert not factors.is_required(cast.zheng), "of another duty"
    with pytest.raises(Invalid, match="已有规定"):
        factors.demand(cast.east_district, duty=Duty.PRINCIPAL, signing=True, by=cast.security_admin)
    with pytest.raises(NotAllowed):
        factors.waive(rule, by=cast.system_admin, because="不用了")
    factors.waive(rule, by=cast.security_admin, because="改用单位统一认证")
    assert not factors.is_required(cast.president_wu)
    assert SecondFactorRule.objects.get().ended_at is not None
    again = factors.demand(cast.east_district, duty=Duty.PRINCIPAL, signing=True, by=cast.security_admin)
    assert factors.is_required(cast.president_wu, signing=True)
    seat = cast.president_wu.appointments.get()
    assert factors.is_required(cast.zheng, signing=True, seat=seat), "who signs for him is asked the same"
    cast.president_wu.appointments.update(until=make.LONG_AGO)
    assert not factors.is_required(cast.president_wu), "his post has ended"
    assert set(trail.of(again).values_list("verb", flat=True)) == {"second_factor_demanded"}
    assert [found for result in verify.run() if result.name == "rows" for found in result.differences
            if "secondfactorrule" in found.thing] == []  # fmt: skip
