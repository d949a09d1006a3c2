"""数据核对 on the screen: every question with how many rows answer it, one question's rows, and its measure."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accountability import patterns
from accountability.forms import MoveForm, Reason
from accountability.models import PatternThreshold
from accountability.patterns import LOOK, SET, Pattern
from accountability.views.deadline_pages import Asking, asked, posted, unit_asked, visitor
from accountability.views.records import period_of
from organizations.models import Organization, Person
from organizations.refusals import NotFound
from organizations.rights import may, may_anywhere
from organizations.sight import visible

A_PAGE = 30


class MeasureForm(MoveForm):
    """From which number on something is listed, and why it is changed."""

    amount = forms.IntegerField(label=gettext_lazy("标准"), min_value=1)
    because = Reason(label=gettext_lazy("调整理由"), max_length=300)


@require_safe
@login_required
def pattern_list(request: HttpRequest) -> HttpResponse:
    """Every question, its measure here, and how many rows answer it within the period."""
    unit = _auditor(request)
    form, period = period_of(request)
    amounts = patterns.amounts(unit)
    asked_here = [(one, one.rows(request.user, period, amounts[one.code])) for one in patterns.every()]
    counted = _counts(asked_here)
    rows = [{"pattern": one, "amount": amounts[one.code], "count": counted[one.code]} for one, _rows in asked_here]
    context = {"form": form, "period": period, "rows": rows, "unit": unit}
    return render(request, "accountability/pattern_list.html", context)


def _counts(asked_here: list[tuple[Pattern, QuerySet[Any]]]) -> dict[str, int]:
    """How many rows each question has: one query for all that count rows, one for each that counts groups."""
    plain = [(one.code, rows) for one, rows in asked_here if not one.groups]
    numbers = Person.objects.order_by("pk").values_list(*(_counted(rows) for _code, rows in plain)).first() or ()
    found = dict(zip((code for code, _rows in plain), numbers, strict=False))
    return found | {one.code: rows.count() for one, rows in asked_here if one.groups}


def _counted(rows: QuerySet[Any]) -> Coalesce:
    bare = rows.order_by().select_related(None).annotate(_one=Value(1)).values("_one")
    return Coalesce(Subquery(bare.annotate(_n=Count("pk")).values("_n"), output_field=IntegerField()), 0)


@require_safe
@login_required
def pattern_show(request: HttpRequest, code: str) -> HttpResponse:
    """The rows that answer one question, and how its measure was changed."""
    unit, pattern = _auditor(request), _named(code)
    form, period = period_of(request)
    amount = patterns.amounts(unit)[code]
    page = Paginator(pattern.rows(request.user, period, amount), A_PAGE).get_page(request.GET.get("page"))
    measures = visible(request.user, PatternThreshold).filter(code=code).select_related("set_by", "organization")
    columns = [{"label": label} for label in (_("事项"), _("人员"), _("情形"), _("时间"))]
    context = {
        "pattern": pattern,
        "form": form,
        "period": period,
        "amount": amount,
        "page": page,
        "rows": [pattern.show(row) for row in page],
        "columns": columns,
        "measures": measures[:10],
        "may_set": bool(pattern.unit) and may(request.user, SET, unit),
    }
    return render(request, "accountability/pattern_show.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def pattern_measure(request: HttpRequest, code: str) -> HttpResponseBase:
    """Change the measure of a question for one's own institution."""
    unit, pattern = _auditor(request), _named(code)
    if not pattern.unit or not may(request.user, SET, unit):
        raise NotFound
    now = patterns.amounts(unit)[code]
    back = reverse("pattern_show", args=[code])
    facts: list[dict[str, Any]] = [
        {"label": _("核对事项"), "value": pattern.title},
        {"label": _("单位"), "value": unit},
        {"label": _("现行标准"), "value": f"{now}{pattern.unit}"},
    ]
    lead = _("调整以后，本单位和下级单位按新标准列出；原标准和理由保留在记录中。")
    page = Asking(_("调整核对标准"), _("确认调整"), back, lead=lead, icon="settings", facts=facts)
    form = MeasureForm(posted(request), initial={"amount": now})

    def act() -> str:
        patterns.set_threshold(pattern, at=unit, **form.cleaned_data, by=visitor(request))
        messages.success(request, _("已调整“%(title)s”的核对标准。") % {"title": pattern.title})
        return back

    return asked(request, page, form, act)


def _auditor(request: HttpRequest) -> Organization:
    """The institution for which the visitor looks."""
    visitor(request)
    if not may_anywhere(request.user, LOOK):
        raise NotFound
    return unit_asked(request)


def _named(code: str) -> Pattern:
    pattern = patterns.named(code)
    if pattern is None:
        raise NotFound
    return pattern
