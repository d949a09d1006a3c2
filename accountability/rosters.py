"""值班表: one person a slot, substitution with a reason, and the gaps pointed out; and the working hours of a unit."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from accountability.clocks import Calendar
from accountability.digest import plain
from accountability.models import DutyRoster, Shift, WorkingHours
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from organizations import paths
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import exercise

KEEP = "accountability.keep_roster"
LONGEST_DAYS = 62
FEWEST_DIGITS = 3  # 120
ONE_DAY = datetime.timedelta(days=1)
Slot = Shift.Slot


def set_shifts(
    organization: Organization,
    *,
    slot: str,
    person: Person,
    since: datetime.date,
    until: datetime.date,
    by: Person | None,
    telephone: str = "",
) -> list[Shift]:
    """Put one person into a slot on each of these days; an occupied slot refuses all of them."""
    _require_keeper(organization, by)
    _check_shift(organization, slot=slot, person=person, since=since, until=until)
    with transaction.atomic():
        roster = _held(organization)
        taken = roster.shifts.between(since, until).filter(slot=slot).first()
        if taken is not None:
            told = {"day": taken.day, "slot": taken.get_slot_display(), "who": taken.person}
            said = _("%(day)s%(slot)s已排“%(who)s”，一个班次只能排一人；确需更换的请办理替班。") % told
            raise Invalid({"person": said})
        days = [since + ONE_DAY * number for number in range((until - since).days + 1)]
        number = plain(telephone.strip() or person.mobile, 40)
        made = [Shift(roster=roster, day=day, slot=slot, person=person, telephone=number) for day in days]
        Shift.objects.bulk_create(made)
        extra = {"slot": slot, "person": str(person), "since": since, "until": until}
        trail.record("shifts_set", roster, by=by, also=made, extra=extra)
    return made


def substitute(shift: Shift, *, person: Person, because: str, by: Person | None) -> Shift:
    """Let another person stand in for who was planned, with the reason; who was planned first stays readable."""
    if not because.strip():
        raise Invalid({"because": _("请写明替班原因。")})
    organization = shift.roster.organization
    if by is None or by.pk != shift.person_id:
        _require_keeper(organization, by)
    with transaction.atomic():
        roster = _held(organization)
        shift.refresh_from_db(from_queryset=Shift.objects.select_for_update(no_key=True))
        if shift.day < timezone.localdate() - ONE_DAY:
            raise NotYet(_("已经过去的班次不能再替班。"))
        if person.pk == shift.person_id:
            raise AlreadyDone(_("“%(who)s”已经排在这个班次，无需替班。") % {"who": person})
        _check_person(organization, person)
        before = shift.person
        shift.substituted = shift.substituted or before
        shift.person, shift.telephone, shift.because = person, plain(person.mobile, 40), plain(because.strip(), 200)
        shift.save()
        changed = {"person": [str(before), str(person)]}
        trail.record("shift_substituted", shift, by=by, because=shift.because, changed=changed, also=[roster])
        _tell_substituted(shift, before, by)
    return shift


def clear_shift(shift: Shift, *, by: Person | None) -> None:
    """Take a shift that is still to come out of the roster."""
    _require_keeper(shift.roster.organization, by)
    with transaction.atomic():
        roster = _held(shift.roster.organization)
        found = Shift.objects.select_for_update(of=("self",), no_key=True).select_related("person").filter(pk=shift.pk)
        row = found.first()
        if row is None:
            raise AlreadyDone(_("这个班次已被取消，请刷新页面查看。"))
        if row.day < timezone.localdate():
            raise NotYet(_("已经过去的班次不能取消。"))
        gone = Shift(pk=row.pk)
        told = {"day": row.day, "slot": row.slot, "person": str(row.person)}
        row.delete()
        trail.record("shift_cleared", roster, by=by, also=[gone], extra=told)


def set_telephone(organization: Organization, *, telephone: str, by: Person | None) -> DutyRoster:
    """Say which number is answered day and night; an empty one takes it from the page."""
    _require_keeper(organization, by)
    if telephone.strip() and sum(letter.isdecimal() for letter in telephone) < FEWEST_DIGITS:
        raise Invalid({"telephone": _("这不像电话号码，请填写能够拨通的号码，分机写在后面。")})
    with transaction.atomic():
        roster = _held(organization)
        before, roster.telephone = roster.telephone, plain(telephone.strip(), 40)
        roster.save(update_fields=["telephone"])
        trail.record("roster_changed", roster, by=by, changed={"telephone": [before, roster.telephone]})
    return roster


def set_working_hours(organization: Organization, *, by: Person | None, **times: datetime.time) -> WorkingHours:
    """Say when a unit works on a working day; rungs counted in working hours from now on follow it."""
    _require_keeper(organization, by)
    order = [times[name] for name in ("morning_from", "morning_until", "afternoon_from", "afternoon_until")]
    if not order[0] < order[1] <= order[2] < order[3]:
        raise Invalid({"morning_from": _("请按先后填写：上午上班、上午下班、下午上班、下午下班，后一个不早于前一个。")})
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        known = WorkingHours.objects.filter(organization=organization).first()
        hours = known or WorkingHours(organization=organization)
        before = str(hours) if hours.pk else ""
        for name, value in times.items():
            setattr(hours, name, value)
        hours.save()
        trail.record("working_hours_set", hours, by=by, changed={"hours": [before, str(hours)]})
    return hours


def gaps(shifts: Iterable[Shift], days: Iterable[datetime.date], calendar: Calendar) -> list[tuple[datetime.date, str]]:
    """What is not filled: the leader and the night of every day, and the day shift of a day on which nobody works."""
    filled = {(one.day, one.slot) for one in shifts}
    found = []
    for day in days:
        needed = [Slot.LEADER, Slot.NIGHT] if calendar.works(day) else [Slot.LEADER, Slot.DAY, Slot.NIGHT]
        found += [(day, str(slot.label)) for slot in needed if (day, slot) not in filled]
    return found


def _held(organization: Organization) -> DutyRoster:
    """The roster of a unit under its lock, made when it is first needed."""
    roster, is_new = DutyRoster.objects.get_or_create(organization=organization)
    if is_new:
        trail.record("roster_changed", roster, by=None)
    roster.refresh_from_db(from_queryset=DutyRoster.objects.select_for_update(no_key=True))
    return roster


def _require_keeper(organization: Organization, by: Person | None) -> None:
    if by is not None and not exercise(by, KEEP, organization):
        raise NotAllowed(_("您没有维护本单位值班表的权限，请联系本单位经办人员。"))


def _check_shift(
    organization: Organization, *, slot: str, person: Person, since: datetime.date, until: datetime.date
) -> None:
    if slot not in Slot.values:
        raise Invalid({"slot": _("请选择班次：带班领导、白班值班员或者夜班值班员。")})
    if until < since:
        raise Invalid({"until": _("结束日期不能早于开始日期。")})
    if (until - since).days >= LONGEST_DAYS:
        raise Invalid({"until": _("一次最多排%(days)d天，请分次排班。") % {"days": LONGEST_DAYS}})
    _check_person(organization, person)


def _check_person(organization: Organization, person: Person) -> None:
    """In office in the institution whose roster it is."""
    inside = person.appointments.valid().filter(post__organization__institution_path=organization.institution_path)
    if not person.active or not inside.exists():
        raise Invalid({"person": _("“%(who)s”不在本单位任职，请另选值班人员。") % {"who": person}})


def _tell_substituted(shift: Shift, before: Person, by: Person | None) -> None:
    told = {"day": shift.day, "slot": shift.get_slot_display(), "who": shift.person, "before": before}
    with in_first_language():
        told["slot"] = shift.get_slot_display()
        text = _("替班：%(day)s%(slot)s由%(before)s改为%(who)s。") % told
    people = [one for one in (shift.person, before) if one != by]
    notify(people, text=text, url=shift.roster.get_absolute_url(), source=shift.roster, kind="roster")


def colleagues(organization: Organization) -> list[Person]:
    """Who may be put into the roster of a unit: everybody in office in its institution, by name."""
    low, high = paths.subtree(organization.institution_path)
    inside = {"appointments__post__organization__path__gte": low, "appointments__post__organization__path__lt": high}
    found = Person.objects.filter(active=True, is_guest=False, **inside).select_related("home").order_by("name", "pk")
    return list(found.distinct())
