"""The second step: a code from the phone (TOTP, RFC 6238), or one of ten recovery codes, beside the password."""

import hashlib
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from organizations import events, paths, rights
from organizations.models import Appointment, Organization, Person, RecoveryCode, SecondFactorRule, User
from organizations.permissions import KEEP_PEOPLE
from organizations.refusals import Invalid, NotAllowed, NotYet
from organizations.services.writing import write

BY_PHONE = "password+totp"
BY_RECOVERY = "password+recovery"
CODES = 10
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that is read as something else
LETTERS = 16  # 78 bits: no digest of such a code can be guessed


def has_device(user: User) -> bool:
    """Whether the account has a phone enrolled."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_required(person: Person, *, signing: bool = False, seat: Appointment | None = None) -> bool:
    """Whether one of the person's posts of today asks for the second step, at log-in or for each signature.

    With a `seat` also the post in which it is signed, which may be another's for whom he acts.
    """
    rules = SecondFactorRule.objects.in_force()
    if signing:
        rules = rules.filter(signing=True)
    ruled = list(rules.values_list("duty", "organization__path"))
    if not ruled:
        return False
    held = Appointment.objects.valid().filter(person=person)
    seats = list(held.values_list("post__duty", "post__organization__path"))
    if seat is not None:
        seats.append((seat.post.duty, seat.post.organization.path))
    return any(duty == held_as and paths.contains(upper, path) for duty, upper in ruled for held_as, path in seats)


def offered(user: User) -> TOTPDevice:
    """The key offered to the account for its phone: the same until it is confirmed."""
    found = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return found or TOTPDevice.objects.create(user=user, name="phone", confirmed=False)


def enrol(user: User, *, code: str, by: Person) -> list[str]:
    """Take a phone into use that shows the right code; the ten recovery codes, told this one time."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if has_device(user):
            raise NotYet(_("您已启用二次验证；更换手机请联系安全管理员重置。"))
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).order_by("pk").first()
        if device is not None and device.verify_token(code.strip()):
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            codes = _new_codes(user)
            events.second_factor_enrolled.emit(by, by=by)
            return codes
    raise Invalid({"code": _("动态码不正确，或者距上次输错太近；请等手机上出现新的动态码后再输入。")})


def verify(user: User, *, code: str) -> str:
    """How the account has proved itself by a code: by phone or by recovery code; empty where the code is wrong.

    What is wrong is counted and makes each next attempt wait longer; a code counts once.
    """
    given = "".join(code.split()).upper().replace("-", "")
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None or not device.verify_is_allowed()[0]:
            return ""
        if len(given) == LETTERS:
            return _by_recovery(user, given, device)
        return BY_PHONE if device.verify_token(given) else ""


def _by_recovery(user: User, given: str, device: TOTPDevice) -> str:
    """Use a recovery code up."""
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(user, given), used_at__isnull=True)
    if not unused.update(used_at=timezone.now()):
        device.throttle_increment()
        return ""
    device.throttle_reset()
    if user.person:
        events.recovery_code_used.emit(user.person, by=user.person)
    return BY_RECOVERY


def renew_codes(user: User, *, by: Person) -> list[str]:
    """Ten new recovery codes; those told before are void."""
    with transaction.atomic():
        if not has_device(user):
            raise NotYet(_("请先启用二次验证，再生成恢复码。"))
        codes = _new_codes(user)
        events.recovery_codes_renewed.emit(by, by=by)
        return codes


def reset(person: Person, *, by: Person, because: str) -> None:
    """Forget a person's phone and codes because they are lost: by another administrator, never by oneself."""
    rights.require(by, KEEP_PEOPLE, person.home)
    if by.pk == person.pk:
        raise NotAllowed(_("不能重置自己的二次验证，请由其他管理员办理。"))
    if not because.strip():
        raise Invalid({"because": _("请写明重置的原因，例如手机丢失、本人当面申请。")})
    with transaction.atomic():
        found, _each = TOTPDevice.objects.filter(user__person=person).delete()
        if not found:
            raise NotYet(_("该人员没有启用二次验证，不需要重置。"))
        RecoveryCode.objects.filter(user__person=person).delete()
        events.second_factor_reset.emit(person, by=by, because=because)


@transaction.atomic
def demand(organization: Organization, *, duty: str, signing: bool, by: Person) -> SecondFactorRule:
    """Ask the holders of a duty in a unit and beneath it for the second step from their next log-in on."""
    rights.require(by, KEEP_PEOPLE, organization)
    rule = SecondFactorRule(organization=organization, duty=duty, signing=signing)
    write(rule)
    events.second_factor_demanded.emit(rule, by=by)
    return rule


@transaction.atomic
def waive(rule: SecondFactorRule, *, by: Person, because: str) -> None:
    """No longer ask them; the rule stays as what held until now."""
    rights.require(by, KEEP_PEOPLE, rule.organization)
    rule = SecondFactorRule.objects.select_for_update().get(pk=rule.pk)
    if rule.ended_at:
        raise NotYet(_("这条规定已经取消。"))
    if not because.strip():
        raise Invalid({"because": _("请写明取消的原因。")})
    rule.ended_at = timezone.now()
    rule.save(update_fields=["ended_at"])
    events.second_factor_waived.emit(rule, by=by, because=because, changed={"ended_at": [None, rule.ended_at]})


def _new_codes(user: User) -> list[str]:
    """Ten codes in place of those before."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = ["".join(secrets.choice(ALPHABET) for _each in range(LETTERS)) for _code in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return [grouped(code) for code in codes]


def grouped(code: str) -> str:
    """A code in groups of four, as it is read and typed."""
    parts: Sequence[str] = [code[start : start + 4] for start in range(0, len(code), 4)]
    return "-".join(parts)


def _digest(user: User, code: str) -> str:
    return hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()
