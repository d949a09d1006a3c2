"""Registers 登记册: founded with their columns, entered, corrected, struck out; an entry about to expire is a task."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import assignments, trail
from accountability.digest import plain
from accountability.models import Assignment
from engine.jobs import More, job
from engine.models import Job
from engine.recurring import every
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotYet, Stale
from plans import quota_permissions as permissions
from plans.models import OccurrenceState, Register, RegisterEntry

from . import duties, owing

TEXT, NUMBER, DAY = "text", "number", "day"
KINDS = (TEXT, NUMBER, DAY)
MOST_COLUMNS = 12
LONGEST_CELL = 300
CHUNK = 50
LOOKED_AT = 2000
EXPIRY = "plans.warn_of_expiry"


def found_register(
    organization: Organization, *, name: str, by: Person, columns: Sequence[Mapping[str, Any]] = (), **told: Any
) -> Register:
    """Begin a register with the columns its entries have beside name, department, validity and filing."""
    permissions.require(by, permissions.REGISTERS, organization)
    register = Register(
        organization=organization, org_path=organization.path, institution_path=organization.institution_path
    )
    _describe(register, name=name, columns=columns, told=told)
    with engine.hold(organization):
        _check(register)
        register.save()
        trail.record("register_founded", register, by=by)
    return register


def change_register(
    register: Register,
    *,
    by: Person,
    version: int | None = None,
    name: str = "",
    columns: Sequence[Mapping[str, Any]] | None = None,
    **told: Any,
) -> Register:
    """Change what a register is called, holds and checks; what was entered under a column taken away is kept."""
    with engine.hold(register):
        permissions.require(by, permissions.REGISTERS, register)
        _refuse_stale(register, version)
        chosen = register.columns if columns is None else columns
        _describe(register, name=name or register.name, columns=chosen, told=told)
        _check(register)
        register.version += 1
        register.save()
        for entry in register.entries.active().exclude(valid_until=None):
            _remind(entry)
        trail.record("register_changed", register, by=by)
    return register


def close_register(register: Register, *, by: Person) -> Register:
    """停用: nothing is entered any more; refused while a duty is owed for each of its entries."""
    with engine.hold(register):
        permissions.require(by, permissions.REGISTERS, register)
        if register.obligations.running().exists():
            raise NotYet(_("还有常态化工作任务按这本登记册逐项执行，请先停止那些任务。"))
        register.closed = True
        register.version += 1
        register.save()
        trail.record("register_changed", register, by=by)
    return register


def _describe(register: Register, *, name: str, columns: Sequence[Mapping[str, Any]], told: Mapping[str, Any]) -> None:
    register.name = plain(name.strip(), 80)
    if not register.name:
        raise Invalid({"name": _("请填写登记册名称。")})
    for field in ("purpose", "label", "sum_column", "declared_total", "expires", "warn_days", "filed_with"):
        if field in told:
            setattr(register, field, told[field])
    register.columns = _columns(columns)
    if register.sum_column and register.sum_column not in register.names:
        raise Invalid({"sum_column": _("核对合计的栏目不在栏目清单中。")})


def _columns(columns: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The columns as they are kept; each has another name."""
    kept = [
        {
            "name": plain(str(one.get("name", "")).strip(), 40),
            "kind": one.get("kind", TEXT),
            "required": bool(one.get("required")),
        }
        for one in columns
        if str(one.get("name", "")).strip()
    ]
    names = [one["name"] for one in kept]
    if len(kept) > MOST_COLUMNS:
        raise Invalid({"columns": _("栏目最多%(most)d个。") % {"most": MOST_COLUMNS}})
    if len(set(names)) < len(names):
        raise Invalid({"columns": _("栏目名称不能重复。")})
    if any(one["kind"] not in KINDS for one in kept):
        raise Invalid({"columns": _("栏目类型只能是文字、数字、日期。")})
    return kept


def _check(row: Register | RegisterEntry) -> None:
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise Invalid.from_validation(error) from error


def _refuse_stale(row: Register | RegisterEntry, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Stale(_("内容在您填写期间已被他人修改，请刷新页面后重新填写。"))


# --- Entries --------------------------------------------------------------------------------------------------------


def enter(
    register: Register, *, label: str, organization: Organization, by: Person | None, **told: Any
) -> RegisterEntry:
    """Enter one line; `values` by the names of the register's columns."""
    with engine.hold(register):
        if by is not None:
            permissions.require(by, permissions.REGISTERS, register)
        if register.closed:
            raise NotYet(_("这本登记册已经停用，不能再登记。"))
        entry = RegisterEntry(register=register, entered_by=by)
        _put(entry, label=label, organization=organization, told=told)
        entry.save()
        trail.record("entry_entered", entry, by=by)
    return entry


def change_entry(
    entry: RegisterEntry, *, label: str, organization: Organization, by: Person, version: int | None = None, **told: Any
) -> RegisterEntry:
    """Correct one line; a new validity settles the task that its expiry had opened."""
    with engine.hold(entry.register, entry):
        permissions.require(by, permissions.REGISTERS, entry.register)
        _refuse_stale(entry, version)
        if not entry.active:
            raise NotYet(_("这一项已经注销，不能再修改。"))
        before = entry.valid_until
        _put(entry, label=label, organization=organization, told=told)
        renewed = entry.assignment if before != entry.valid_until else None
        if renewed is not None:
            entry.assignment = None
        entry.version += 1
        entry.save()
        trail.record("entry_changed", entry, by=by)
        if renewed is not None and renewed.state == Assignment.State.OPEN:
            assignments.complete(renewed, by=by)
    return entry


def retire_entry(entry: RegisterEntry, *, because: str, by: Person) -> RegisterEntry:
    """注销: the line stays to be read; what was owed for it and is not due yet is owed no more."""
    if not because.strip():
        raise Invalid({"because": _("请写明注销的原因。")})
    with engine.hold(entry.register, entry):
        permissions.require(by, permissions.REGISTERS, entry.register)
        if not entry.active:
            raise NotYet(_("这一项已经注销，请刷新页面查看。"))
        entry.active, entry.retired_because = False, plain(because.strip(), 200)
        entry.version += 1
        entry.save()
        trail.record("entry_retired", entry, by=by, because=because.strip())
        owed = entry.occurrences.filter(state=OccurrenceState.OPEN, due_on__gte=timezone.localdate())
        duties.withdraw(owed.order_by("pk"), by=by, because=because.strip())
        if entry.assignment is not None and entry.assignment.state == Assignment.State.OPEN:
            assignments.cancel(entry.assignment, by=by, because=because.strip())
    return entry


def _put(entry: RegisterEntry, *, label: str, organization: Organization, told: Mapping[str, Any]) -> None:
    register = entry.register
    entry.label = plain(label.strip(), 120)
    if not entry.label:
        raise Invalid({"label": _("请填写%(what)s。") % {"what": register.label}})
    if organization.institution_path != register.institution_path and not organization.path.startswith(
        register.org_path
    ):
        raise Invalid({"organization": _("所在科室不在本登记册的范围内，请重新选择。")})
    entry.organization = organization
    entry.org_path, entry.institution_path = organization.path, organization.institution_path
    for field in ("valid_until", "filed_on", "filed_number"):
        if field in told:
            setattr(entry, field, told[field])
    if register.expires and entry.valid_until is None:
        raise Invalid({"valid_until": _("请填写有效期。")})
    if "values" in told:
        entry.values = checked_values(register, told["values"])
    _remind(entry, save=False)
    _check(entry)


def checked_values(register: Register, given: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the register's own columns, each of its kind; all that is wrong is said at once."""
    errors, values = {}, {}
    for place, column in enumerate(register.columns):
        name, text = column["name"], plain(str(given.get(column["name"], "") or "").strip(), LONGEST_CELL)
        values[name] = text
        if not text and column["required"]:
            errors[f"column_{place}"] = _("请填写%(what)s。") % {"what": name}
        elif text and column["kind"] == NUMBER and number_of(text) is None:
            errors[f"column_{place}"] = _("%(what)s请填写数字。") % {"what": name}
        elif text and column["kind"] == DAY and not _is_day(text):
            errors[f"column_{place}"] = _("请按“2026-03-01”的写法填写%(what)s。") % {"what": name}
    if errors:
        raise Invalid(errors)
    return values


def number_of(text: str) -> Decimal | None:
    """A number as a cell holds it."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def total_difference(register: Register) -> tuple[Decimal, Decimal] | None:
    """The total of the lines and the declared one, where a register checks them and they differ."""
    if not register.sum_column or register.declared_total is None:
        return None
    numbers = (number_of(str(one.values.get(register.sum_column, ""))) for one in register.entries.active())
    total = sum((one for one in numbers if one is not None), Decimal(0))
    return None if total == register.declared_total else (total, register.declared_total)


# --- Expiry ---------------------------------------------------------------------------------------------------------


def _remind(entry: RegisterEntry, *, save: bool = True) -> None:
    """When somebody is to be told of the expiry."""
    until = entry.valid_until
    entry.remind_on = until - datetime.timedelta(days=entry.register.warn_days) if until else None
    if save:
        RegisterEntry.objects.filter(pk=entry.pk).update(remind_on=entry.remind_on)


@job(EXPIRY, title=gettext_lazy("登记项到期提醒"))
def warn_of_expiry(asked: Job) -> More | None:
    """What is about to expire becomes a task of whoever answers where it stands, each once, some at a time."""
    waiting = RegisterEntry.objects.expiring(timezone.localdate()).order_by("pk")
    rows = list(waiting.select_related("register", "organization")[:LOOKED_AT])
    heads = owing.answering({one.organization_id: one.organization for one in rows}.values())
    owed = [(entry, heads[entry.organization_id]) for entry in rows if entry.organization_id in heads]
    for entry, head in owed[:CHUNK]:
        _warn(entry, head)
    return More(asked.done + CHUNK) if len(owed) > CHUNK else None


every(EXPIRY, minutes=60)


def _warn(entry: RegisterEntry, head: Person) -> None:
    with engine.hold(entry):
        if entry.assignment_id is not None or not entry.active or entry.valid_until is None:
            return
        told = {"register": entry.register, "what": entry, "until": f"{entry.valid_until:%Y-%m-%d}"}
        entry.assignment = assignments.assign(
            source=entry,
            title=_("“%(register)s”中的“%(what)s”%(until)s到期，请校验、换证或者注销") % told,
            lead_unit=entry.organization,
            holder=head,
            due_on=entry.valid_until,
            by=None,
            kind="register",
        )
        entry.version += 1
        entry.save()
        trail.record("entry_warned", entry, by=None, responsible=head)
