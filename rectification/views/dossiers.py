"""The dossier box of a campaign, put together and kept: cover, spine, index with pages, and every piece in order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability.models import Attachment
from organizations.sight import sight_of, visible
from rectification import dossiers, gatherings, services
from rectification.dossiers import Piece
from rectification.forms.asking import AskingForm, NothingForm
from rectification.models import (
    Campaign,
    CampaignMeeting,
    CorrectiveMeasure,
    Delivery,
    Draw,
    Finding,
    Inspection,
    KeptBox,
    Slip,
    Verification,
)
from rectification.models.choices import InspectionState, PhaseKind
from rectification.views.answering import Sheet, act_on_sheet, find, visitor, way_back

MOST, MOST_MEETINGS = 300, 100
MEETING = (PhaseKind.DEPLOY, PhaseKind.PUBLICIZE)
Files = dict[tuple[int, int], list[str]]


@login_required
@require_GET
def campaign_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The box as the visitor last put it together."""
    campaign = _own(request, pk)
    kept = visible(request.user, KeptBox).filter(campaign=campaign).order_by("-pk").first()
    context = {
        "campaign": campaign,
        "kept": kept,
        "box": dossiers.opened(kept.content) if kept else None,
        "most": MOST,
        "make": reverse("rectification:campaign_dossier_make", args=[campaign.pk]),
        "invite": reverse("rectification:dossier_invite", args=[campaign.pk]),
        "crumbs": way_back(campaign),
    }
    return render(request, "rectification/campaign_dossier.html", context)


@login_required
def campaign_dossier_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the box together from what the visitor sees now; that it was taken is on record."""
    campaign = _own(request, pk)
    person = visitor(request)
    sheet = Sheet(
        campaign, _("编制档案盒"), _("编制"), icon="archive", said=_("已编制，可以打印。"),
        lead=_("按文件、方案、会议、检查、台账、整改、总结的顺序汇集现有材料并编目录和页码；编制后内容不再变动，材料有更新时可重新编制。"),
        back=reverse("rectification:campaign_dossier", args=[campaign.pk]),
    )  # fmt: skip

    def act(_form: AskingForm) -> None:
        box = dossiers.bound(_Reading(request, campaign).pieces(), with_files=_("附件（另附）："))
        services.keep_box(campaign, box=box, by=person)

    return act_on_sheet(request, sheet, NothingForm(request.POST or None), act)


def _own(request: HttpRequest, pk: int) -> Campaign:
    """The campaign, for the issuer's side; who takes part sees his own things where they are."""
    campaign = find(request, Campaign, pk, "organization", "number", "drafted_by", "concluded_by")
    if not sight_of(request.user).sees(campaign.org_path):
        raise Http404
    return campaign


class _Reading:
    """Everything the box holds, read once."""

    def __init__(self, request: HttpRequest, campaign: Campaign) -> None:
        """Ask for every kind of row once."""
        user = request.user
        self.campaign = campaign
        self.phases = list(campaign.phases.prefetch_related("outputs").order_by("order"))
        slips = visible(user, Slip).filter(campaign=campaign).select_related("participant")
        self.slips = list(slips.order_by("pk")[:MOST])
        given = visible(user, Delivery).filter(output__phase__campaign=campaign)
        self.deliveries = list(
            given.select_related("output__phase", "participant", "by").order_by("output", "pk")[:MOST]
        )
        self.draws = list(visible(user, Draw).filter(campaign=campaign).order_by("pk")[:MOST])
        seen = visible(user, Inspection).filter(campaign=campaign).exclude(state=InspectionState.WITHDRAWN)
        self.inspections = list(
            seen.select_related("participant", "campaign").order_by("kind", "org_path", "pk")[:MOST]
        )
        rows = visible(user, Finding).filter(campaign=campaign).select_related("organization", "department")
        measures = CorrectiveMeasure.objects.filter(assignment__isnull=False).select_related("proposed_holder")
        checks = Verification.objects.select_related("verifier").order_by("pk")
        kept = rows.prefetch_related(Prefetch("measures", measures), Prefetch("verifications", checks))
        self.findings = list(kept.order_by("number_text", "pk")[:MOST])
        linked = visible(user, CampaignMeeting).filter(campaign=campaign).select_related("content_type")
        self.meetings = gatherings.pieces(user, linked.order_by("held_on", "pk")[:MOST_MEETINGS])
        self.files = _files([campaign], self.deliveries, self.findings)

    def pieces(self) -> Iterator[Piece]:
        """In the order of the box: 文件—方案—会议—检查—台账—整改—总结."""
        yield from self._papers()
        yield from self._scheme()
        yield from self._meetings()
        yield from self._inspected()
        yield from self._ledger()
        yield from self._summed_up()

    def _of(self, things: Iterable[Any]) -> list[str]:
        return [name for thing in things for name in self.files.get(_key(thing), [])]

    def _papers(self) -> Iterator[Piece]:
        campaign, part = self.campaign, _("文件")
        basis = [campaign.basis or _("（没有登记依据文件。）")]
        yield Piece(part, _("依据文件"), basis, self._of([campaign]))
        if self.slips:
            lines = [f"{slip} {slip.participant.name} {slip.get_state_display()}" for slip in self.slips]
            yield Piece(part, _("整改通知和督办单"), lines)

    def _scheme(self) -> Iterator[Piece]:
        campaign = self.campaign
        lines = [
            _("编号：%(number)s") % {"number": campaign.number or "—"},
            _("起止：%(first)s至%(last)s")
            % {"first": date_format(campaign.starts_on), "last": date_format(campaign.ends_on)},
            campaign.purpose,
            campaign.requirements,
        ]
        for phase in self.phases:
            names = _("、").join(output.name for output in phase.outputs.all()) or "—"
            told = {"name": phase.name, "first": phase.opens_on, "last": phase.closes_on, "outputs": names}
            lines.append(_("%(name)s（%(first)s至%(last)s）：%(outputs)s") % told)
        yield Piece(_("方案"), _("工作方案"), [line for line in lines if line])

    def _delivered(self, *, meeting: bool) -> list[Delivery]:
        return [one for one in self.deliveries if (one.output.phase.kind in MEETING) == meeting]

    def _meetings(self) -> Iterator[Piece]:
        yield from self.meetings
        held = self._delivered(meeting=True)
        if self.meetings and not held:
            return
        lines = [_delivery_line(one, self.campaign) for one in held] or [_("（没有登记部署会议或者书面传达的材料。）")]
        yield Piece(_("会议"), _("动员部署材料"), lines, self._of(held))

    def _inspected(self) -> Iterator[Piece]:
        part, others = _("检查"), self._delivered(meeting=False)
        if self.draws:
            lines = [f"{draw} {draw.get_state_display()} {draw.population_sha256}" for draw in self.draws]
            yield Piece(part, _("随机抽取记录"), lines)
        lines = [
            " ".join((one.participant.name, one.get_kind_display(), one.get_state_display(), _day(one.submitted_at)))
            for one in self.inspections
        ]
        yield Piece(part, _("检查记录"), lines or [_("（没有检查记录。）")])
        if others:
            delivered = [_delivery_line(one, self.campaign) for one in others]
            yield Piece(part, _("各阶段成果"), delivered, self._of(others))

    def _ledger(self) -> Iterator[Piece]:
        lines = [
            f"{one.number_text} {one.department or one.organization} {one.description[:80]} "
            f"{one.get_severity_display()} {one.get_state_display()}"
            for one in self.findings
        ]
        yield Piece(_("台账"), _("问题台账"), lines or [_("（台账中没有问题。）")])
        for_each = [line for one in self.findings for line in _fix_lines(one)]
        if for_each:
            yield Piece(_("整改"), _("整改和核查情况"), for_each, self._of(self.findings))

    def _summed_up(self) -> Iterator[Piece]:
        states = [f"{phase.name} {phase.get_state_display()} {_day(phase.closed_at)}" for phase in self.phases]
        text = self.campaign.summary or _("（总结尚未签发。）")
        yield Piece(_("总结"), _("工作总结"), [text, *states])


def _delivery_line(one: Delivery, campaign: Campaign) -> str:
    unit = one.participant.name if one.participant else campaign.organization.name
    return f"{one.output.phase.name} {one.output.name} {unit} {date_format(one.delivered_on)} {one.text}"


def _fix_lines(finding: Finding) -> Iterator[str]:
    """What was to be done by whom, and what the verifier saw."""
    yield f"{finding.number_text}：{finding.root_cause or _('（尚未分析原因。）')}"
    for measure in finding.measures.all():
        yield _("措施：%(text)s（%(who)s）") % {"text": measure.text, "who": measure.proposed_holder}
    for check in finding.verifications.all():
        told = {"result": check, "who": check.verifier, "day": _day(check.at), "opinion": check.opinion}
        yield _("核查：%(result)s（%(who)s，%(day)s）%(opinion)s") % told


def _day(moment: Any) -> str:
    return date_format(timezone.localdate(moment)) if moment else "—"


def _key(thing: Any) -> tuple[int, int]:
    return ContentType.objects.get_for_model(thing).pk, thing.pk


def _files(*groups: Iterable[Any]) -> Files:
    """The names of the files of these things, in one question."""
    keys: dict[int, list[int]] = defaultdict(list)
    for thing in (thing for group in groups for thing in group):
        kind, key = _key(thing)
        keys[kind].append(key)
    asked = Q(pk__in=[])
    for kind, found in keys.items():
        asked |= Q(content_type=kind, object_id__in=found)
    names: Files = defaultdict(list)
    for kind, key, name in (
        Attachment.objects.filter(asked).order_by("pk").values_list("content_type", "object_id", "name")
    ):
        names[kind, key].append(name)
    return names
