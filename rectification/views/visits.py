"""Visits from outside: begun, and what they leave behind besides the answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from organizations.models import Appointment, Duty, Person
from organizations.refusals import NotAllowed
from organizations.rights import permission_q
from organizations.sight import sight_of, visible
from rectification import permissions, services
from rectification.forms.asking import AskingForm, whole_number
from rectification.forms.inspections import InspectionForm
from rectification.forms.visits import AdviceForm, LookBackForm, OnSpotForm, SurveyForm
from rectification.models import (
    Finding,
    FindingState,
    Inspection,
    InspectionKind,
    InspectionState,
    LookBack,
    Participant,
    ParticipantState,
    Phase,
    VisitResult,
)
from rectification.models.visits import percent
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor, way_back
from rectification.views.findings import departments_of

FEWEST_INSPECTORS = 2
FEWEST_PEERS = 3
"""Below this many other units their common rate would tell on one of them."""
MOST_CLOSED = 100
MOST_KNOWN = 5


def _inspectors(request: HttpRequest) -> QuerySet[Person]:
    """The inspectors in sight, and the visitor himself."""
    seen = sight_of(request.user)
    posts = Appointment.objects.valid().filter(post__duty=Duty.INSPECTOR)
    mine = Q(pk=seen.person.pk) if seen.person else Q(pk__in=[])
    inspecting = Q(pk__in=posts.values("person")) & seen.covers("home__path")
    return Person.objects.filter(mine | inspecting, active=True).order_by("name")


def _known(phase: Phase, chosen: int | None, person: Person) -> dict[str, Any]:
    """What other bodies have seen at the chosen unit lately, which may be recognised instead."""
    if chosen is None:
        return {}
    unit = phase.campaign.participants.active().filter(pk=chosen).first()
    if unit is None or not permissions.may(person, "inspect", unit.org_path):
        return {}
    rows = list(services.recognisable_for(phase, unit, by=person)[:MOST_KNOWN])
    return {"unit": unit, "rows": rows} if rows else {}


def _visited(request: HttpRequest, phase: Phase) -> QuerySet[Participant]:
    """The units the visitor may inspect: not his own, unless the issuer looks at its own departments."""
    places = permission_q(request.user, "rectification.inspect", institution_field="org_path")
    own = {scope.institution_path for scope in sight_of(request.user).scopes} - {phase.campaign.institution_path}
    units = visible(request.user, Participant).filter(places, campaign=phase.campaign_id, state=ParticipantState.ACTIVE)
    return units.exclude(org_path__in=own)


@login_required
def inspection_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a visit: which unit, in which way, by whom; fewer than two inspectors is pointed out."""
    phase, person = find(request, Phase, pk, "campaign__organization"), visitor(request)
    participants, home = _visited(request, phase), phase.campaign.institution_path
    if not participants.exists():
        raise NotAllowed(_("本专项工作中没有由您检查的单位。"))
    asked = request.GET.get("participant", "")
    initial = {
        "kind": InspectionKind.SPOT_CHECK,
        "participant": whole_number(asked),
        "inspectors": [person.pk],
    }
    form = InspectionForm(
        request.POST or None,
        initial=initial,
        participants=participants.order_by("-in_focus", "org_path"),
        inspectors=_inspectors(request),
        departments=departments_of(home) if participants.filter(org_path=home).exists() else None,
    )

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        chosen = whole_number(request.POST.get("participant", asked))
        context = {"form": shown, "phase": phase, "crumbs": way_back(phase), "known": _known(phase, chosen, person)}
        return render(request, "rectification/inspection_open.html", context, status=status)

    def act() -> str:
        told = dict(form.cleaned_data)
        if not told.pop("again"):
            services.refuse_asked_twice(phase, told["participant"], by=person)
        inspection = services.open_inspection(phase, by=person, **told)
        messages.success(request, _("检查已建立，请逐项填写，填完后提交检查结果。"))
        if len(form.cleaned_data["inspectors"]) < FEWEST_INSPECTORS:
            messages.warning(request, _("本次只登记了一名检查人员；现场检查应当由两名以上检查人员进行。"))
        return inspection.get_absolute_url()

    return answer(request, form, act, page) if request.method == "POST" else page(form)


def outcome_of(inspection: Inspection) -> dict[str, Any]:
    """What the page shows of a visit's own outcome; nothing is read for the ways that have none."""
    rule = inspection.rule
    told: dict[str, Any] = {"rule": rule}
    if rule.has_result:
        told["result"] = VisitResult.objects.filter(inspection=inspection).select_related("by").first()
    if rule.counts and told["result"] is not None:
        told |= _compared(inspection, told["result"])
    if rule.looks_back:
        told["closed"] = _closed(inspection)
    if rule.follows_case:
        told["by_department"] = list(
            inspection.findings.values("department__name").annotate(n=Count("pk")).order_by("department__path")
        )
    return told


def _compared(inspection: Inspection, result: VisitResult) -> dict[str, Any]:
    """The unit's own survey before this one, and what the other units of the campaign have in common."""
    others = VisitResult.objects.filter(inspection__state=InspectionState.SUBMITTED, cases__isnull=False)
    before = others.filter(
        inspection__participant__organization=inspection.participant.organization_id,
        inspection__checklist_version__checklist=inspection.checklist_version.checklist_id,
        surveyed_on__lt=result.surveyed_on,
    )
    peers = others.filter(inspection__campaign=inspection.campaign_id).exclude(org_path=inspection.org_path)
    common = peers.aggregate(
        units=Count("inspection__participant", distinct=True), cases=Sum("cases"), surveyed=Sum("surveyed")
    )
    enough = common["units"] >= FEWEST_PEERS
    return {
        "before": before.order_by("-surveyed_on", "-pk").first(),
        "peers": common["units"] if enough else 0,
        "peer_rate": percent(common["cases"], common["surveyed"]) if enough else None,
    }


def _closed(inspection: Inspection) -> list[Any]:
    """The closed findings of the unit in this campaign, and those looked at again, each with what was seen."""
    looked = LookBack.objects.filter(inspection=inspection).select_related("by")
    seen = {one.finding_id: one for one in looked}
    again = Exists(LookBack.objects.filter(inspection=inspection, finding=OuterRef("pk")))
    rows = Finding.objects.filter(Q(state=FindingState.CLOSED) | again, participant=inspection.participant_id)
    found: list[Any] = list(rows.order_by("number_text", "pk")[:MOST_CLOSED])
    for finding in found:
        finding.looked = seen.get(finding.pk)
    return found


def _allow_inspector(request: HttpRequest, inspection: Inspection) -> Person:
    """One of the inspectors of this visit."""
    person = visitor(request)
    if inspection.is_self or not inspection.inspectors.filter(person=person).exists():
        raise NotAllowed(_("您不是本次检查的检查人，不能填写；请由检查人填写。"))
    return person


@login_required
def inspection_result(request: HttpRequest, pk: int) -> HttpResponse:
    """The count of a survey, or the advice of a guidance visit."""
    inspection = find(request, Inspection, pk, "participant", "phase")
    person = _allow_inspector(request, inspection)
    if not inspection.rule.has_result:
        raise Http404
    known = VisitResult.objects.filter(inspection=inspection).first()
    form: AskingForm
    if inspection.rule.counts:
        title, names, verb = (
            _("登记现患率调查结果"),
            ("surveyed_on", "population", "surveyed", "cases"),
            "record_survey",
        )
        form = SurveyForm(request.POST or None, initial={name: getattr(known, name) for name in names} if known else {})
    else:
        title, verb = _("登记指导建议"), "record_advice"
        form = AdviceForm(request.POST or None, initial={"advice": known.advice if known else ""})
    sheet = Sheet(inspection, title, _("保存"), lead=inspection.rule.brings, icon="save", said=_("已保存。"))
    act = getattr(services, verb)
    return act_on_sheet(request, sheet, form, lambda f: act(inspection, by=person, **f.cleaned_data))


@login_required
def inspection_look_back(request: HttpRequest, pk: int, finding: int) -> HttpResponse:
    """One closed finding looked at again."""
    inspection = find(request, Inspection, pk, "participant", "phase")
    person = _allow_inspector(request, inspection)
    looked_at = find(request, Finding, finding, "campaign", "organization")
    sheet = Sheet(
        inspection,
        _("回头看：%(number)s") % {"number": looked_at.number_text},
        _("保存"),
        lead=looked_at.description,
        icon="search-check",
        said=_("复看结果已登记。"),
    )
    form = LookBackForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form,
        lambda f: services.look_at_again(inspection, finding=looked_at, by=person, **f.cleaned_data),
    )  # fmt: skip


@login_required
def inspection_fixed(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """立行立改 from the item on the phone: two pictures and what was wrong."""
    inspection = find(request, Inspection, pk, "participant", "campaign", "phase")
    person = allow(request, "register_finding", inspection)
    question = get_object_or_404(inspection.checklist_version.items, pk=item)
    given = inspection.answers.filter(item=question).first()
    initial = {"severity": question.severity or "general", "description": given.note if given else ""}
    form = OnSpotForm(
        request.POST or None, request.FILES or None, initial=initial, departments=departments_of(inspection.org_path)
    )
    sheet = Sheet(
        inspection,
        _("立行立改：第%(n)d项") % {"n": question.order},
        _("登记入台账"),
        lead=_("%(what)s 当场整改的也编号入账，由他人核查后销号。") % {"what": question.requirement},
        icon="flag",
        files=True,
        back=f"{inspection.get_absolute_url()}#item-{question.pk}",
        said=_("已登记入台账，等待他人核查。"),
    )
    return act_on_sheet(
        request, sheet, form, lambda f: services.fix_on_spot(inspection, item=question, by=person, **f.cleaned_data)
    )
