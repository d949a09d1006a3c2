"""How a unit with everything beneath it is lifted out of one place in the tree and set down in another."""

import hashlib
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import paths
from organizations.fields import PATH_LENGTH
from organizations.models import Appointment, Delegation, Organization, PastParent, PastPath
from organizations.refusals import Invalid, NotYet, Stale
from organizations.services.writing import write

PATHS = ("path", "institution_path")
ONE_DAY = timedelta(days=1)


def stamp_of(unit: Organization) -> str:
    """What a form about a unit carries: it differs as soon as the unit is renamed, moved, merged, split or closed."""
    told = f"{unit.pk}|{unit.name}|{unit.path}|{unit.active}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def locked(unit: Organization, *others: Organization, stamp: str = "") -> tuple[Organization, ...]:
    """The units and everything beneath the first and above the others, locked in one order and read again.

    The lock is the full one: on PostgreSQL whoever writes a row that points to one of these units waits, or has
    committed before, so that its row is found where it was written.
    """
    fresh = Organization.objects.in_bulk([unit.pk, *(other.pk for other in others)])
    wanted = set(Organization.objects.within(fresh[unit.pk].path).values_list("pk", flat=True))
    above = [path for one in fresh.values() for path in paths.lineage(one.path)]
    wanted |= set(Organization.objects.filter(path__in=above).values_list("pk", flat=True))
    list(Organization.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    again = Organization.objects.in_bulk(fresh)
    if stamp and stamp != stamp_of(again[unit.pk]):
        raise Stale(_("这个机构在您填写期间已经变更，请刷新页面，核对后重新办理。"))
    if any(again[pk].path != one.path for pk, one in fresh.items()):
        raise Stale(_("机构树正在调整，请刷新页面，核对后重新办理。"))
    return tuple(again[one.pk] for one in (unit, *others))


def day_of(unit: Organization, on: date | None) -> date:
    """The day from which a change holds; a day to come is planned, not done."""
    first_day = on or timezone.localdate()
    if first_day > timezone.localdate():
        raise Invalid({"on": _("生效日期还没有到，请先登记为待生效的变更，到期自动办理。")})
    last = unit.past_parents.order_by("-until").first()
    if last and first_day <= last.until:
        raise Invalid({"on": _("生效日期不晚于上一次变更，请核对。")})
    return first_day


def require_active(*units: Organization) -> None:
    """Refuse what is closed already."""
    for unit in units:
        if not unit.active:
            raise NotYet(_("“%(unit)s”已经停用，请选择在用的单位。") % {"unit": unit})


def replant(unit: Organization, parent: Organization | None, *, on: date) -> list[Organization]:
    """Set a locked unit under another superior; every unit that now stands elsewhere, the unit itself first."""
    low = unit.path
    rows = list(Organization.objects.within(low).order_by("path"))
    new = (parent.path if parent else "") + paths.step(unit.pk)
    if max(len(row.path) for row in rows) - len(low) + len(new) > PATH_LENGTH:
        raise Invalid({"parent": _("机构层级太深，请挂在更高一级的单位下。")})
    last = unit.past_parents.order_by("-until", "-pk").first()
    PastParent.objects.create(
        organization=unit, parent=unit.parent, since=last.until + ONE_DAY if last else None, until=on - ONE_DAY
    )
    PastPath.objects.bulk_create(
        [PastPath(organization=row, path=row.path, until=on - ONE_DAY) for row in rows], batch_size=500
    )
    unit.parent = parent
    write(unit, unchecked=PATHS)
    rows[0] = unit
    _walk(rows, parent, low, new)
    Organization.objects.bulk_update(rows, PATHS, batch_size=200)
    return rows


def _walk(rows: list[Organization], parent: Organization | None, low: str, new: str) -> None:
    """Give each unit, superiors first, its new path and the nearest institution above."""
    institutions = {parent.path: parent.institution_path} if parent else {}
    for row in rows:
        row.path = new + row.path[len(low) :]
        above = row.path[: -len(paths.step(0))]
        stands_alone = row.is_institution or not institutions.get(above)
        institutions[row.path] = row.institution_path = row.path if stands_alone else institutions[above]


def refuse_reaching_across(unit: Organization, institution_path: str) -> None:
    """Refuse that a part leaves its institution while a post or a delegation still joins the two."""
    if unit.institution_path in (institution_path, unit.path):
        return
    inside = paths.covering("post__organization__path", [paths.subtree(unit.path)])
    overseen = paths.covering("post__oversees__path", [paths.subtree(unit.path)])
    held = Appointment.objects.filter(until__isnull=True) | Appointment.objects.filter(until__gte=timezone.localdate())
    wide = held.filter(inside, post__oversees__isnull=False).exclude(overseen).with_places().first()
    wide = wide or held.filter(overseen).exclude(inside).with_places().first()
    if wide:
        told = {"who": wide.person, "post": wide.post}
        raise NotYet(_("“%(who)s”的岗位“%(post)s”跨越两个机构，请先免去这一任职，再办理划转。") % told)
    seats = paths.covering("appointment__post__organization__path", [paths.subtree(unit.path)])
    proxies = Appointment.objects.valid().filter(inside).values("person")
    standing = Delegation.objects.standing().filter(until__gte=timezone.localdate()).with_people()
    given = standing.filter(seats).exclude(proxy__in=proxies).first()
    given = given or standing.filter(proxy__in=proxies).exclude(seats).first()
    if given:
        told = {"who": given.grantor, "proxy": given.proxy}
        raise NotYet(_("“%(who)s”与“%(proxy)s”之间的代办授权跨越两个机构，请先撤销授权，再办理划转。") % told)
