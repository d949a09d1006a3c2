"""Around the draw: pools of inspectors, registered avoidances, and the attention only named leaders see."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability import trail
from organizations.models import Appointment, Duty, Organization, Person
from organizations.refusals import NotAllowed
from organizations.rights import may, may_anywhere, permission_q
from organizations.sight import sight_of, visible
from rectification import services
from rectification.forms.asking import AskingForm, ConfirmationForm
from rectification.forms.draws import AttentionForm, AvoidanceForm, MemberForm, PoolForm
from rectification.models import Attention, Avoidance, InspectorPool, PoolMember
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor

PAGE = 30
KEEP = "rectification.keep_pools"
PAY = "rectification.pay_attention"


def _places(request: HttpRequest, right: str) -> QuerySet[Organization]:
    """The institutions in which the visitor has a right; refused where there are none."""
    found = Organization.objects.active().institutions()
    found = found.filter(permission_q(request.user, right, path_field="path")).order_by("path")
    if not found.exists():
        raise NotAllowed(_("您现在的岗位没有这项权限，请联系有权限的人员办理。"))
    return found


def _people(request: HttpRequest) -> QuerySet[Person]:
    """The people in sight."""
    found = Person.objects.filter(sight_of(request.user).covers("home__path"), active=True)
    return found.order_by("home__path", "name")


def _units(request: HttpRequest) -> QuerySet[Organization]:
    """The units in sight."""
    return Organization.objects.active().filter(sight_of(request.user).covers("path")).order_by("path")


def _asked(request: HttpRequest, title: str, form: AskingForm, act: Any, *, back: str, lead: str = "") -> HttpResponse:
    """A page with one form and what becomes of it."""

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"form": shown, "title": title, "lead": lead, "back": back}
        return render(request, "rectification/record_new.html", context, status=status)

    return answer(request, form, act, page) if request.method == "POST" else page(form)


@login_required
@require_safe
def pool_list(request: HttpRequest) -> HttpResponse:
    """The pools in sight."""
    today = timezone.localdate()
    running = Q(members__since__lte=today) & (Q(members__until__isnull=True) | Q(members__until__gte=today))
    rows = visible(request.user, InspectorPool).select_related("organization")
    rows = rows.annotate(serving=Count("members", filter=running)).order_by("org_path", "name")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_keep": may_anywhere(request.user, KEEP),
        "may_pay": may_anywhere(request.user, PAY) or visible(request.user, Attention).exists(),
    }
    return render(request, "rectification/pool_list.html", context)


@login_required
def pool_new(request: HttpRequest) -> HttpResponse:
    """Begin a pool."""
    form = PoolForm(request.POST or None, places=_places(request, KEEP))
    person = visitor(request)

    def act() -> str:
        return services.found_pool(by=person, **form.cleaned_data).get_absolute_url()

    return _asked(request, _("建立检查人员库"), form, act, back=reverse("rectification:pool_list"))


@login_required
@require_safe
def pool_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The members of a pool, those who left among them."""
    pool = find(request, InspectorPool, pk, "organization")
    rows = pool.members.select_related("person__home").order_by("-since", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "pool": pool,
        "page": page,
        "today": timezone.localdate(),
        "may_keep": may(request.user, KEEP, pool),
        "crumbs": [{"label": _("检查人员库"), "url": reverse("rectification:pool_list")}],
    }
    return render(request, "rectification/pool_detail.html", context)


@login_required
def pool_member_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody into a pool."""
    pool = find(request, InspectorPool, pk)
    person = allow(request, "keep_pools", pool)
    form = MemberForm(request.POST or None, people=_people(request))

    def act() -> str:
        member = services.add_member(pool, by=person, **form.cleaned_data)
        messages.success(request, _("已入库：%(who)s。") % {"who": member.person})
        return pool.get_absolute_url()

    return _asked(request, _("人员入库"), form, act, back=pool.get_absolute_url(), lead=pool.name)


@login_required
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves the pool."""
    member = find(request, PoolMember, pk, "pool", "person")
    person = allow(request, "keep_pools", member)
    sheet = Sheet(
        member,
        _("退出人员库"),
        _("确认退出"),
        lead=_("从今天起不再抽取此人；以前的派出记录保留。"),
        icon="user-minus",
        danger=True,
        back=member.pool.get_absolute_url(),
        said=_("已退出人员库。"),
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.end_member(member, by=person))


@login_required
@require_safe
def avoidance_list(request: HttpRequest) -> HttpResponse:
    """Who avoids which unit, and why."""
    rows = visible(request.user, Avoidance).select_related("person", "unit", "organization", "recorded_by")
    page = Paginator(rows.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_keep": may_anywhere(request.user, KEEP), "today": timezone.localdate()}
    context["crumbs"] = [{"label": _("检查人员库"), "url": reverse("rectification:pool_list")}]
    return render(request, "rectification/avoidance_list.html", context)


@login_required
def avoidance_new(request: HttpRequest) -> HttpResponse:
    """Register an avoidance."""
    places = _places(request, KEEP)
    form = AvoidanceForm(request.POST or None, places=places, people=_people(request), units=_units(request))
    person, back = visitor(request), reverse("rectification:avoidance_list")

    def act() -> str:
        services.record_avoidance(by=person, **form.cleaned_data)
        messages.success(request, _("已登记回避。"))
        return back

    lead = _("本人任职的单位自动回避，不必登记；这里登记亲属任职、兼职等其他事由。")
    return _asked(request, _("登记回避"), form, act, back=back, lead=lead)


@login_required
@require_safe
def attention_list(request: HttpRequest) -> HttpResponse:
    """The numbers of the attentions the visitor may read; whom they are about stands on each one's own page."""
    rows = visible(request.user, Attention).select_related("grantor").order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_pay": may_anywhere(request.user, PAY), "today": timezone.localdate()}
    context["crumbs"] = [{"label": _("检查人员库"), "url": reverse("rectification:pool_list")}]
    return render(request, "rectification/attention_list.html", context)


@login_required
def attention_new(request: HttpRequest) -> HttpResponse:
    """Pay attention to a unit, a department or a person."""
    places = _places(request, PAY)
    posts = Appointment.objects.valid().filter(post__duty__in=[Duty.LEADER, Duty.PRINCIPAL])
    leaders = Person.objects.filter(pk__in=posts.values("person"), active=True)
    leaders = leaders.filter(home__institution_path__in=places.values("path")).order_by("name")
    units, people = _units(request), _people(request)
    form = AttentionForm(request.POST or None, places=places, units=units, people=people, leaders=leaders)
    person = visitor(request)

    def act() -> str:
        attention = services.pay_attention(by=person, **form.cleaned_data)
        messages.success(request, _("已登记，到期自动失效。"))
        return attention.get_absolute_url()

    lead = _("重点关注只增加抽取机会，不公开、不导出、不参与排名；到期自动失效。")
    return _asked(request, _("登记重点关注"), form, act, back=reverse("rectification:attention_list"), lead=lead)


@login_required
@require_safe
def attention_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One attention; that it was read is recorded before it is shown."""
    attention = find(request, Attention, pk, "unit__parent", "person__home", "grantor")
    trail.witness("attention_read", attention, by=visitor(request))
    readers = attention.readers.select_related("person").order_by("pk")
    read = trail.of(attention).filter(verb="attention_read").order_by("-pk")[:PAGE]
    context = {
        "attention": attention,
        "facts": [
            {"label": _("关注对象"), "value": attention.person or attention.unit},
            {"label": _("所在单位"), "value": _home(attention)},
            {"label": _("关注理由"), "value": attention.because},
            {"label": _("抽取权数"), "value": attention.weight},
            {"label": _("批准人"), "value": attention.grantor},
            {"label": _("期限"), "value": f"{attention.since:%Y-%m-%d}—{attention.until:%Y-%m-%d}"},
            {"label": _("可阅人"), "value": _("、").join(str(one.person) for one in readers)},
        ],
        "read": read,
        "may_end": attention.until >= timezone.localdate() and may(request.user, PAY, attention),
        "crumbs": [{"label": _("重点关注"), "url": reverse("rectification:attention_list")}],
    }
    return render(request, "rectification/attention_detail.html", context)


def _home(attention: Attention) -> Organization | None:
    """Where the person, or the unit, belongs."""
    if attention.person:
        return attention.person.home
    return attention.unit.parent if attention.unit else None


@login_required
def attention_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an attention before its day."""
    attention = find(request, Attention, pk)
    person = allow(request, "pay_attention", attention)
    sheet = Sheet(
        attention,
        _("结束关注"),
        _("确认结束"),
        icon="eye-off",
        danger=True,
        said=_("已结束关注。"),
        back=reverse("rectification:attention_list"),
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.end_attention(attention, by=person))
