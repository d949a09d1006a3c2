"""接报登记 on the screen: the register, one report with its receipts, and the form of whoever is on duty."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import incidents
from accountability.clocks import Calendar
from accountability.deadline_forms import IncidentForm
from accountability.incoming import registering
from accountability.models import Derivation, Directive, Escalation, IncidentReport, IncomingDocument, Ladder
from accountability.receivers import duty_people
from accountability.views.deadline_pages import Asking, asked, find, posted, unit_asked, units_with, visitor
from accountability.views.escalations import slots_of
from accountability.views.incoming import source_asked
from organizations.models import Organization, Person
from organizations.refusals import NotAllowed
from organizations.rights import may
from organizations.sight import sight_of, visible

A_PAGE = 30


@require_safe
@login_required
def incident_list(request: HttpRequest) -> HttpResponse:
    """Every report within sight, the newest first."""
    rows = visible(request.user, IncidentReport).select_related("organization", "received_by", "ladder")
    page = Paginator(rows.order_by("-received_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    heads = (_("报告"), _("登记单位"), _("接报时间"), _("接报人"), _("上报规则"))
    columns = [{"label": label} for label in heads]
    context = {"page": page, "rows": list(page), "columns": columns, "may_register": bool(_places(request))}
    return render(request, "accountability/incident_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def incident_new(request: HttpRequest) -> HttpResponseBase:
    """Enter what was reported just now, or earlier with its true times."""
    person, units = visitor(request), _units(request)
    now, source = timezone.localdate(), source_asked(request, incidents.reportable_models())
    asking = Asking(
        title=_("接报登记"),
        lead=_("按真实时间填写；登记时间由系统记录，晚于接报时间一小时以上的标注“补录”。"),
        button=_("登记"),
        back=reverse("incident_list"),
        missing_years=Calendar.around(now).missing(now),
        columns=True,
        facts=[{"label": _("上报的事项"), "value": source, "url": source.get_absolute_url()}] if source else [],
    )
    rules = _rules(units[0])
    initial = _from_source(source, person, rules) if source else {}
    form = IncidentForm(posted(request), units=units, rules=rules, initial=initial)

    def act() -> str:
        given = dict(form.cleaned_data)
        made = incidents.register_incident(given.pop("organization"), by=person, source=source, **given)
        messages.success(request, _("已登记：%(number)s。") % {"number": made.number_text})
        return made.get_absolute_url()

    return asked(request, asking, form, act)


def _from_source(source: Any, person: Person, rules: list[Ladder]) -> dict[str, Any]:
    """What the form begins with when something is reported up: its words, who reports it, the step-by-step rule."""
    told = incidents.told_by(source)
    moment = timezone.make_aware(datetime.datetime.combine(told.found_on, datetime.time()))
    rule = next((one.pk for one in rules if one.code == incidents.STEP_BY_STEP), None)
    found_at = timezone.localtime() if told.found_on >= timezone.localdate() else moment
    return {
        "reporter": person.name,
        "reporter_unit": person.home.institution.name,
        "way": IncidentReport.Way.SYSTEM,
        "found_at": found_at,
        "content": told.content,
        "ladder": rule,
    }


@require_safe
@login_required
def incident_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One report and the rungs it has reached."""
    report = find(request, IncidentReport, pk, "organization", "received_by", "recorded_by", "ladder")
    reached = Escalation.objects.filter(
        start__source_type__app_label="accountability", start__source_type__model="incidentreport"
    )
    rows = reached.filter(start__source_id=report.pk).with_matter().order_by("rung__order")
    now = timezone.now()
    context = {
        "report": report,
        "facts": _facts(request, report),
        "rungs": [{"escalation": one, "late": one.is_late(now), "slots": slots_of(one)} for one in rows],
        "keeps": may(request.user, registering.KEEP, report),
        "follows": _follows(request, report),
        "is_late_entry": report.recorded_at - report.received_at > incidents.LATE_ENTRY,
    }
    return render(request, "accountability/incident_show.html", context)


def _follows(request: HttpRequest, report: IncidentReport) -> list[Any]:
    """The papers and directives that came of it, as far as the visitor sees them."""
    kind = {"source_type__app_label": "accountability", "source_type__model": "incidentreport", "source_id": report.pk}
    papers = visible(request.user, IncomingDocument).filter(**kind).order_by("pk")
    return [*papers, *visible(request.user, Directive).filter(**kind).order_by("pk")]


def _places(request: HttpRequest) -> list[Organization]:
    """The units one registers for by one's post, or where one is on duty now; none for anybody else."""
    if units := units_with(request, incidents.REGISTER):
        return units
    if not sight_of(request.user).scopes:
        return []
    own = unit_asked(request)
    return [own] if visitor(request) in duty_people(incidents.rosters_over(own), timezone.now()) else []


def _units(request: HttpRequest) -> list[Organization]:
    """The units the visitor registers for, who is refused where there are none."""
    if not (units := _places(request)):
        raise NotAllowed(_("您不在本单位值班，也没有接报登记的权限，请由值班人员登记。"))
    return units


def _rules(unit: Organization) -> list[Ladder]:
    """The nearest rule of reporting of each kind."""
    found: dict[str, Ladder] = {}
    usable = Ladder.objects.active().usable_at(unit.path).filter(purpose=Ladder.Purpose.REPORT)
    for one in usable:
        found.setdefault(one.code, one)
    return sorted(found.values(), key=lambda one: (one.organization_id is None, one.pk))


def _source(request: HttpRequest, report: IncidentReport) -> list[dict[str, Any]]:
    """What was reported up, with its address for whoever sees it."""
    kind = {"target_type__app_label": "accountability", "target_type__model": "incidentreport"}
    row = Derivation.objects.filter(target_id=report.pk, **kind).select_related("source_type").first()
    model = row.source_type.model_class() if row is not None else None
    if row is None or model is None:
        return []
    seen: Any = visible(request.user, model).filter(pk=row.source_id).first()
    return [{"label": _("来源"), "value": row.source_label, "url": seen.get_absolute_url() if seen else ""}]


def _facts(request: HttpRequest, report: IncidentReport) -> list[dict[str, Any]]:
    def told(moment: Any) -> str:
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"

    rule = report.ladder.get_absolute_url() if report.ladder else ""
    return [
        {"label": _("编号"), "value": report.number_text},
        *_source(request, report),
        {"label": _("登记单位"), "value": report.organization},
        {"label": _("报告人"), "value": report.reporter},
        {"label": _("报告人单位"), "value": report.reporter_unit},
        {"label": _("报告人电话"), "value": report.reporter_telephone},
        {"label": _("报告方式"), "value": report.get_way_display()},
        {"label": _("发现时间"), "value": told(report.found_at)},
        {"label": _("接报时间"), "value": told(report.received_at)},
        {"label": _("接报人"), "value": report.received_by},
        {"label": _("已告知"), "value": report.told},
        {"label": _("上报规则"), "value": report.ladder, "url": rule},
        {"label": _("登记人"), "value": report.recorded_by},
        {"label": _("登记时间"), "value": told(report.recorded_at)},
    ]
