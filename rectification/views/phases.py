"""Phases: opened, supplied with outputs, submitted, and gone on from without named units."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability.models import Attachment
from organizations.models import Person
from organizations.refusals import NotAllowed
from organizations.rights import may, permission_q
from organizations.sight import visible
from rectification import services
from rectification.forms.asking import AskingForm, ConfirmationForm
from rectification.forms.phases import DeliveryForm, ReleaseForm
from rectification.models import Delivery, Output, Participant, Phase
from rectification.models.choices import InspectionKind, ParticipantState
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor, way_back

MOST_NAMED = 200


def _step(request: HttpRequest, pk: int, node: str, right: str) -> tuple[Phase, Person]:
    """The phase and the visitor, who has the right; whose turn it is the verb asks for itself when it runs."""
    phase = find(request, Phase, pk, "campaign")
    person = allow(request, right, phase)
    if request.method != "POST":
        engine.require_turn(phase, node, by=request.user)
    return phase, person


@login_required
def phase_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a phase; its window only warns."""
    phase, person = _step(request, pk, "open", "open_phase")
    window = {"opens": f"{phase.opens_on:%Y-%m-%d}", "closes": f"{phase.closes_on:%Y-%m-%d}"}
    lead = _("计划时间 %(opens)s 至 %(closes)s。") % window
    if phase.is_outside_window:
        lead += _("今天不在计划时间内，仍可启动，启动时间按今天记录。")
    if phase.has_self_inspections:
        lead += _("启动后系统向各参加单位下发自查任务。")
    sheet = Sheet(phase, _("启动阶段"), _("确认启动"), lead=lead, icon="play", said=_said_of_opening(phase))
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.open_phase(phase, by=person))


def _said_of_opening(phase: Phase) -> str:
    """What follows on the opening of a phase."""
    if phase.has_self_inspections:
        return _("阶段已启动，正在向参加单位下发自查任务。")
    return _("阶段已启动。")


@login_required
def phase_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit the end of a phase for signature; what is missing, and of whom, is said before and after."""
    phase, person = _step(request, pk, "complete", "submit_phase")
    missing = services.missing_outputs(phase)
    sheet = Sheet(
        phase,
        _("提交阶段小结"),
        _("提交审批"),
        lead=_("系统把本阶段的成果、完成单位、放行单位和问题数汇成小结，送领导审批。"),
        icon="send",
        facts="rectification/_phase_missing.html",
        said=_("阶段小结已提交审批。"),
        is_shut=bool(missing),
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.submit_phase(phase, by=person),
        missing=missing[:MOST_NAMED],
        more=max(0, len(missing) - MOST_NAMED),
    )


@dataclass
class WaitedFor:
    """A unit the phase still waits for, and what it owes."""

    participant: Participant
    owes: list[str] = field(default_factory=list)


def _waited_for(phase: Phase) -> list[WaitedFor]:
    """The units the phase still waits for, in the order of the tree."""
    found: dict[int, WaitedFor] = {}
    waited = phase.inspections.filter(kind=InspectionKind.SELF).waited_for().select_related("participant")
    for inspection in waited:
        unit = found.setdefault(inspection.participant_id, WaitedFor(inspection.participant))
        unit.owes.append(_("自查%(state)s") % {"state": inspection.get_state_display()})
    for missing in phase.missing_outputs:
        if missing.participant is not None:
            unit = found.setdefault(missing.participant.pk, WaitedFor(missing.participant))
            unit.owes.append(missing.output.name)
    return sorted(found.values(), key=lambda unit: unit.participant.org_path)


@login_required
def phase_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without the units named on the page, with the reason."""
    phase = find(request, Phase, pk, "campaign")
    person = allow(request, "release_participants", phase)
    waited = _waited_for(phase)
    sheet = Sheet(
        phase,
        _("点名放行"),
        _("放行所选单位"),
        lead=_("本阶段不再等待所勾选的单位；名单和理由记入办理记录和阶段小结，单位仍可继续填报。"),
        icon="fast-forward",
        danger=True,
        facts="rectification/_phase_waited.html",
        said=_("已放行，名单和理由已记入办理记录。"),
        is_shut=not waited,
    )
    named = [(unit.participant.pk, f"{unit.participant.name} {_('、').join(unit.owes)}") for unit in waited]
    form = ReleaseForm(request.POST or None, waited=named, campaign=phase.campaign_id)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.release_participants(phase, by=person, **f.cleaned_data),
        waited=waited,
    )


def _answerable_units(request: HttpRequest, output: Output) -> QuerySet[Participant]:
    """The units for which the visitor may deliver."""
    may_deliver = permission_q(request.user, "rectification.deliver_output", institution_field="org_path")
    units = visible(request.user, Participant).filter(
        may_deliver, campaign=output.phase.campaign_id, state=ParticipantState.ACTIVE
    )
    return units.order_by("org_path")


def _delivered(request: HttpRequest, output: Output) -> list[Any]:
    """What was delivered so far within the visitor's sight, with its files."""
    rows: list[Any] = list(
        visible(request.user, Delivery).filter(output=output).select_related("participant", "by").order_by("-pk")[:50]
    )
    files: dict[int, list[Attachment]] = {}
    if rows:
        kind = {"content_type__app_label": "rectification", "content_type__model": "delivery"}
        found = Attachment.objects.filter(object_id__in=[row.pk for row in rows], **kind).select_related("blob")
        for attachment in found:
            files.setdefault(attachment.object_id, []).append(attachment)
    for row in rows:
        row.files = files.get(row.pk, [])
    return rows


@login_required
def output_deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Register an output with its true date; an earlier one is marked 补录."""
    output, person = find(request, Output, pk, "phase__campaign"), visitor(request)
    units = _answerable_units(request, output)
    first = units.first() if output.per == "participant" else None
    initial: dict[str, Any] = {"delivered_on": timezone.localdate(), "participant": first.pk if first else None}
    form = DeliveryForm(request.POST or None, request.FILES or None, initial=initial, output=output, participants=units)
    at = first or output.phase
    allowed = bool(first) if output.per == "participant" else may(request.user, "rectification.deliver_output", at)

    if request.method == "POST" and not allowed:
        raise NotAllowed(_("这项成果由主办单位或参加单位的经办人员登记，您现在的岗位没有这项权限。"))

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"form": shown, "output": output, "deliveries": _delivered(request, output), "allowed": allowed}
        context["crumbs"] = way_back(output.phase)
        return render(request, "rectification/output_deliver.html", context, status=status)

    def act() -> str:
        given = dict(form.cleaned_data)
        files = tuple(given.pop("attachments", ()) or ())
        delivery = services.deliver(output, attachments=files, by=person, **given)
        said = _("已登记，并标注“补录”。") if delivery.backdated else _("已登记。")
        messages.success(request, said)
        return output.phase.get_absolute_url()

    return answer(request, form, act, page) if request.method == "POST" else page(form)
