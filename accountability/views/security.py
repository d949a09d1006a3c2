"""安全管理: whose log-in fails or is locked, who needs the second step, and which files were reported as wrong."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import locks
from accountability.factor_forms import BecauseForm
from accountability.models import WrongUpload
from accountability.views.deadline_pages import Asking, asked, posted, visitor
from accountability.views.people import find_kept, kept_people
from organizations.models import SecondFactorRule
from organizations.permissions import KEEP_PEOPLE
from organizations.refusals import NotFound
from organizations.rights import may, may_anywhere, permission_q
from organizations.sight import visible

MOST_UPLOADS = 50


@require_safe
@login_required
def security_desk(request: HttpRequest) -> HttpResponse:
    """Everything the security administrator looks after beside people and posts."""
    if not may_anywhere(request.user, KEEP_PEOPLE):
        raise NotFound
    here = permission_q(
        request.user, KEEP_PEOPLE, path_field="organization__path", institution_field="organization__institution_path"
    )
    rules = visible(request.user, SecondFactorRule).filter(here, ended_at__isnull=True)
    failures, unknown = locks.look(kept_people(request))
    context = {
        "failures": failures,
        "unknown": unknown,
        "uploads": visible(request.user, WrongUpload).select_related("reported_by")[:MOST_UPLOADS],
        "rules": rules.select_related("organization"),
    }
    return render(request, "accountability/security_desk.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def lock_lift(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let somebody try again at once whose log-in is locked."""
    person = find_kept(request, pk)
    failed = next(iter(locks.failures(kept_people(request).filter(pk=person.pk))), None)
    if failed is None or not may(request.user, KEEP_PEOPLE, person):
        raise NotFound
    asking = Asking(
        title=_("解除登录锁定"),
        button=_("确认解除"),
        back=reverse("security_desk"),
        lead=_("请先核实是本人输错密码；不是本人的，请停用账号或者通知本人修改密码。"),
        icon="lock-open",
        facts=[
            {"label": _("姓名"), "value": person},
            {"label": _("输错次数"), "value": failed.count},
            {"label": _("来源地址"), "value": failed.addresses},
        ],
    )
    form = BecauseForm(posted(request))

    def act() -> str:
        locks.lift(person, by=visitor(request), because=form.cleaned_data["because"])
        messages.success(request, _("已解除“%(who)s”的登录锁定。") % {"who": person})
        return reverse("security_desk")

    return asked(request, asking, form, act)
