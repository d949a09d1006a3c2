"""One period: its meter and what shows it; handing in, accepting, returning, explaining."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability.deadline_forms import DeadlineForm
from accountability.models import Attachment, Holder
from accountability.views.deadline_pages import find, posted, visitor
from organizations.models import Person
from organizations.refusals import NotAllowed
from plans import quota_permissions as permissions
from plans import services
from plans.forms.obligations import BecauseForm, EvidenceForm
from plans.models import EvidenceState, ObligationEvidence, Occurrence, OwedBy
from plans.services import owing
from plans.services.showing import may_do, may_explain
from plans.views.quota_meters import with_meters
from plans.views.quota_sheets import Sheet, on_sheet

NAMES = (
    "obligation__plan",
    "obligation__lead_unit",
    "obligation__watches",
    "organization",
    "entry",
    "assignment",
    "closed_by",
)


@require_safe
@login_required
def occurrence_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One period with its meter, its evidence and what can be done now."""
    occurrence = find(request, Occurrence, pk, *NAMES)
    person = visitor(request)
    (row,) = with_meters([occurrence])
    evidence: list[Any] = list(occurrence.evidence.select_related("about", "added_by", "decided_by"))
    _with_files(evidence)
    for one in evidence:
        one.may_decide = _may_decide(request, one, person)
        one.may_withdraw = one.state == EvidenceState.SUBMITTED and one.added_by_id == person.pk
    lead = _lead_of(occurrence)
    context = {
        "occurrence": row,
        "obligation": occurrence.obligation,
        "evidence": evidence,
        "lead": lead,
        "facts": _facts(occurrence, lead),
        "may_do": occurrence.is_open and may_do(occurrence, person),
        "may_explain": occurrence.is_missed and may_explain(occurrence, person),
    }
    return render(request, "plans/occurrence_detail.html", context)


def _lead_of(occurrence: Occurrence) -> Holder | None:
    """Who answers for it today."""
    if occurrence.assignment_id is None:
        return None
    held = Holder.objects.current().filter(assignment=occurrence.assignment_id, role=Holder.Role.LEAD)
    return held.select_related("person").first()


def _facts(occurrence: Occurrence, lead: Any) -> list[dict[str, Any]]:
    obligation = occurrence.obligation
    ended = timezone.localtime(occurrence.closed_at) if occurrence.closed_at else None
    return [
        {"label": _("任务"), "value": obligation, "url": obligation.get_absolute_url()},
        {"label": _("频次要求"), "value": obligation.often},
        {"label": _("责任单位"), "value": occurrence.organization},
        {"label": _("登记项"), "value": occurrence.entry},
        {"label": _("责任人"), "value": lead.person if lead else _("尚未落实，请管理员任命负责人")},
        {"label": _("本期"), "value": f"{occurrence.begins_on:%Y-%m-%d}—{occurrence.ends_on:%Y-%m-%d}"},
        {"label": _("完成期限"), "value": f"{occurrence.due_on:%Y-%m-%d}"},
        {"label": _("应有的佐证"), "value": obligation.expected_evidence},
        {"label": _("检查的记录"), "value": obligation.watches, "url": _record_of(occurrence)},
        {"label": _("办结"), "value": f"{ended:%Y-%m-%d %H:%M} {occurrence.closed_by or ''}" if ended else ""},
        {"label": _("说明"), "value": occurrence.because},
    ]


def _record_of(occurrence: Occurrence) -> str:
    """Where the record lies that a leader looks at in this period: a daily duty's month, else the duty."""
    watched = occurrence.obligation.watches
    if watched is None:
        return ""
    if not watched.is_daily:
        return watched.get_absolute_url()
    return f"{reverse('plans:obligation_month', args=[watched.pk])}?month={occurrence.begins_on:%Y-%m}"


def _with_files(evidence: list[Any]) -> None:
    """The files of all of them in one query; none where nothing was handed in."""
    if not evidence:
        return
    kind = ContentType.objects.get_for_model(ObligationEvidence)
    files = Attachment.objects.filter(content_type=kind, object_id__in=[one.pk for one in evidence])
    by_key: dict[int, list[Attachment]] = {}
    for file in files.select_related("blob").order_by("pk"):
        by_key.setdefault(file.object_id, []).append(file)
    for one in evidence:
        one.files = by_key.get(one.pk, [])


def _may_decide(request: HttpRequest, evidence: ObligationEvidence, person: Person) -> bool:
    if evidence.state != EvidenceState.SUBMITTED or not evidence.occurrence.is_open:
        return False
    try:
        permissions.refuse_author(person, evidence.added_by_id)
    except NotAllowed:
        return False
    return permissions.may(request.user, permissions.ACCEPT, evidence.accept_path)  # type: ignore[arg-type]


@require_http_methods(["GET", "POST"])
@login_required
def evidence_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand in what shows that it was done."""
    occurrence = find(request, Occurrence, pk, *NAMES)
    person = visitor(request)
    if not may_do(occurrence, person):
        permissions.require(person, permissions.DO, occurrence)
    obligation = occurrence.obligation
    sheet = Sheet(
        title=_("提交完成情况"),
        button=_("提交核定"),
        back=occurrence.get_absolute_url(),
        lead=_("提交后由负责人核定，核定通过才计入完成次数；本人不能核定自己提交的材料。"),
        icon="send",
        files=True,
        facts=[
            {"label": _("任务"), "value": obligation},
            {"label": _("本期"), "value": occurrence.period_label},
            {"label": _("应有的佐证"), "value": obligation.expected_evidence},
        ],
    )
    covers = obligation.owed_by == OwedBy.COVER
    departments = owing.departments_of(obligation) if covers else None
    initial = {"on": timezone.localdate()}
    form = EvidenceForm(posted(request), request.FILES or None, initial=initial, departments=departments)

    def act() -> str:
        services.submit_evidence(occurrence, by=person, **form.cleaned_data)
        messages.success(request, _("已提交，等待负责人核定。"))
        return occurrence.get_absolute_url()

    return on_sheet(request, sheet, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def occurrence_explain(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say why a missed period was not done."""
    occurrence = find(request, Occurrence, pk, *NAMES)
    person = visitor(request)
    if not may_explain(occurrence, person):
        permissions.require(person, permissions.EXPLAIN, occurrence)
    sheet = Sheet(
        title=_("说明未完成的原因"),
        button=_("提交说明"),
        back=occurrence.get_absolute_url(),
        lead=_("说明后本期不再催办，但仍按未完成统计。能够补办的，请提交补办的材料。"),
        icon="message-square-text",
        facts=[
            {"label": _("任务"), "value": occurrence.obligation},
            {"label": _("本期"), "value": occurrence.period_label},
        ],
    )
    form = BecauseForm(posted(request))

    def act() -> str:
        services.explain_missed(occurrence, by=person, **form.cleaned_data)
        messages.success(request, _("已说明。"))
        return occurrence.get_absolute_url()

    return on_sheet(request, sheet, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def evidence_accept(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Accept what was handed in."""
    evidence, person, sheet = _decided(request, pk, _("核定"), _("核定通过，计入完成次数"))

    def act() -> str:
        services.accept_evidence(evidence, by=person)
        messages.success(request, _("已核定，计入完成次数。"))
        return evidence.occurrence.get_absolute_url()

    return on_sheet(request, sheet, DeadlineForm(posted(request)), act)


@require_http_methods(["GET", "POST"])
@login_required
def evidence_return(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say why what was handed in does not count."""
    evidence, person, sheet = _decided(request, pk, _("不采纳"), _("确认不采纳"), icon="undo-2", danger=True)
    form = BecauseForm(posted(request))

    def act() -> str:
        services.return_evidence(evidence, by=person, **form.cleaned_data)
        messages.success(request, _("已告知提交人。"))
        return evidence.occurrence.get_absolute_url()

    return on_sheet(request, sheet, form, act)


def _decided(
    request: HttpRequest, pk: int, title: str, button: str, **words: Any
) -> tuple[ObligationEvidence, Person, Sheet]:
    evidence = find(request, ObligationEvidence, pk, "occurrence__obligation", "about", "added_by", "decided_by")
    person = visitor(request)
    permissions.require(person, permissions.ACCEPT, evidence.accept_path or evidence.org_path)
    facts: list[dict[str, Any]] = [
        {"label": _("任务"), "value": evidence.occurrence},
        {"label": _("做了什么"), "value": evidence.title},
        {"label": _("完成日期"), "value": f"{evidence.on:%Y-%m-%d}"},
        {"label": _("覆盖的科室"), "value": evidence.about},
        {"label": _("说明"), "value": evidence.text},
        {"label": _("提交人"), "value": evidence.added_by},
    ]
    files = Attachment.objects.of(evidence)
    facts += [{"label": _("佐证材料"), "value": one.name, "url": one.get_absolute_url()} for one in files]
    sheet = Sheet(title=title, button=button, back=evidence.occurrence.get_absolute_url(), facts=facts, **words)
    return evidence, person, sheet


@require_http_methods(["GET", "POST"])
@login_required
def evidence_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take back what nobody has decided yet."""
    evidence = find(request, ObligationEvidence, pk, "occurrence__obligation", "added_by", "decided_by")
    person = visitor(request)
    if evidence.added_by_id != person.pk:
        raise NotAllowed(_("只有提交人本人可以撤回。"))
    sheet = Sheet(
        title=_("撤回"),
        button=_("确认撤回"),
        back=evidence.occurrence.get_absolute_url(),
        icon="undo-2",
        facts=[{"label": _("做了什么"), "value": evidence.title}],
    )

    def act() -> str:
        services.withdraw_evidence(evidence, by=person)
        messages.success(request, _("已撤回。"))
        return evidence.occurrence.get_absolute_url()

    return on_sheet(request, sheet, DeadlineForm(posted(request)), act)
