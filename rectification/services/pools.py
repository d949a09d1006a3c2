"""The verbs around a draw: pools of inspectors, registered avoidances, and the attention only named leaders see."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid
from rectification import permissions
from rectification.models import Attention, AttentionReader, Avoidance, InspectorPool, PoolMember

from . import wording

MOST_WEIGHT = 10


def found_pool(organization: Organization, *, name: str, by: Person) -> InspectorPool:
    """Begin a pool of a unit."""
    permissions.require(by, "keep_pools", organization)
    said = wording.required("name", name, _("请填写人员库名称。"))
    with transaction.atomic():
        pool, is_new = InspectorPool.objects.get_or_create(
            organization=organization,
            name=said,
            defaults={"org_path": organization.path, "institution_path": organization.institution_path},
        )
        if not is_new:
            raise AlreadyDone(_("本单位已有人员库“%(name)s”，请直接使用。") % {"name": said})
        trail.record("pool_founded", pool, by=by)
    return pool


def add_member(
    pool: InspectorPool,
    *,
    person: Person,
    by: Person,
    since: datetime.date,
    until: datetime.date | None = None,
    specialty: str = "",
    yearly_most: int | None = None,
) -> PoolMember:
    """Take a person into a pool for a term."""
    permissions.require(by, "keep_pools", pool)
    if until is not None and until < since:
        raise Invalid({"until": _("聘期结束日期不能早于开始日期。")})
    with transaction.atomic():
        InspectorPool.objects.select_for_update(no_key=True).get(pk=pool.pk)
        if pool.members.on(since).filter(person=person).exists():
            raise AlreadyDone(_("“%(who)s”已在库中，需要调整聘期时请先退出。") % {"who": person})
        member = PoolMember.objects.create(
            pool=pool, person=person, since=since, until=until, specialty=specialty.strip(), yearly_most=yearly_most
        )
        trail.record("pool_member_added", pool, by=by, also=[member], extra={"person": person.name})
    return member


def end_member(member: PoolMember, *, by: Person) -> None:
    """The term ends yesterday: from today the person is drawn no more."""
    permissions.require(by, "keep_pools", member)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    with transaction.atomic():
        member.refresh_from_db(from_queryset=PoolMember.objects.select_for_update(no_key=True))
        if member.until is not None and member.until <= yesterday:
            raise AlreadyDone(_("“%(who)s”已经退出人员库。") % {"who": member.person})
        member.until = max(yesterday, member.since)
        member.save()
        trail.record("pool_member_ended", member.pool, by=by, also=[member], extra={"person": member.person.name})


def record_avoidance(
    organization: Organization,
    *,
    person: Person,
    unit: Organization,
    because: str,
    since: datetime.date,
    by: Person,
    until: datetime.date | None = None,
) -> Avoidance:
    """Register why a person does not inspect a unit; his own posts need no entry."""
    permissions.require(by, "keep_pools", organization)
    reason = wording.required("because", because, _("请填写回避事由。"))
    if until is not None and until < since:
        raise Invalid({"until": _("截止日期不能早于起始日期。")})
    with transaction.atomic():
        avoidance = Avoidance.objects.create(
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            person=person,
            unit=unit,
            because=reason,
            since=since,
            until=until,
            recorded_by=by,
        )
        trail.record("avoidance_recorded", avoidance, by=by)
    return avoidance


def pay_attention(
    organization: Organization,
    *,
    because: str,
    until: datetime.date,
    readers: Sequence[Person],
    by: Person,
    unit: Organization | None = None,
    person: Person | None = None,
    weight: int = 3,
) -> Attention:
    """Make an object of the unit's draws heavier until a day; only the grantor and the named readers see it (F16)."""
    permissions.require(by, "pay_attention", organization)
    reason = wording.required("because", because, _("请填写关注理由。"))
    if (unit is None) == (person is None):
        raise Invalid({"unit": _("请在单位（科室）和人员中选择一项，只选一项。")})
    if until < timezone.localdate():
        raise Invalid({"until": _("到期日期不能早于今天。")})
    if not 1 < weight <= MOST_WEIGHT:
        raise Invalid({"weight": _("抽取权数请填写2至%(most)d。") % {"most": MOST_WEIGHT}})
    with transaction.atomic():
        attention = Attention.objects.create(
            org_path=organization.path,
            institution_path=organization.institution_path,
            unit=unit,
            person=person,
            because=reason,
            weight=weight,
            grantor=by,
            since=timezone.localdate(),
            until=until,
        )
        named = {one.pk: one for one in [by, *readers]}
        rows = [AttentionReader.objects.create(attention=attention, person=one) for one in named.values()]
        trail.record("attention_paid", attention, by=by, also=rows)
    return attention


def end_attention(attention: Attention, *, by: Person) -> None:
    """The attention ends with yesterday, or with its first day."""
    permissions.require(by, "pay_attention", attention)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    with transaction.atomic():
        attention.refresh_from_db(from_queryset=Attention.objects.select_for_update(no_key=True))
        if attention.until <= yesterday:
            raise AlreadyDone(_("这项关注已经到期。"))
        attention.until = max(yesterday, attention.since)
        attention.save()
        trail.record("attention_ended", attention, by=by)
