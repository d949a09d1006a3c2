"""The phases of a draft as data: added, changed, reordered, dropped; kept as a template, taken from an earlier one.

A scheme that was submitted stands; a returned one may be edited again.
"""

import datetime
from collections.abc import Iterable
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Person
from organizations.refusals import Invalid, NotYet
from rectification import permissions
from rectification.models import (
    Campaign,
    CampaignState,
    CampaignTemplate,
    ChecklistVersion,
    Output,
    Phase,
    TemplateOutput,
    TemplatePhase,
)

from . import locking, wording

MOST_PHASES, MOST_OUTPUTS, MOST_BOXES, LONGEST_BOX = 20, 30, 12, 40
WORDS = ("basis", "purpose", "requirements", "contact")
KEPT = (
    "kind", "nature", "basis", "purpose", "requirements", "contact", "scope_rule", "focus_rule", "finding_rules",
)  # fmt: skip
PHASE_FIELDS = ("kind", "name", "opens_on", "closes_on")
OUTPUT_FIELDS = ("name", "per", "required", "evidence_minimum", "alternative", "boxes", "meeting")


@contextmanager
def _draft(campaign: Campaign, by: Person, what: str) -> Any:
    """The campaign under its lock while it is a draft; afterwards a new version by this hand is on record."""
    touched: list[Any] = []
    with engine.hold(campaign):
        locking.refuse_closed(campaign)
        permissions.require(by, "draft_campaign", campaign)
        if campaign.state != CampaignState.DRAFT:
            raise NotYet(_("方案已经送签或印发，不能再修改；需要修改时请由办理人退回。"))
        yield touched
        _span(campaign)
        campaign.edited_by = by
        campaign.version += 1
        campaign.save()
        trail.record("campaign_revised", campaign, by=by, also=touched, extra={"phases": what})


def _span(campaign: Campaign) -> None:
    """The campaign lasts from the first day of its phases to the last."""
    windows = list(campaign.phases.values_list("opens_on", "closes_on"))
    if windows:
        campaign.starts_on = min(opens for opens, _closes in windows)
        campaign.ends_on = max(closes for _opens, closes in windows)


def _checked_phase(values: dict[str, Any]) -> dict[str, Any]:
    name = wording.required("name", values["name"], _("请填写阶段名称。"))
    if values["closes_on"] < values["opens_on"]:
        raise Invalid({"closes_on": _("结束日期不能早于开始日期。")})
    return {**values, "name": name}


def add_phase(campaign: Campaign, *, by: Person, **values: Any) -> Phase:
    """A further phase at the end; windows may overlap and lie in the past."""
    told = _checked_phase(values)
    with _draft(campaign, by, told["name"]) as touched:
        if campaign.phases.count() >= MOST_PHASES:
            raise Invalid({"name": _("一项专项工作最多%(most)s个阶段。") % {"most": MOST_PHASES}})
        last = campaign.phases.aggregate(last=Max("order"))["last"] or 0
        phase = Phase.objects.create(
            campaign=campaign,
            order=last + 1,
            org_path=campaign.org_path,
            institution_path=campaign.institution_path,
            **told,
        )
        touched.append(phase)
    return phase


def change_phase(phase: Phase, *, by: Person, **values: Any) -> None:
    """Another name, kind or window."""
    told = _checked_phase(values)
    with _draft(phase.campaign, by, told["name"]) as touched:
        for name, value in told.items():
            setattr(phase, name, value)
        phase.version += 1
        phase.save()
        touched.append(phase)


def drop_phase(phase: Phase, *, by: Person) -> None:
    """A phase that the campaign shall not have, with what it asks for."""
    campaign = phase.campaign
    with _draft(campaign, by, phase.name) as touched:
        if campaign.phases.count() == 1:
            raise NotYet(_("至少保留一个阶段。"))
        touched.extend([*(Output(pk=each.pk) for each in phase.outputs.all()), Phase(pk=phase.pk)])
        phase.outputs.all().delete()
        phase.delete()
        touched.extend(_number(campaign.phases.order_by("order")))


def move_phase(phase: Phase, *, up: bool, by: Person) -> None:
    """One place up or down; at the end nothing moves."""
    with _draft(phase.campaign, by, phase.name) as touched:
        rows = list(phase.campaign.phases.order_by("order"))
        here = next(place for place, row in enumerate(rows) if row.pk == phase.pk)
        there = here - 1 if up else here + 1
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
            touched.extend(_number(rows))


def _number(rows: Iterable[Phase]) -> list[Phase]:
    """Count from one, by way of numbers nobody has: two phases never share one."""
    ordered = list(rows)
    for start in (1000, 1):
        for place, row in enumerate(ordered, start=start):
            row.order = place
            row.save(update_fields=["order"])
    return ordered


def _checked_output(values: dict[str, Any]) -> dict[str, Any]:
    name = wording.required("name", values["name"], _("请填写成果名称。"))
    boxes = [box.strip() for box in values.get("boxes") or () if box.strip()]
    if len(set(boxes)) != len(boxes):
        raise Invalid({"boxes": _("落实事项有重复，请删去重复的一行。")})
    if len(boxes) > MOST_BOXES or any(len(box) > LONGEST_BOX for box in boxes):
        told = {"most": MOST_BOXES, "longest": LONGEST_BOX}
        raise Invalid({"boxes": _("落实事项最多%(most)s项，每项不超过%(longest)s个字。") % told})
    return {**values, "name": name, "boxes": boxes}


def add_output(phase: Phase, *, by: Person, **values: Any) -> Output:
    """Something more that a phase asks for; its deadline may lie after the phase."""
    told = _checked_output(values)
    with _draft(phase.campaign, by, told["name"]) as touched:
        if phase.outputs.count() >= MOST_OUTPUTS:
            raise Invalid({"name": _("一个阶段最多%(most)s项成果，请合并后再加。") % {"most": MOST_OUTPUTS}})
        output = Output.objects.create(phase=phase, **told)
        touched.append(output)
    return output


def change_output(output: Output, *, by: Person, **values: Any) -> None:
    """Ask for it in other words, of others, with other evidence, until another day."""
    told = _checked_output(values)
    with _draft(output.phase.campaign, by, told["name"]) as touched:
        for name, value in told.items():
            setattr(output, name, value)
        output.save()
        touched.append(output)


def drop_output(output: Output, *, by: Person) -> None:
    """Ask for it no longer."""
    with _draft(output.phase.campaign, by, output.name) as touched:
        touched.append(Output(pk=output.pk))
        output.delete()


def save_as_template(campaign: Campaign, *, name: str, by: Person) -> CampaignTemplate:
    """Keep the phases of a campaign as a pattern of one's own institution, days counted from its first."""
    told = wording.required("name", name, _("请填写模板名称。"))
    permissions.require(by, "draft_campaign", campaign)
    code = f"own-{campaign.organization_id}-{campaign.pk}"
    with transaction.atomic():
        with engine.hold(campaign):
            last = CampaignTemplate.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0
        template = CampaignTemplate.objects.create(
            code=code,
            version=last + 1,
            name=told,
            organization=campaign.organization,
            kind=campaign.kind,
            nature=campaign.nature,
            texts={field: getattr(campaign, field) for field in WORDS},
            checklist_code=campaign.checklist_version.checklist.code if campaign.checklist_version else "",
            finding_rules=campaign.finding_rules,
        )
        rows = _pattern(campaign, template)
        trail.record("template_published", template, by=by, also=rows)
    return template


def _pattern(campaign: Campaign, template: CampaignTemplate) -> list[Any]:
    """Phases and outputs as offsets from the first day; what is due before it is due on it."""
    first = campaign.starts_on
    rows: list[Any] = []
    for phase in campaign.phases.prefetch_related("outputs"):
        row = TemplatePhase.objects.create(
            template=template,
            order=phase.order,
            kind=phase.kind,
            name=phase.name,
            starts_after_days=(phase.opens_on - first).days,
            lasts_days=(phase.closes_on - phase.opens_on).days + 1,
        )
        rows.append(row)
        rows += [
            TemplateOutput.objects.create(
                phase=row,
                due_after_days=max(0, (output.due_on - first).days),
                **{field: getattr(output, field) for field in OUTPUT_FIELDS},
            )
            for output in phase.outputs.all()
        ]
    return rows


def copy_campaign(source: Campaign, *, title: str, starts_on: datetime.date, by: Person) -> Campaign:
    """沿用上次: a draft with the words, rules and phases of an earlier campaign, moved to another first day."""
    named = wording.required("title", title, _("请填写标题。"))
    permissions.require(by, "draft_campaign", source.organization)
    return copy_as(source, title=named, starts_on=starts_on, drafter=by, by=by, extra={"from": source.pk})


def copy_as(
    source: Campaign, *, title: str, starts_on: datetime.date, drafter: Person, by: Person | None, extra: dict[str, Any]
) -> Campaign:
    """The draft itself, in the name of whoever sees to it; `by` is nobody where the site drafts it."""
    moved = starts_on - source.starts_on
    with transaction.atomic():
        campaign = Campaign.objects.create(
            template=source.template,
            series=source.series or source,
            organization=source.organization,
            org_path=source.organization.path,
            institution_path=source.organization.institution_path,
            title=title,
            starts_on=starts_on,
            ends_on=source.ends_on + moved,
            checklist_version=_newest(source.checklist_version),
            drafted_by=drafter,
            edited_by=drafter,
            **{name: getattr(source, name) for name in KEPT},
        )
        rows = _copied(source.phases.prefetch_related("outputs"), campaign, moved)
        trail.record("campaign_drafted", campaign, by=by, also=rows, extra=extra)
        with engine.hold(campaign):
            engine.start(campaign, by=by)
    return campaign


def _copied(phases: Iterable[Phase], campaign: Campaign, moved: datetime.timedelta) -> list[Any]:
    rows: list[Any] = []
    for phase in phases:
        made = Phase.objects.create(
            campaign=campaign,
            order=phase.order,
            kind=phase.kind,
            name=phase.name,
            opens_on=phase.opens_on + moved,
            closes_on=phase.closes_on + moved,
            org_path=campaign.org_path,
            institution_path=campaign.institution_path,
        )
        rows.append(made)
        for output in phase.outputs.all():
            told = {field: getattr(output, field) for field in OUTPUT_FIELDS}
            rows.append(Output.objects.create(phase=made, due_on=output.due_on + moved, **told))
    return rows


def _newest(version: ChecklistVersion | None) -> ChecklistVersion | None:
    """The list as it is published today."""
    if version is None:
        return None
    return version.checklist.versions.published().order_by("-version").first() or version
