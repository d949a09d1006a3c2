"""Draws: the list of a phase's, the rules, the record to print, the draw itself and its publication."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accountability import trail
from organizations.refusals import NotAllowed
from organizations.rights import may
from organizations.sight import sight_of, visible
from rectification import drawing, services
from rectification.forms.asking import AskingForm, whole_number
from rectification.forms.draws import DrawForm, OutsideForm, PublicationForm
from rectification.models import Attention, Campaign, Draw, DrawState, InspectorPool, Phase
from rectification.services.populations import Rules, units_of
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor, way_back

PAGE = 20
NAMES = ("phase__campaign__organization", "campaign__organization", "frozen_by", "drawn_by", "published_by", "replaces")
MOST_LEFT_OUT = 200


@login_required
@require_GET
def campaign_draws(request: HttpRequest, pk: int) -> HttpResponse:
    """Every draw of a campaign, those that were redone among them."""
    campaign = find(request, Campaign, pk, "organization")
    if not sight_of(request.user).sees(campaign.org_path):
        raise Http404
    rows = visible(request.user, Draw).filter(campaign=campaign).select_related("phase", "drawn_by", "frozen_by")
    page = Paginator(rows.order_by("-phase__order", "-batch"), PAGE).get_page(request.GET.get("page"))
    may_hold = campaign.is_running and may(request.user, "rectification.hold_draw", campaign)
    context = {
        "campaign": campaign,
        "page": page,
        "phases": list(campaign.phases.open().order_by("order")) if may_hold else [],
        "crumbs": way_back(campaign),
    }
    return render(request, "rectification/draw_list.html", context)


@login_required
def draw_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The rules of a draw, then its population frozen; `?redo=` an earlier draw gives way to this one."""
    phase = find(request, Phase, pk, "campaign__organization")
    person = allow(request, "hold_draw", phase)
    replaced = _redone(request, phase)
    again = Draw.objects.filter(phase=phase).exists()
    form = DrawForm(
        request.POST or None,
        initial=_initial(replaced),
        pools=visible(request.user, InspectorPool).order_by("name"),
        units=units_of(phase, request.user),
        again=again,
    )

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"form": shown, "phase": phase, "replaced": replaced, "crumbs": way_back(phase)}
        return render(request, "rectification/draw_new.html", context, status=status)

    def act() -> str:
        given = form.cleaned_data
        rules = Rules(
            kind=given["object_kind"],
            count=given["count"],
            strata=given["strata"],
            team=form.team(),
            unseen_days=given["unseen_days"] or 0,
            unseen_campaigns=given["unseen_campaigns"] or 0,
            coverage=given["coverage"],
            focus_weight=given["focus_weight"],
            unit=given["unit"],
            documents=given["documents"].splitlines(),
        )
        because = given.get("because", "")
        draw = services.freeze_draw(phase, rules=rules, by=person, because=because, replaces=replaced)
        messages.success(request, _("总体已冻结，校验码已公布；现在可以抽取。"))
        return draw.get_absolute_url()

    return answer(request, form, act, page) if request.method == "POST" else page(form)


def _redone(request: HttpRequest, phase: Phase) -> Draw | None:
    """The draw that is to be redone, if the address names one of this phase."""
    asked = request.GET.get("redo", "")
    if not asked:
        return None
    rows = visible(request.user, Draw).filter(phase=phase).exclude(state=DrawState.REPLACED)
    found = rows.filter(pk=whole_number(asked) or 0).first()
    if found is None:
        raise Http404
    return found


def _initial(replaced: Draw | None) -> dict[str, Any]:
    """The rules of an earlier draw, or the usual ones."""
    if replaced is None:
        return {"object_kind": "institution", "team_one": 2, "focus_weight": 1}
    asked = dict(replaced.asked)
    initial = {**asked, "object_kind": asked["kind"], "documents": "\n".join(asked["documents"])}
    for place, (pool, number) in zip(("one", "two"), asked["team"], strict=False):
        initial |= {f"pool_{place}": pool, f"team_{place}": number}
    return initial


@login_required
@require_safe
def draw_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The printed record of a draw."""
    draw = find(request, Draw, pk, *NAMES)
    population = json.loads(draw.population)
    may_hold = may(request.user, "rectification.hold_draw", draw)
    context = {
        "draw": draw,
        "about": population["about"],
        "strata": _strata(population),
        "rows": _rows(draw, population),
        "left_out": population["left_out"][:MOST_LEFT_OUT],
        "left_out_more": max(0, len(population["left_out"]) - MOST_LEFT_OUT),
        "facts": _facts(draw, population),
        "may_draw": may_hold and draw.state == DrawState.FROZEN,
        "may_redo": may_hold and draw.state != DrawState.REPLACED and draw.phase.state == "open",
        "may_publish": may_hold and draw.state == DrawState.DRAWN and draw.is_inspected,
        "may_take": draw.drawn_at and _may_take(request, draw),
        "replaced_by": Draw.objects.filter(replaces=draw).first(),
        "crumbs": [{"label": _("随机抽取"), "url": reverse("rectification:campaign_draws", args=[draw.campaign_id])}],
    }
    return render(request, "rectification/draw_detail.html", context)


def _strata(population: dict[str, Any]) -> list[dict[str, Any]]:
    """How many objects each stratum has."""
    counts: dict[str, int] = {}
    for one in population["objects"]:
        counts[one["stratum"]] = counts.get(one["stratum"], 0) + 1
    return [{"name": name or _("不分层"), "count": counts[name]} for name in sorted(counts)]


def _rows(draw: Draw, population: dict[str, Any]) -> list[dict[str, Any]]:
    """The result: each object with its stratum, its inspectors and its inspection."""
    if not draw.result:
        return []
    objects = {one["id"]: one for one in population["objects"]}
    people = {one["id"]: one["name"] for one in population["inspectors"]}
    visits = {f"u{visit.department_id or visit.participant.organization_id}": visit for visit in _visits(draw)}
    return [
        {
            "object": objects[one["object"]],
            "people": [people[who] for who in one["inspectors"]],
            "visit": visits.get(one["object"]),
        }
        for one in json.loads(draw.result)
    ]


def _visits(draw: Draw) -> Any:
    return draw.inspections.select_related("participant").order_by("pk")


def _facts(draw: Draw, population: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules in words."""
    rules = population["rules"]
    team = _("、").join(_("%(pool)s%(n)d名") % {"pool": pool, "n": number} for pool, number in rules["team"])
    unseen = [_("近%(n)d天内已检查的") % {"n": rules["unseen_days"]}] if rules["unseen_days"] else []
    if rules["unseen_campaigns"]:
        unseen.append(_("近%(n)d项专项工作中已检查的") % {"n": rules["unseen_campaigns"]})
    labels = dict(DrawForm.base_fields["strata"].choices)  # type: ignore[attr-defined]
    return [
        {"label": _("专项工作"), "value": draw.campaign.title, "url": draw.campaign.get_absolute_url()},
        {"label": _("阶段"), "value": draw.phase.name},
        {"label": _("抽取对象"), "value": draw.get_object_kind_display()},
        {"label": _("所在单位"), "value": population["about"]["unit"]},
        {"label": _("抽取数量"), "value": rules["count"]},
        {"label": _("分层"), "value": _("、").join(str(labels[name]) for name in rules["strata"])},
        {"label": _("每个对象派"), "value": team},
        {"label": _("排除"), "value": _("、").join(unseen)},
        {"label": _("全覆盖"), "value": _("本季度还没有检查的先抽") if rules["coverage"] else ""},
        {"label": _("再次抽取的理由"), "value": draw.because},
    ]


def _may_take(request: HttpRequest, draw: Draw) -> bool:
    """Whether the visitor may have the record with its weights: whoever may read every attention that weighed."""
    used = set(draw.attended)
    return not used or visible(request.user, Attention).filter(pk__in=used).count() == len(used)


@login_required
@require_GET
def draw_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as a file by which the draw can be repeated anywhere; every download is recorded."""
    draw, person = find(request, Draw, pk, "phase"), visitor(request)
    if not draw.drawn_at or not _may_take(request, draw):
        raise NotAllowed(_("这份记录含有限定人员可阅的权数或者还没有抽取，不能下载；请查看和打印本页的抽取记录。"))
    trail.witness("draw_record_taken", draw, by=person)
    response = HttpResponse(drawing.canonical(draw.record), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="draw-{draw.pk}.json"'
    return response


@login_required
def draw_carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw, once."""
    draw = find(request, Draw, pk, *NAMES)
    person = allow(request, "hold_draw", draw)
    lead = _("种子在冻结时已经确定并公布校验码；抽取后公开种子，任何人可以重算。")
    if draw.is_inspected:
        lead += _("抽中的对象随即生成抽查任务，并通知检查人员。")
    sheet = Sheet(draw, _("开始抽取"), _("抽取"), lead=lead, icon="dices", said=_("抽取完成，结果已登记。"))
    form = OutsideForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.carry_out_draw(draw, by=person, **f.cleaned_data))


@login_required
def draw_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Register where the list was published."""
    draw = find(request, Draw, pk, *NAMES)
    person = allow(request, "hold_draw", draw)
    sheet = Sheet(
        draw,
        _("登记公示"),
        _("保存"),
        lead=_("先打印或复制公示名单，在公开载体发布后登记。"),
        icon="megaphone",
        said=_("已登记公示。"),
    )
    form = PublicationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.publish_draw(draw, by=person, **f.cleaned_data))


@login_required
@require_safe
def draw_publication(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it is published: objects and inspectors, without weights or reasons."""
    draw = find(request, Draw, pk, *NAMES)
    if not draw.is_inspected or draw.state != DrawState.DRAWN:
        raise Http404
    population = json.loads(draw.population)
    context = {"draw": draw, "about": population["about"], "rows": _rows(draw, population), "crumbs": way_back(draw)}
    return render(request, "rectification/draw_publication.html", context)
