"""Certificates on the screen: list with what expires, one certificate, registering, and who works without one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability.models import Attachment
from organizations.models import Person
from organizations.rights import may, may_anywhere, permission_q
from organizations.sight import visible
from plans.forms.indicator_asking import BecauseForm, ConfirmForm
from plans.forms.trainings import CertificateFilter, CertificateForm, RuleForm
from plans.models import Certificate, CertificateRule
from plans.services import certificates

from .indicator_answering import Sheet, act_on_sheet, allow, find, history, own_unit, visitor

PAGE = 50
KEEP = "plans.keep_certificates"


@login_required
@require_GET
def certificate_list(request: HttpRequest) -> HttpResponse:
    """The certificates in sight, those that end first at the top."""
    form = CertificateFilter(request.GET)
    form.is_valid()
    seen: Any = visible(request.user, Certificate)
    counts = {"expiring": seen.expiring().count(), "expired": seen.expired().count()}
    rows = {"expiring": seen.expiring, "expired": seen.expired, "valid": seen.in_force}.get(
        form.cleaned_data.get("state", ""), lambda: seen.filter(revoked_at__isnull=True)
    )()
    if words := form.cleaned_data.get("words", "").strip():
        rows = rows.filter(Q(person__name__icontains=words) | Q(kind__icontains=words) | Q(number__icontains=words))
    rows = rows.select_related("person__home").order_by("expires_on", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    rules = list(
        visible(request.user, CertificateRule)
        .filter(ended_at__isnull=True)
        .select_related("organization", "department_type")
    )
    context = {
        "page": page,
        "rows": page.object_list,
        "form": form,
        "asked": sum(bool(value) for value in form.cleaned_data.values()),
        "counts": counts,
        "rules": rules,
        "unqualified": _unqualified(request, rules),
        "may_keep": may_anywhere(request.user, KEEP),
    }
    return render(request, "plans/certificate_list.html", context)


def _unqualified(request: HttpRequest, rules: list[CertificateRule]) -> list[certificates.Unqualified]:
    """Who lacks what his post needs, as far as the visitor keeps certificates there."""
    within = permission_q(
        request.user, KEEP, path_field="post__organization__path",
        institution_field="post__organization__institution_path",
    )  # fmt: skip
    return certificates.unqualified(rules, within)[:PAGE] if may_anywhere(request.user, KEEP) else []


@login_required
@require_GET
def certificate_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate."""
    one = find(request, Certificate, pk, "person__home", "training", "recorded_by")
    kind = ContentType.objects.get_for_model(Certificate)
    context = {
        "certificate": one,
        "facts": [
            {"label": _("持证人"), "value": one.person},
            {"label": _("科室"), "value": one.person.home},
            {"label": _("证书编号"), "value": one.number},
            {"label": _("发证单位"), "value": one.issuer},
            {"label": _("发证日期"), "value": one.issued_on.isoformat()},
            {"label": _("有效期至"), "value": one.expires_on.isoformat() if one.expires_on else _("长期")},
            {"label": _("培训考核"), "value": one.training},
            {"label": _("登记人"), "value": one.recorded_by},
            {"label": _("注销理由"), "value": one.revoked_because},
        ],
        "files": list(Attachment.objects.filter(content_type=kind, object_id=one.pk)),
        "may_revoke": one.revoked_at is None and may(request.user, KEEP, one),
        "entries": history(one),
        "crumbs": [{"label": _("证书"), "url": reverse("plans:certificate_list")}],
    }
    return render(request, "plans/certificate_detail.html", context)


@login_required
def certificate_new(request: HttpRequest) -> HttpResponse:
    """Register a certificate from elsewhere."""
    unit, person = own_unit(request, "keep_certificates"), visitor(request)
    people = Person.objects.filter(active=True, home__path__startswith=unit.path).order_by("home__path", "pk")
    sheet = Sheet(
        _("登记证书"), _("登记"), reverse("plans:certificate_list"), crumb=_("证书"), icon="badge-check", files=True,
        said=_("证书已登记。"),
    )  # fmt: skip
    form = CertificateForm(request.POST or None, request.FILES or None, people=people)

    def act(shown: CertificateForm) -> str:
        told = dict(shown.cleaned_data)
        file, holder = told.pop("file"), told.pop("person")
        made = certificates.record_certificate(holder, by=person, files=(file,) if file else (), **told)
        return made.get_absolute_url()

    return act_on_sheet(request, sheet, form, act)


@login_required
def certificate_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """It proves nothing any more."""
    one = find(request, Certificate, pk, "person")
    person = allow(request, "keep_certificates", one)
    sheet = Sheet(_("注销证书"), _("确认注销"), one.get_absolute_url(), crumb=one, icon="ban", danger=True)
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: certificates.revoke_certificate(one, by=person, **f.cleaned_data)
    )


@login_required
def rule_new(request: HttpRequest) -> HttpResponse:
    """Say which posts need a certificate."""
    unit, person = own_unit(request, "keep_certificates"), visitor(request)
    sheet = Sheet(
        _("规定持证要求"), _("保存"), reverse("plans:certificate_list"), crumb=_("证书"), icon="shield-check",
        lead=_("%(unit)s范围内符合条件的岗位须持有该证书；没有有效证书的人员列为“未取得资格”。") % {"unit": unit.name},
        said=_("已保存。"),
    )  # fmt: skip
    form = RuleForm(request.POST or None)

    def act(shown: RuleForm) -> None:
        certificates.require_certificate(unit, by=person, **shown.cleaned_data)

    return act_on_sheet(request, sheet, form, act)


@login_required
def rule_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate is asked for no longer."""
    rule = find(request, CertificateRule, pk, "organization")
    person = allow(request, "keep_certificates", rule)
    home = reverse("plans:certificate_list")
    sheet = Sheet(_("停用持证要求"), _("确认停用"), home, crumb=_("证书"), icon="ban", danger=True, lead=str(rule))
    form = ConfirmForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: certificates.end_rule(rule, by=person))
