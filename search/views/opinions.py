"""征求意见: asking, answering, and what becomes of each opinion."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import engine
from engine import submissions
from organizations import paths
from organizations.models import Organization
from organizations.refusals import Refusal
from organizations.sight import visible
from search import permissions, services
from search.forms.asking import ConfirmationForm
from search.forms.library import AskOpinionsForm, OpinionsForm, VerdictForm
from search.models import Edition, Opinion, OpinionRequest, Verdict

from .answering import Sheet, act_on_sheet, find, visitor


@login_required
def edition_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the units whose opinion is asked."""
    edition, by = find(request, Edition, pk, "regulation"), visitor(request)
    services.require_draft(edition, by)
    inside = paths.covering("path", [paths.subtree(edition.institution_path)])
    asked = edition.opinion_requests.values("organization")
    units = Organization.objects.active().filter(inside).exclude(pk__in=asked).order_by("path")
    form = AskOpinionsForm(request.POST or None, units=units)
    sheet = Sheet(
        _("征求意见"),
        _("确定征求单位"),
        edition.get_absolute_url(),
        icon="messages-square",
        crumb=str(edition),
        said=_("已确定征求单位，提交文本后送达各单位。"),
    )

    def act(shown: Any) -> None:
        services.ask_opinions(edition, shown.cleaned_data["organizations"], due_on=shown.cleaned_data["due_on"], by=by)

    return act_on_sheet(request, sheet, form, act)


@login_required
def request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The opinions of one unit."""
    asked, by = find(request, OpinionRequest, pk, "edition__regulation", "organization"), visitor(request)
    permissions.require(by, "give_opinion", asked)
    form = OpinionsForm(request.POST or None)
    sheet = Sheet(
        _("反馈意见"),
        _("提交反馈"),
        asked.edition.get_absolute_url(),
        icon="send",
        crumb=str(asked.edition),
        lead=_("以%(unit)s名义反馈，时限%(day)s。") % {"unit": asked.organization, "day": f"{asked.due_on:%Y-%m-%d}"},
        said=_("意见已反馈起草单位。"),
    )
    return act_on_sheet(request, sheet, form, lambda _f: services.give_opinions(asked, said=form.said(), by=by))


@login_required
def edition_opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every opinion with what becomes of it; ends the consultation when all is decided."""
    edition, by = find(request, Edition, pk, "regulation"), visitor(request)
    if not edition.opinion_requests.exists():
        raise Http404
    permissions.require(by, "keep_library", edition)
    form = ConfirmationForm(request.POST or None)
    if request.method == "POST":
        return act_on_sheet(
            request,
            Sheet(_("结束征求意见"), _("送审"), edition.get_absolute_url(), crumb=str(edition)),
            form,
            lambda _f: services.end_consultation(edition, by=by),
        )
    return _opinions_page(request, edition, None, 200)


def _opinions_page(
    request: HttpRequest, edition: Edition, shown: tuple[int, VerdictForm] | None, status: int
) -> HttpResponse:
    requests = list(edition.opinion_requests.select_related("organization", "answered_by").prefetch_related("opinions"))
    may_decide = engine.may_act(edition, "consult", request.user)
    opinions: list[Any] = [opinion for asked in requests for opinion in asked.opinions.all()]
    for opinion in opinions:
        opinion.form = shown[1] if shown and shown[0] == opinion.pk else VerdictForm.of(opinion)
    counts = {verdict: sum(opinion.verdict == verdict for opinion in opinions) for verdict in (*Verdict.values, "")}
    context = {
        "edition": edition,
        "requests": requests,
        "may_decide": may_decide,
        "counts": counts,
        "total": len(opinions),
        "undecided": counts[""],
        "crumbs": [{"label": str(edition), "url": edition.get_absolute_url()}],
    }
    return render(request, "search/edition_opinions.html", context, status=status)


@require_POST
@login_required
def opinion_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """采纳, 部分采纳 or 不采纳."""
    seen = visible(request.user, Edition)
    opinion = Opinion.objects.filter(pk=pk, request__edition__in=seen).select_related("request__edition").first()
    if opinion is None:
        raise Http404
    edition, by = opinion.request.edition, visitor(request)
    permissions.require(by, "keep_library", edition)
    form = VerdictForm.of(opinion, request.POST)
    page = edition.get_absolute_url() + "opinions/"
    if not form.is_valid():
        return _opinions_page(request, edition, (opinion.pk, form), 422)

    def run() -> HttpResponse:
        services.decide_opinion(opinion, by=by, **form.cleaned_data)
        messages.success(request, _("已记录采纳情况。"))
        return redirect(f"{page}#opinion-{opinion.pk}")

    try:
        return submissions.once(request, run)  # type: ignore[return-value]
    except Refusal as refusal:
        if refusal.status not in (403, 422):
            raise
        form.take_refusal(refusal)
        return _opinions_page(request, edition, (opinion.pk, form), refusal.status)
