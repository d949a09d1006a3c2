"""Drafting, revising, submitting and giving up a campaign."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import engine
from accountability import attachments, trail
from accountability.models import Attachment
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotYet, Stale
from rectification import events, permissions, scope
from rectification.finding_rules import FindingRules
from rectification.models import (
    Campaign,
    CampaignState,
    CampaignTemplate,
    ChecklistVersion,
    Nature,
    Output,
    Phase,
    TemplateOutput,
    standing,
)

from . import locking, wording

Windows = Mapping[int, tuple[datetime.date, datetime.date]]

LONGEST_TITLE = 200
EDITABLE = frozenset(
    {
        "title",
        "kind",
        "nature",
        "basis",
        "purpose",
        "requirements",
        "contact",
        "starts_on",
        "ends_on",
        "scope_rule",
        "focus_rule",
        "finding_rules",
        "checklist_version",
    }
)


def draft_campaign(
    template: CampaignTemplate,
    *,
    organization: Organization,
    title: str,
    starts_on: datetime.date,
    by: Person,
    **fields: Any,
) -> Campaign:
    """A draft with the template's phases and outputs, dated from its first day; past days are legal."""
    permissions.require(by, "draft_campaign", organization)
    values = {**_from_template(template, starts_on), **fields, "title": title.strip(), "starts_on": starts_on}
    _check(values)
    with transaction.atomic():
        campaign = Campaign.objects.create(
            template=template,
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            drafted_by=by,
            edited_by=by,
            **_cleaned(values),
        )
        rows = _add_phases(campaign, template)
        trail.record("campaign_drafted", campaign, by=by, also=rows)
        with engine.hold(campaign):
            engine.start(campaign, by=by)
    return campaign


def revise_campaign(
    campaign: Campaign,
    *,
    version: int,
    by: Person,
    phases: Windows | None = None,
    outputs: Mapping[int, datetime.date] | None = None,
    **fields: Any,
) -> Campaign:
    """Change the draft; whoever read an older version gets both texts back (Stale)."""
    with engine.hold(campaign):
        locking.refuse_closed(campaign)
        permissions.require(by, "draft_campaign", campaign)
        _refuse_unless_draft(campaign)
        if campaign.version != version:
            raise _stale(campaign, fields)
        _check({**{name: getattr(campaign, name) for name in EDITABLE}, **fields})
        values = _cleaned(fields)
        changed = wording.difference(campaign, values)
        for name, value in values.items():
            setattr(campaign, name, value)
        moved = [*_move_phases(campaign, phases or {}), *_move_outputs(campaign, outputs or {})]
        campaign.edited_by = by
        campaign.version += 1
        campaign.save()
        trail.record("campaign_revised", campaign, by=by, changed=changed, also=moved)
    return campaign


def submit_scheme(campaign: Campaign, *, by: Person) -> None:
    """Send the scheme for signature; refused while something a signer needs is missing, saying what."""
    with engine.hold(campaign):
        locking.refuse_closed(campaign)
        engine.require_turn(campaign, "draft", by=by)
        _refuse_incomplete(campaign)
        in_scope, in_focus = scope.counts(campaign)
        if not in_scope:
            raise NotYet(_("按现在的范围规则没有任何单位，请调整范围后再提交。"))
        burden = standing.burden(campaign, in_scope)
        campaign.standing["scheme"] = {
            "scope": scope.kept(campaign.scope_rule),
            "scope_count": in_scope,
            "focus": scope.kept(campaign.focus_rule),
            "focus_count": in_focus,
            "burden": {
                "units": burden.units,
                "forms": burden.forms,
                "items": burden.items,
                "minutes": burden.minutes,
                "hours": burden.hours,
            },
        }
        campaign.state = CampaignState.SIGNING
        campaign.version += 1
        campaign.save()
        trail.record("scheme_submitted", campaign, by=by)
        engine.finish(campaign, "draft", by=by)


def cancel_campaign(campaign: Campaign, *, by: Person, because: str) -> None:
    """Give the campaign up; what is under way in the units ends in the background, findings live on."""
    reason = wording.required("because", because, _("请填写撤销的理由。"))
    with engine.hold(campaign):
        locking.refuse_closed(campaign)
        drafting = campaign.state == CampaignState.DRAFT
        permissions.require(by, "draft_campaign" if drafting else "cancel_campaign", campaign)
        if standing.is_closed(campaign):
            raise NotYet(_("专项工作已经结束或撤销，不能再撤销。"))
        old = campaign.state
        campaign.state = CampaignState.CANCELLED
        campaign.version += 1
        campaign.save()
        changed = {"state": [old, campaign.state]}
        trail.record("campaign_cancelled", campaign, by=by, because=reason, changed=changed)
        engine.cancel(campaign, by=by, because=reason)
        events.campaign_cancelled.send(sender=Campaign, thing=campaign, by=by, because=reason)


def attach_to_campaign(campaign: Campaign, *, checked: attachments.Checked, by: Person) -> Attachment:
    """Add an annex to the draft; once it is being signed the annexes stand."""
    with engine.hold(campaign):
        locking.refuse_closed(campaign)
        permissions.require(by, "draft_campaign", campaign)
        _refuse_unless_draft(campaign)
        attachment = attachments.attach(checked, to=campaign, by=by)
        campaign.edited_by = by
        campaign.version += 1
        campaign.save()
        trail.record("campaign_revised", campaign, by=by, extra={"attachment": attachment.name})
    return attachment


def _from_template(template: CampaignTemplate, starts_on: datetime.date) -> dict[str, Any]:
    """What a template says about a campaign that begins on a day."""
    lengths = [phase.starts_after_days + phase.lasts_days for phase in template.phases.all()]
    versions = ChecklistVersion.objects.published().filter(checklist__code=template.checklist_code).order_by("-version")
    return {
        "kind": template.kind,
        "nature": template.nature,
        "ends_on": starts_on + datetime.timedelta(days=max(lengths, default=1) - 1),
        "scope_rule": dict(scope.DEFAULT_SCOPE),
        "focus_rule": dict(scope.DEFAULT_FOCUS),
        "finding_rules": dict(template.finding_rules),
        "checklist_version": versions.first() if template.checklist_code else None,
        **{name: text for name, text in template.texts.items() if name in EDITABLE},
    }


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with rules checked and texts stripped; unknown names are a programming error."""
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"A campaign has no editable {', '.join(sorted(unknown))}.")
    cleaned: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    for name in ("scope_rule", "focus_rule"):
        if name in cleaned:
            cleaned[name] = scope.clean(cleaned[name], name)
    if "finding_rules" in cleaned:
        cleaned["finding_rules"] = FindingRules.of(cleaned["finding_rules"]).checked().kept()
    return cleaned


def _check(values: Mapping[str, Any]) -> None:
    """Refuse what cannot be stored even in a draft."""
    errors = {}
    if not str(values.get("title") or "").strip():
        errors["title"] = _("请填写标题。")
    elif len(values["title"]) > LONGEST_TITLE:
        errors["title"] = _("标题不能超过200个字。")
    if values["ends_on"] < values["starts_on"]:
        errors["ends_on"] = _("结束日期不能早于开始日期。")
    if errors:
        raise Invalid(errors)


def _add_phases(campaign: Campaign, template: CampaignTemplate) -> list[Any]:
    """The template's phases and outputs with real dates."""
    first_day = campaign.starts_on
    rows: list[Any] = []
    for pattern in template.phases.prefetch_related("outputs"):
        opens_on = first_day + datetime.timedelta(days=pattern.starts_after_days)
        phase = Phase.objects.create(
            campaign=campaign,
            order=pattern.order,
            kind=pattern.kind,
            name=pattern.name,
            opens_on=opens_on,
            closes_on=opens_on + datetime.timedelta(days=pattern.lasts_days - 1),
            org_path=campaign.org_path,
            institution_path=campaign.institution_path,
        )
        rows.append(phase)
        rows += [_output(phase, output, first_day) for output in pattern.outputs.all()]
    return rows


def _output(phase: Phase, pattern: TemplateOutput, first_day: datetime.date) -> Output:
    """One output of a template with its real deadline."""
    return Output.objects.create(
        phase=phase,
        name=pattern.name,
        per=pattern.per,
        required=pattern.required,
        evidence_minimum=pattern.evidence_minimum,
        alternative=pattern.alternative,
        boxes=list(pattern.boxes),
        meeting=pattern.meeting,
        due_on=first_day + datetime.timedelta(days=pattern.due_after_days),
    )


def _refuse_unless_draft(campaign: Campaign) -> None:
    if campaign.state != CampaignState.DRAFT:
        raise NotYet(_("方案已经送签或印发，不能再修改；需要修改时请由办理人退回。"))


def _stale(campaign: Campaign, fields: Mapping[str, Any]) -> Stale:
    """Both texts of every field that differs."""
    different = {name: value for name, value in fields.items() if getattr(campaign, name) != value}
    current = {name: getattr(campaign, name) for name in different}
    return Stale(mine=wording.shown(campaign, different), theirs=wording.shown(campaign, current))


def _move_phases(campaign: Campaign, windows: Windows) -> list[Phase]:
    """Give phases new windows; they may overlap and lie in the past, but not end before they begin."""
    moved = []
    for phase in campaign.phases.filter(pk__in=list(windows)):
        phase.opens_on, phase.closes_on = windows[phase.pk]
        if phase.closes_on < phase.opens_on:
            raise Invalid({"phases": _("“%(name)s”的结束日期不能早于开始日期。") % {"name": phase.name}})
        phase.save()
        moved.append(phase)
    return moved


def _move_outputs(campaign: Campaign, deadlines: Mapping[int, datetime.date]) -> list[Output]:
    """Give outputs new deadlines; a deadline after the phase's window is legal."""
    moved = []
    for output in Output.objects.filter(phase__campaign=campaign, pk__in=list(deadlines)):
        output.due_on = deadlines[output.pk]
        output.save()
        moved.append(output)
    return moved


def _refuse_incomplete(campaign: Campaign) -> None:
    """A signer needs all of this."""
    needed = ["purpose", "requirements", "contact"]
    if campaign.nature == Nature.ENFORCEMENT:
        needed.insert(0, "basis")
    missing = [wording.label_of(Campaign, name) for name in needed if not getattr(campaign, name)]
    phases = list(campaign.phases.all())
    if not phases:
        missing.append(_("阶段安排"))
    if campaign.checklist_version is None and any(phase.has_self_inspections for phase in phases):
        missing.append(_("检查表"))
    if missing:
        raise NotYet(_("方案还不完整，请先补充：%(missing)s。") % {"missing": _("、").join(missing)})
