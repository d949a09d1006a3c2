"""查岗: who is checked, what was found, and the answer of who was not met; the roster itself is left as it is."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from accountability.digest import plain
from accountability.models import Shift, SpotCheck
from accountability.notices import notify
from accountability.receivers import HANDOVER
from accountability.signing.manifests import in_first_language
from organizations.models import Appointment, Duty, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import exercise
from organizations.sight import sight_of

CHECK = "accountability.check_presence"
ONE_DAY = datetime.timedelta(days=1)
OLDEST = datetime.timedelta(days=7)


def record_spot_check(
    shift: Shift, *, way: str, result: str, checked_at: datetime.datetime, by: Person, note: str = ""
) -> SpotCheck:
    """Write down what a call or a visit found; who was not met is told, and so are the heads of his unit."""
    unit = shift.roster.organization
    if not exercise(by, CHECK, unit):
        raise NotAllowed(_("您没有对该单位查岗的权限，请由上级单位或者本单位有权限的人员办理。"))
    _check_given(shift, way=way, result=result, checked_at=checked_at, note=note, by=by)
    with transaction.atomic():
        held = Shift.objects.select_for_update(of=("self",), no_key=True).filter(pk=shift.pk)
        row = held.select_related("person", "roster__organization").first()
        if row is None or row.person_id != shift.person_id:
            raise AlreadyDone(_("这个班次刚刚有变动，请刷新值班表后重新登记。"))
        check = SpotCheck.objects.create(
            organization=unit,
            day=row.day,
            slot=row.slot,
            person=row.person,
            way=way,
            result=result,
            note=plain(note.strip(), 300),
            checked_at=checked_at,
            checked_by=by,
            checked_for=_unit_of(by) or unit,
            org_path=unit.path,
        )
        trail.record("presence_checked", check, by=by, also=[row], responsible=row.person)
        if check.is_missed:
            _tell_missed(check, by)
    return check


def explain(check: SpotCheck, *, text: str, by: Person) -> SpotCheck:
    """Let who was not met say why; once, because it is answered to what was found."""
    if by.pk != check.person_id:
        raise NotAllowed(_("情况说明由值班人员本人填写。"))
    if not text.strip():
        raise Invalid({"text": _("请写明当时的情况。")})
    with transaction.atomic():
        check.refresh_from_db(from_queryset=SpotCheck.objects.select_for_update(no_key=True))
        if check.explained_at is not None:
            raise AlreadyDone(who=check.person, when=check.explained_at)
        if not check.is_missed:
            raise NotYet(_("抽查结果为在岗，不需要说明。"))
        check.explanation, check.explained_at = plain(text.strip(), 300), timezone.now()
        check.save(update_fields=["explanation", "explained_at"])
        trail.record("absence_explained", check, by=by)
        told = _("%(who)s就%(day)s查岗情况作了说明。") % {"who": check.person, "day": check.day}
        notify([check.checked_by], text=told, url=check.get_absolute_url(), source=check, kind="spot_check")
    return check


def begins_at(shift: Shift) -> datetime.datetime:
    """When a shift begins, as near as the roster knows: at the hand-over in the morning, at nightfall by night."""
    return _at(shift.day, datetime.time(17, 30) if shift.slot == Shift.Slot.NIGHT else HANDOVER)


def ends_at(shift: Shift) -> datetime.datetime:
    """When a shift ends: the leader's and the night's with the hand-over of the next morning."""
    if shift.slot == Shift.Slot.DAY:
        return _at(shift.day, datetime.time(18, 0))
    return _at(shift.day + ONE_DAY, HANDOVER)


def due_shifts(shifts: Sequence[Shift], now: datetime.datetime) -> list[Shift]:
    """Those whose people should be at their posts at a moment."""
    return [shift for shift in shifts if begins_at(shift) <= now < ends_at(shift)]


def _check_given(shift: Shift, *, way: str, result: str, checked_at: datetime.datetime, note: str, by: Person) -> None:
    if way not in SpotCheck.Way.values:
        raise Invalid({"way": _("请选择抽查方式：电话、现场或者视频。")})
    if result not in SpotCheck.Result.values:
        raise Invalid({"result": _("请选择抽查结果。")})
    if by.pk == shift.person_id:
        raise NotAllowed(_("不能给自己查岗，请由他人抽查。"))
    now = timezone.now()
    if checked_at > now:
        raise Invalid({"checked_at": _("抽查时间不能晚于现在。")})
    if now - checked_at > OLDEST:
        raise Invalid({"checked_at": _("只能登记7天以内的抽查。")})
    if not begins_at(shift) <= checked_at < ends_at(shift):
        span = {"since": _told(begins_at(shift)), "until": _told(ends_at(shift))}
        raise Invalid({"checked_at": _("抽查时间不在这个班次内（%(since)s至%(until)s），请核对班次。") % span})
    if result != SpotCheck.Result.PRESENT and not note.strip():
        raise Invalid({"note": _("结果不是在岗的，请写明具体情况，例如“19:40、19:50两次拨打值班电话无人接听”。")})


def _tell_missed(check: SpotCheck, by: Person) -> None:
    with in_first_language():
        told = {
            "unit": check.checked_for, "day": check.day, "slot": check.get_slot_display(), "who": check.person,
            "result": check.get_result_display(),
        }  # fmt: skip
        own = _("查岗：%(unit)s抽查%(day)s%(slot)s，结果为“%(result)s”，请说明情况。") % told
        heads = _("查岗：%(unit)s抽查本单位%(day)s%(slot)s（%(who)s），结果为“%(result)s”。") % told
    address = check.get_absolute_url()
    notify([check.person], text=own, url=address, source=check, kind="spot_check")
    leads = Appointment.objects.valid().filter(post__organization=check.organization)
    posts = leads.filter(post__duty__in=(Duty.PRINCIPAL, Duty.LEADER)).values("person")
    leading = Person.objects.filter(active=True, pk__in=posts).exclude(pk__in=[check.person_id, by.pk])
    notify(leading, text=heads, url=address, source=check, kind="spot_check")


def _unit_of(by: Person) -> Organization | None:
    """For which institution somebody checks."""
    seen = sight_of(by)
    return seen.scopes[0].appointment.post.organization.institution if seen.scopes else None


def _at(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, hour))


def _told(moment: datetime.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
