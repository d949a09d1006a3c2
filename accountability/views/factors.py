"""二次验证: everybody enrols his own phone; the security administrator says who must, and helps who lost it."""

import base64
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accountability import reauth
from accountability.factor_forms import BecauseForm, CodeForm, CodeWithPasswordForm, RuleForm
from accountability.qr import path_of
from accountability.views.deadline_pages import Asking, asked, find, posted, units_with, visitor
from accountability.views.people import find_kept
from accountability.views.signing import REFUSED
from organizations.models import RecoveryCode, SecondFactorRule, User
from organizations.permissions import KEEP_PEOPLE
from organizations.refusals import NotFound, Refusal
from organizations.rights import may, may_anywhere
from organizations.services import factors

OWED = "second_step_owed"  # noted at log-in by the site


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@login_required
def second_step_own(request: HttpRequest) -> HttpResponse:
    """Enrol a phone, or make new recovery codes; the codes are told in the answer to this one post, nowhere else."""
    person, user = visitor(request), cast(User, request.user)
    enrolled = factors.has_device(user)
    asks_password = not enrolled and not reauth.is_fresh(request)
    form = (CodeWithPasswordForm if asks_password else CodeForm)(posted(request))
    if not enrolled:
        form.fields["code"].help_text = _("扫码后，输入手机验证器显示的6位数字。")
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            if password := form.cleaned_data.get("password"):
                reauth.confirm(request, password)
            if enrolled:
                reauth.confirm_second(request, code)
                codes = factors.renew_codes(user, by=person)
            else:
                codes = factors.enrol(user, code=code, by=person)
                reauth.remember_second(request, factors.BY_PHONE)
        except Refusal as refusal:
            named = getattr(refusal, "errors", {})
            form.add_error("password" if "password" in named else "code", refusal.message)
        else:
            request.session.pop(OWED, None)
            return render(request, "accountability/second_step_codes.html", {"codes": codes})
    context = {
        "form": form,
        "enrolled": enrolled,
        "owed": request.session.get(OWED),
        "left": RecoveryCode.objects.filter(user=user, used_at__isnull=True).count() if enrolled else 0,
        **({} if enrolled else _offer(user)),
    }
    return render(request, "accountability/second_step.html", context, status=REFUSED if form.errors else None)


def _offer(user: User) -> dict[str, object]:
    """The key as a QR code, and as letters for a phone that cannot scan."""
    device = factors.offered(user)
    path, width = path_of(device.config_url)
    return {"qr": path, "width": width, "key": factors.grouped(base64.b32encode(device.bin_key).decode())}


@require_http_methods(["GET", "POST"])
@login_required
def second_step_reset(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Forget the phone of somebody who has lost it."""
    person = find_kept(request, pk)
    user = getattr(person, "user", None)
    if user is None or not may(request.user, KEEP_PEOPLE, person) or not factors.has_device(user):
        raise NotFound
    back = reverse("person_detail", args=[person.pk])
    asking = Asking(
        title=_("重置二次验证"),
        button=_("确认重置"),
        back=back,
        lead=_("请先当面或者按本单位规定核实本人身份。重置后，本人凭密码登录，按规定须启用的要重新启用。"),
        icon="rotate-ccw",
        danger=True,
        facts=[{"label": _("姓名"), "value": person}, {"label": _("所在单位"), "value": person.home}],
    )
    form = BecauseForm(posted(request))

    def act() -> str:
        factors.reset(person, by=visitor(request), because=form.cleaned_data["because"])
        messages.success(request, _("已重置“%(who)s”的二次验证。") % {"who": person})
        return back

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def second_step_demand(request: HttpRequest) -> HttpResponseBase:
    """Say which duty needs the second step."""
    if not may_anywhere(request.user, KEEP_PEOPLE):
        raise NotFound
    asking = Asking(
        title=_("规定二次验证"),
        button=_("确认规定"),
        back=reverse("security_desk"),
        lead=_("任这项职责的人员，下次登录起须输入手机动态码；没有启用的，登录后先启用才能办理。"),
        icon="shield-check",
    )
    form = RuleForm(posted(request), units=units_with(request, KEEP_PEOPLE))

    def act() -> str:
        given = form.cleaned_data
        factors.demand(given["organization"], duty=given["duty"], signing=given["signing"], by=visitor(request))
        messages.success(request, _("已登记二次验证规定。"))
        return reverse("security_desk")

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def second_step_waive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """No longer ask for it."""
    rule = find(request, SecondFactorRule, pk, "organization")
    if rule.ended_at or not may(request.user, KEEP_PEOPLE, rule.organization):
        raise NotFound
    facts: list[dict[str, Any]] = [
        {"label": _("单位"), "value": rule.organization},
        {"label": _("职责"), "value": rule.get_duty_display()},
    ]
    asking = Asking(
        title=_("取消二次验证规定"), button=_("确认取消"), back=reverse("security_desk"), danger=True, facts=facts
    )
    form = BecauseForm(posted(request))

    def act() -> str:
        factors.waive(rule, by=visitor(request), because=form.cleaned_data["because"])
        messages.success(request, _("已取消这条规定。"))
        return reverse("security_desk")

    return asked(request, asking, form, act)
