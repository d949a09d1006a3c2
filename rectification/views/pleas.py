"""陈述申辩, 暂缓豁免 and 撤销: what may be asked about a finding, and how it is answered."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

import engine
from accountability import incidents
from accountability.models import Attachment
from organizations.refusals import AlreadyDone, NotYet
from organizations.rights import may, may_anywhere
from organizations.sight import visible
from rectification import services
from rectification.finding_rules import FindingRules
from rectification.forms.asking import AskingForm
from rectification.forms.findings import BecauseForm
from rectification.forms.pleas import DecisionForm, ObjectionForm, WaiverDecisionForm, WaiverForm
from rectification.models import Finding, Objection, ObjectionState, Waiver, WaiverKind, WaiverState
from rectification.models.querysets import SETTLED, UNFIXED
from rectification.services import radar
from rectification.services.objections import refuse_objection
from rectification.views.answering import Sheet, act_on_sheet, allow, find, way_back

ABOUT = "rectification/_finding_about.html"
MOST_EARLIER = 20
NAMES = ("campaign", "organization", "inspection")


@dataclass(frozen=True)
class Brief:
    """An objection or a waiver as the finding's page names it."""

    key: Objection | Waiver
    title: Any
    state: str
    label: Any

    @property
    def is_pending(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state == "pending"


def asked_for() -> dict[str, Any]:
    """What a finding is asked for with, so that its page names its pleas without looking for them."""
    asked: dict[str, Any] = {}
    for name, model, columns in (
        ("objection", Objection, ("pk", "state")),
        ("waiver", Waiver, ("pk", "state", "kind")),
    ):
        newest = model.objects.filter(finding=OuterRef("pk")).order_by("-pk")
        asked |= {f"{name}_{column}": Subquery(newest.values(column)[:1]) for column in columns}
    return asked


def briefly(finding: Any) -> list[Brief]:
    """The objection and the newest waiver of a finding that was asked for with `asked_for`."""
    told = []
    if finding.objection_pk:
        label = ObjectionState(finding.objection_state).label
        told.append(Brief(Objection(pk=finding.objection_pk), _("陈述申辩"), finding.objection_state, label))
    if finding.waiver_pk:
        label, title = WaiverState(finding.waiver_state).label, WaiverKind(finding.waiver_kind).label
        told.append(Brief(Waiver(pk=finding.waiver_pk), title, finding.waiver_state, label))
    return told


@login_required
@require_GET
def finding_pleas(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a unit asked about a finding and what was answered, and where the problem stood before."""
    finding = find(request, Finding, pk, *NAMES, "item__checklist_version")
    people = ("filed_by", "decided_by")
    objections = list(finding.objections.select_related(*people))
    files = {one.pk: Attachment.objects.of(one) for one in objections}
    found: list[dict[str, Any]] = [
        *({"plea": one, "title": _("陈述申辩"), "words": one.text, "files": files[one.pk]} for one in objections),
        *(
            {"plea": one, "title": one.get_kind_display(), "words": one.because}
            for one in finding.waivers.select_related(*people)
        ),
    ]
    context = {
        "finding": finding,
        "pleas": sorted(found, key=lambda told: told["plea"].filed_at, reverse=True),
        "earlier": visible_earlier(request, finding),
        "crumbs": way_back(finding),
    }
    return render(request, "rectification/finding_pleas.html", context)


def visible_earlier(request: HttpRequest, finding: Finding) -> Any:
    """The earlier findings of the same problem that the visitor sees, the newest first."""
    if not finding.repeats:
        return ()
    seen = visible(request.user, Finding).order_by().values("pk")
    return radar.earlier(finding).filter(pk__in=seen).select_related("campaign")[:MOST_EARLIER]


def asks(request: HttpRequest, finding: Finding, pleaded: list[Brief]) -> list[dict[str, str]]:
    """What this visitor may ask about the finding now."""
    may_ask, kinds = [], {type(plea.key) for plea in pleaded}
    waits = any(plea.is_pending for plea in pleaded)
    untouched = finding.round == 1 and finding.state in ("registered", "planning", "verifying")
    may_be_heard = finding.is_from_outside and finding.in_objection_window() and Objection not in kinds and untouched
    if may_be_heard and may(request.user, "rectification.object_to_finding", finding):
        may_ask.append({"name": "finding_object", "label": _("陈述申辩"), "icon": "scale"})
    if finding.state in UNFIXED and not waits and may(request.user, "rectification.ask_waiver", finding):
        may_ask.append({"name": "finding_waive", "label": _("申请暂缓或豁免"), "icon": "pause"})
    person = getattr(request.user, "person_id", None)
    may_withdraw = finding.state not in SETTLED and not waits and finding.author_id != person
    if may_withdraw and may(request.user, "rectification.withdraw_finding", finding.issuer_path):
        may_ask.append({"name": "finding_withdraw", "label": _("撤销问题"), "icon": "ban"})
    asked = [one | {"url": reverse(f"rectification:{one.pop('name')}", args=[finding.pk])} for one in may_ask]
    if finding.state not in SETTLED and may_anywhere(request.user, incidents.REGISTER):
        address = f"{reverse('incident_new')}?source=rectification.finding:{finding.pk}"
        asked.append({"url": address, "label": _("逐级上报"), "icon": "circle-arrow-up"})
    if may_anywhere(request.user, "rectification.report_outside"):
        address = reverse("rectification:finding_outside_new", args=[finding.pk])
        asked.append({"url": address, "label": _("登记对外报送"), "icon": "send"})
    return asked


@login_required
def finding_object(request: HttpRequest, pk: int) -> HttpResponse:
    """State the unit's case about a finding of others."""
    finding = find(request, Finding, pk, *NAMES)
    person = allow(request, "object_to_finding", finding)
    if request.method != "POST":
        refuse_objection(finding)
    sheet = Sheet(
        finding,
        _("陈述申辩"),
        _("提交陈述申辩"),
        said=_("陈述申辩已提交，核定前这个问题暂不计入。"),
        lead=_("由检查人以外的负责人核定。采纳的，问题撤销、编号保留；维持的，请按限期整改。每个问题只能申辩一次。"),
        icon="scale",
        files=True,
        facts=ABOUT,
    )
    form = ObjectionForm(request.POST or None, request.FILES or None)

    def act(shown: AskingForm) -> None:
        services.file_objection(
            finding, text=shown.cleaned_data["text"], attachments=tuple(shown.cleaned_data["attachments"]), by=person
        )

    return act_on_sheet(request, sheet, form, act, finding=finding)


@login_required
def objection_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide an objection."""
    objection = find(request, Objection, pk, "finding__campaign", "filed_by")
    finding = objection.finding
    person = allow(request, "decide_objection", objection.decide_path)
    if request.method != "POST":
        engine.require_turn(objection, "decide", by=request.user)
    sheet = Sheet(
        finding,
        _("核定陈述申辩"),
        _("提交核定意见"),
        said=_("核定意见已提交，已通知申辩单位。"),
        lead=_("检查人和申辩人本人不能核定。"),
        icon="scale",
        facts="rectification/_plea_about.html",
    )
    form = DecisionForm(request.POST or None)
    shown = {"finding": finding, "plea": objection, "plea_files": Attachment.objects.of(objection)}
    return act_on_sheet(
        request, sheet, form, lambda f: services.decide_objection(objection, by=person, **f.cleaned_data), **shown
    )


@login_required
def finding_waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for time, or to be let off for a while."""
    finding = find(request, Finding, pk, *NAMES)
    person = allow(request, "ask_waiver", finding)
    if request.method != "POST" and finding.state not in UNFIXED:
        raise NotYet(_("只有还没有完成整改的问题可以申请暂缓或豁免。"))
    days = FindingRules.of(finding.campaign.finding_rules).waiver_days
    sheet = Sheet(
        finding,
        _("申请暂缓或豁免"),
        _("提交申请"),
        said=_("申请已提交，等待审批。"),
        lead=_("由发现问题的单位负责人审批，最长%(days)d天，到期后自动恢复整改。") % {"days": days},
        icon="pause",
        facts=ABOUT,
    )
    form = WaiverForm(request.POST or None)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.ask_waiver(finding, by=person, **f.cleaned_data),
        finding=finding,
    )


@login_required
def waiver_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse a waiver."""
    waiver = find(request, Waiver, pk, "finding__campaign", "filed_by")
    person = allow(request, "decide_waiver", waiver.decide_path)
    if request.method != "POST":
        engine.require_turn(waiver, "decide", by=request.user)
    sheet = Sheet(
        waiver.finding,
        _("审批暂缓或豁免"),
        _("提交审批意见"),
        said=_("审批意见已提交，已通知申请单位。"),
        lead=_("同意后，现有整改任务撤销，到期日之后由单位重新制定措施。"),
        facts="rectification/_plea_about.html",
    )
    form = WaiverDecisionForm(request.POST or None)
    shown = {"finding": waiver.finding, "plea": waiver}
    return act_on_sheet(
        request, sheet, form, lambda f: services.decide_waiver(waiver, by=person, **f.cleaned_data), **shown
    )


@login_required
def finding_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a finding back; its number stays."""
    finding = find(request, Finding, pk, *NAMES)
    person = allow(request, "withdraw_finding", finding.issuer_path)
    if request.method != "POST" and finding.state in SETTLED:
        raise AlreadyDone(_("问题已经办结或者撤销，不能再撤销。"))
    sheet = Sheet(
        finding,
        _("撤销问题"),
        _("确认撤销"),
        said=_("问题已撤销，编号保留并划线。"),
        lead=_("登记有误或者重复登记的才撤销；编号不再使用，整改任务同时撤销。"),
        icon="ban",
        danger=True,
        facts=ABOUT,
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.withdraw_finding(finding, by=person, **f.cleaned_data),
        finding=finding,
    )
