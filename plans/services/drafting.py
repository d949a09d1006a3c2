"""Beginning, describing and giving up a plan."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import engine
from accountability import attachments, trail
from accountability.models import Attachment
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotYet, Stale
from plans import permissions
from plans.models import Derivation, Plan, PlanState

from . import carrying, drafts, wording

LONGEST_TITLE = 200
MOST_YEARS = 10
FIRST_YEAR, LAST_YEAR = 2000, 2099
EDITABLE = frozenset(
    {
        "title",
        "kind",
        "year",
        "until_year",
        "purpose",
        "requirements",
        "contact",
        "addressees",
        "copies_to",
        "supersedes",
        "report_to",
        "report_every",
    }
)


def draft_plan(
    organization: Organization,
    *,
    title: str,
    year: int,
    by: Person,
    parent: Plan | None = None,
    derivation: str = Derivation.NONE,
    **fields: Any,
) -> Plan:
    """A draft; it opens with what last year left open as proposals, where it follows another plan."""
    permissions.require(by, "draft_plan", organization)
    values = wording.stripped({"until_year": year, **fields, "title": title, "year": year})
    _check(values, organization)
    with transaction.atomic():
        plan = Plan.objects.create(
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            drafted_by=by,
            edited_by=by,
            parent=parent,
            derivation=derivation if parent else Derivation.NONE,
            **values,
        )
        trail.record("plan_drafted", plan, by=by)
        with engine.hold(plan):
            engine.start(plan, by=by)
            carrying.gather(plan, by=by)
    return plan


def describe_plan(plan: Plan, *, version: int, by: Person, **fields: Any) -> Plan:
    """Change the draft's own words; whoever read an older version gets both texts back (Stale)."""
    with engine.hold(plan):
        drafts.require_draft(plan, by)
        if plan.version != version:
            raise _stale(plan, fields)
        values = wording.stripped(fields)
        _check({**{name: getattr(plan, name) for name in EDITABLE}, **values}, plan.organization)
        if values.get("supersedes") == plan:
            raise Invalid({"supersedes": _("计划不能替代自己，请另选。")})
        changed = wording.difference(plan, values)
        for name, value in values.items():
            setattr(plan, name, value)
        drafts.touched(plan, by)
        trail.record("plan_revised", plan, by=by, changed=changed)
        carrying.gather(plan, by=by)
    return plan


def abandon_plan(plan: Plan, *, by: Person, because: str) -> None:
    """Give a plan up that was not yet issued; it stays readable with the reason."""
    reason = wording.required("because", because, _("请填写放弃的理由。"))
    with engine.hold(plan):
        permissions.require(by, "draft_plan", plan)
        if not plan.is_unfinished:
            raise NotYet(_("计划已经印发或者结束，不能放弃；需要改动时请办理计划调整。"))
        plan.state = PlanState.ABANDONED
        plan.version += 1
        plan.save()
        trail.record("plan_abandoned", plan, by=by, because=reason)
        engine.cancel(plan, by=by, because=reason)


def attach_to_plan(plan: Plan, *, checked: attachments.Checked, by: Person) -> Attachment:
    """Add an annex to the draft; once it is being signed the annexes stand."""
    with engine.hold(plan):
        drafts.require_draft(plan, by)
        attachment = attachments.attach(checked, to=plan, by=by)
        drafts.touched(plan, by)
        trail.record("plan_revised", plan, by=by, extra={"attachment": attachment.name})
    return attachment


def _check(values: Mapping[str, Any], organization: Organization) -> None:
    """Refuse what cannot be stored even in a draft."""
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"A plan has no editable {', '.join(sorted(unknown))}.")
    errors: dict[str, Any] = {}
    if not str(values.get("title") or ""):
        errors["title"] = _("请填写标题。")
    elif len(values["title"]) > LONGEST_TITLE:
        errors["title"] = _("标题不能超过200个字。")
    errors |= _years_wrong(values["year"], values["until_year"])
    old = values.get("supersedes")
    if old is not None and old.organization_id != organization.pk:
        errors["supersedes"] = _("只能替代本单位的计划，请另选。")
    if values.get("report_every") and not values.get("report_to"):
        errors["report_to"] = _("请选择进展报送给哪个单位。")
    if errors:
        raise Invalid(errors)


def _years_wrong(year: int, until: int) -> dict[str, str]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return {"year": _("请填写2000年至2099年之间的年度。")}
    if not year <= until < year + MOST_YEARS:
        return {"until_year": _("结束年度不能早于开始年度，一份计划最多十年。")}
    return {}


def _stale(plan: Plan, fields: Mapping[str, Any]) -> Stale:
    """Both texts of every field that differs."""
    different = {name: value for name, value in fields.items() if getattr(plan, name) != value}
    current = {name: getattr(plan, name) for name in different}
    return Stale(mine=wording.shown(plan, different), theirs=wording.shown(plan, current))
