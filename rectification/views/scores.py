"""Assessment: rules, rounds with their ranking, one unit's sheet with the cause of every point, objections."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organizations.rights import may, may_anywhere
from organizations.sight import visible
from rectification import commendations, services
from rectification.forms.asking import AskingForm, ConfirmationForm
from rectification.forms.scores import (
    AnnounceForm,
    DecideForm,
    GrantForm,
    ObjectForm,
    ScoreItemSet,
    ScoreOpenForm,
    ScoreRuleForm,
)
from rectification.models import RoundState, Score, ScoreLine, ScoreObjection, ScoreRound, ScoreRule
from rectification.models.scores import BY_HAND
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor, way_back
from rectification.views.filings import period_words
from rectification.views.form_designs import own_unit

PAGE = 50
SPARE = 6


def _home() -> list[dict[str, str]]:
    return [{"label": _("考核评分"), "url": reverse("rectification:score_list")}]


@login_required
@require_GET
def score_list(request: HttpRequest) -> HttpResponse:
    """The rounds in sight, and the rules by which the visitor may open one."""
    rounds = visible(request.user, ScoreRound).select_related("rule__organization").annotate(assessed=Count("scores"))
    page = Paginator(rounds.order_by("-ends_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    rows: list[Any] = list(page.object_list)
    for row in rows:
        row.period_words = period_words(row)
    keeps = may_anywhere(request.user, "rectification.keep_scores")
    rules = visible(request.user, ScoreRule).order_by("-pk")[:PAGE] if keeps else []
    context = {"page": page, "rows": rows, "rules": rules, "keeps": keeps}
    return render(request, "rectification/score_list.html", context)


@login_required
def score_rule_new(request: HttpRequest) -> HttpResponse:
    """Write a rule: its basis and its items on one page."""
    unit, person = own_unit(request, "keep_scores"), visitor(request)
    empty = {"level": "unit", "full_marks": 100, "veto_bottom": 0, "commend_top": 0}
    head = ScoreRuleForm(request.POST or None, initial=empty)
    items: Any
    if request.method == "POST":
        typed = request.POST.copy()
        if "more" in typed:
            typed["items-TOTAL_FORMS"] = str(min(60, int(typed.get("items-TOTAL_FORMS") or 0) + SPARE))
        items = ScoreItemSet(typed, prefix="items")
    else:
        items = ScoreItemSet(prefix="items", initial=[{"kind": "finding"} for _spare in range(SPARE)])

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"form": shown, "items": items, "unit": unit, "crumbs": _home()}
        return render(request, "rectification/score_rule_new.html", context, status=status)

    if request.method != "POST" or "more" in request.POST:
        return page(ScoreRuleForm(initial=request.POST.dict() or head.initial))
    if not items.is_valid():
        head.is_valid()
        head.add_error(None, _("请改正下面标出的考核项目。"))
        return page(head, 422)

    def act() -> str:
        rule = services.write_rule(organization=unit, items=items.given(), by=person, **head.cleaned_data)
        messages.success(request, _("考核规则已登记。"))
        return reverse("rectification:score_rule", args=[rule.pk])

    return answer(request, head, act, page)


@login_required
@require_GET
def score_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule with its basis and items."""
    rule = find(request, ScoreRule, pk, "organization", "by")
    context = {"rule": rule, "items": rule.items.all(), "keeps": may(request.user, "rectification.keep_scores", rule)}
    return render(request, "rectification/score_rule.html", {**context, "crumbs": _home()})


@login_required
def score_rule_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Work out a period."""
    rule = find(request, ScoreRule, pk)
    person = allow(request, "keep_scores", rule)
    sheet = Sheet(
        rule,
        _("核算一期考核"),
        _("核算"),
        lead=_("系统按规则从问题台账和报表记录核算，每一分都能看到事由；公布前先征求异议。"),
        icon="calculator",
        back=reverse("rectification:score_list"),
        said=_("已核算，请核对后发给被考核单位征求异议。"),
    )
    form = ScoreOpenForm(request.POST or None, initial={"period": "quarter", "day": timezone.localdate()})
    return act_on_sheet(request, sheet, form, lambda f: services.open_round(rule, by=person, **f.cleaned_data))


@login_required
@require_GET
def score_round(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking; before publication only the assessor's, and each unit's own line."""
    round_ = find(request, ScoreRound, pk, "rule__organization", "published_by")
    scores = visible(request.user, Score).filter(round=round_)
    objected = ScoreObjection.objects.filter(score=OuterRef("pk"), state="open")
    page = Paginator(scores.annotate(objected=Exists(objected)).order_by("rank", "org_path"), PAGE).get_page(
        request.GET.get("page")
    )
    keeps = may(request.user, "rectification.keep_scores", round_)
    commendations.offer(request.user, round_, page.object_list)
    context = {
        "round": round_,
        "page": page,
        "period": period_words(round_),
        "keeps": keeps,
        "uncounted": services.uncounted(round_) if keeps and round_.state == RoundState.DRAFT else 0,
        "publishes": may(request.user, "rectification.publish_scores", round_),
        "crumbs": _home(),
    }
    return render(request, "rectification/score_round.html", context)


@login_required
def score_round_again(request: HttpRequest, pk: int) -> HttpResponse:
    """From today's rows."""
    round_ = find(request, ScoreRound, pk, "rule")
    person = allow(request, "keep_scores", round_)
    sheet = Sheet(round_, _("重新核算"), _("重新核算"), icon="refresh-cw", said=_("已按最新记录重新核算。"))
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.work_out_again(round_, by=person))


@login_required
def score_round_announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everybody his own points and open the window."""
    round_ = find(request, ScoreRound, pk, "rule")
    person = allow(request, "keep_scores", round_)
    sheet = Sheet(
        round_,
        _("征求异议"),
        _("发给被考核单位"),
        lead=_("各单位只看到本单位的得分和事由；异议逐条答复后才能公布排名。"),
        icon="megaphone",
        said=_("已发给被考核单位征求异议。"),
    )
    form = AnnounceForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.announce_round(round_, by=person, **f.cleaned_data))


@login_required
def score_round_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader publishes the ranking."""
    round_ = find(request, ScoreRound, pk, "rule")
    person = allow(request, "publish_scores", round_)
    lead = _("公布后被考核单位都能看到排名，结果不能再改。")
    sheet = Sheet(round_, _("公布考核结果"), _("确认公布"), lead=lead, icon="medal", said=_("考核结果已公布。"))
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.publish_round(round_, by=person))


@login_required
@require_GET
def score_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's assessment sheet: every item, its points and what caused them; ready to print and sign."""
    score = find(request, Score, pk, "round__rule__organization", "organization")
    lines = visible(request.user, ScoreLine).filter(score=score).select_related("item").order_by("item__order")
    objections = visible(request.user, ScoreObjection).filter(score=score).select_related("item", "by", "decided_by")
    keeps = may(request.user, "rectification.keep_scores", score.round)
    commendations.offer(request.user, score.round, [score])
    objecting = score.round.state == RoundState.OBJECTING
    context = {
        "score": score,
        "round": score.round,
        "period": period_words(score.round),
        "lines": lines,
        "objections": objections,
        "keeps": keeps,
        "may_grant": keeps and score.round.state != RoundState.PUBLISHED,
        "may_object": objecting and may(request.user, "rectification.object_score", score),
        "crumbs": way_back(score.round),
    }
    return render(request, "rectification/score_detail.html", context)


@login_required
def score_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Points by hand, within the rule."""
    score = find(request, Score, pk, "round__rule")
    person = allow(request, "keep_scores", score.round)
    items = score.round.rule.items.filter(kind__in=BY_HAND)
    lead = _("只能在规则规定的项目和分值范围内加减分，理由随考核表公开给被考核单位。")
    sheet = Sheet(
        score, _("登记加减分"), _("登记"), lead=lead, icon="circle-plus", said=_("已登记，得分和名次已更新。")
    )
    form = GrantForm(request.POST or None, items=items)
    return act_on_sheet(request, sheet, form, lambda f: services.grant_points(score, by=person, **f.cleaned_data))


@login_required
def score_object(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit does not agree."""
    score = find(request, Score, pk, "round__rule")
    person = allow(request, "object_score", score)
    until = score.round.objections_until
    lead = _("异议期到 %(until)s。由考核单位另外的人员答复，采纳的更正记入考核表。") % {"until": until or "—"}
    sheet = Sheet(score, _("提出异议"), _("提交异议"), lead=lead, icon="message-square-warning", said=_("异议已提交。"))
    form = ObjectForm(request.POST or None, items=score.round.rule.items.all())
    return act_on_sheet(request, sheet, form, lambda f: services.object_to_score(score, by=person, **f.cleaned_data))


@login_required
def score_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an objection."""
    objection = find(request, ScoreObjection, pk, "score__round__rule", "item", "by")
    person = allow(request, "keep_scores", objection.score.round)
    sheet = Sheet(
        objection.score,
        _("答复异议"),
        _("答复"),
        lead=f"{objection.item}：{objection.text}",
        icon="message-square-reply",
        said=_("已答复。"),
    )
    form = DecideForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.decide_score_objection(objection, by=person, **f.cleaned_data)
    )
