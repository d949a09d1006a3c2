"""发文版头 on the screen: which units may issue in red, authorised and withdrawn."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import letterheads
from accountability.models import Letterhead
from accountability.sealing_forms import LetterheadForm, WithdrawLetterheadForm
from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from organizations.models import Organization
from organizations.refusals import NotAllowed
from organizations.rights import may, may_anywhere
from organizations.sight import sight_of, visible

A_PAGE = 50
MOST_UNITS = 300


@require_safe
@login_required
def letterhead_list(request: HttpRequest) -> HttpResponse:
    """Those within sight, the ones in force first."""
    rows = visible(request.user, Letterhead).select_related("organization", "authorised_by")
    page = Paginator(rows.order_by("until", "org_path", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    heads = (_("发文机关标志"), _("发文机关"), _("机关代字"), _("授权依据"), _("启用和停用"))
    context = {
        "page": page,
        "rows": list(page),
        "columns": [{"label": label} for label in heads],
        "may_keep": may_anywhere(request.user, letterheads.KEEP),
    }
    return render(request, "accountability/letterhead_list.html", context)


def _units(request: HttpRequest) -> list[Organization]:
    """The institutions whose letterheads one keeps, with their inner units and the centres they host."""
    places = [scope.institution_path for scope in sight_of(request.user).scopes]
    kept = [one for one in Organization.objects.filter(path__in=places) if may(request.user, letterheads.KEEP, one)]
    if not kept:
        raise NotAllowed(_("您没有登记发文版头的权限，请联系本单位办公室。"))
    within: Any = Q(pk__in=[])
    for one in kept:
        within |= Q(institution_path=one.path)
    return list(Organization.objects.active().filter(within).order_by("path")[:MOST_UNITS])


@require_http_methods(["GET", "POST"])
@login_required
def letterhead_new(request: HttpRequest) -> HttpResponseBase:
    """Authorise a letterhead."""
    units = _units(request)
    asking = Asking(
        title=_("登记发文版头"),
        lead=_("有版头的单位才能以红头文件、红头信函正式行文；内设机构除办公厅（室）外不得对外正式行文。"),
        button=_("登记"),
        back=reverse("letterhead_list"),
        columns=True,
    )
    form = LetterheadForm(posted(request), units=units, initial={"organization": units[0], "mark": units[0].name})

    def act() -> str:
        made = letterheads.authorise(by=visitor(request), **form.cleaned_data)
        messages.success(request, _("已登记发文版头：%(mark)s。") % {"mark": made.mark})
        return reverse("letterhead_list")

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def letterhead_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End a letterhead."""
    head = find(request, Letterhead, pk, "organization")
    asking = Asking(
        title=_("停用发文版头"),
        lead=_("已经印发的公文不受影响。"),
        button=_("确认停用"),
        back=reverse("letterhead_list"),
        danger=True,
        facts=[{"label": _("发文机关标志"), "value": head.mark}, {"label": _("发文机关"), "value": head.organization}],
    )
    form = WithdrawLetterheadForm(posted(request))

    def act() -> str:
        letterheads.withdraw(head, by=visitor(request), **form.cleaned_data)
        messages.success(request, _("已停用。"))
        return reverse("letterhead_list")

    return asked(request, asking, form, act)
