"""人员和账号: who holds which post, whether he has an account, and how both end when he leaves."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accountability import handing
from accountability.people_forms import CloseForm, EndForm, OpenForm
from accountability.views.deadline_pages import MOST_DIGITS, answered, day_words, posted, visitor
from organizations import openings, paths
from organizations.models import Appointment, Organization, Person, User
from organizations.permissions import KEEP_ACCOUNTS, KEEP_PEOPLE
from organizations.refusals import NotFound
from organizations.rights import may, may_anywhere, permission_q
from organizations.services import close_account, end_appointment, factors, open_account
from organizations.sight import visible

A_PAGE = 50
ONE_DAY = timedelta(days=1)
BOTH = (KEEP_PEOPLE, KEEP_ACCOUNTS)


@require_safe
@login_required
def people_list(request: HttpRequest) -> HttpResponse:
    """The people whose posts and accounts this person keeps."""
    people, unit = kept_people(request, *BOTH), _unit(request)
    if unit is not None:
        within = paths.covering("post__organization__path", [paths.subtree(unit.path)])
        seated = Appointment.objects.valid().filter(within).values("person")
        people = people.filter(paths.covering("home__path", [paths.subtree(unit.path)]) | Q(pk__in=seated))
    asked = request.GET.get("q", "").strip()[:60]
    if asked:
        people = people.filter(Q(name__icontains=asked) | Q(staff_number=asked) | Q(user__username__iexact=asked))
    held = Appointment.objects.valid().with_places().by_precedence()
    shown = people.select_related("home", "user").prefetch_related(Prefetch("appointments", held, "in_office"))
    page = Paginator(shown.order_by("home__path", "name", "pk"), A_PAGE).get_page(request.GET.get("page"))
    columns = [{"label": label} for label in (_("姓名"), _("所在单位"), _("任职"), _("账号"))]
    context = {"page": page, "rows": list(page), "columns": columns, "asked": asked, "unit": unit}
    return render(request, "accountability/people_list.html", context)


@require_safe
@login_required
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: the posts held now and before, the account, and what is still open with him."""
    person, by = find_kept(request, pk, *BOTH), visitor(request)
    posts = Appointment.objects.filter(person=person).with_places().order_by("-since", "-pk")
    rows = [_post(request, one) for one in posts]
    user, is_self = _account(person), person.pk == by.pk
    has_account, in_office = user is not None and user.is_active, any(row["is_valid"] for row in rows)
    is_gone = not (person.active and has_account and in_office)
    context = {
        "someone": person,
        "facts": _facts(person, user)[1:],  # the name stands above
        "posts": [row for row in rows if not row["is_over"]],
        "past": [row for row in rows if row["is_over"]],
        "account": user,
        "may_close": has_account and not is_self and _keeps(request, person),
        "may_open": user is None and not is_self and not person.is_guest and may(request.user, KEEP_ACCOUNTS, person),
        "may_reset": not is_self and _has_phone(user) and may(request.user, KEEP_PEOPLE, person),
        "is_self": is_self,
        "is_idle": has_account and not in_office,
        "open": openings.counts(person),
        "may_prepare": is_self or (is_gone and may(request.user, handing.PREPARE, person.home)),
    }
    return render(request, "accountability/person_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def appointment_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """免职: refused while work is in his hands, unless it cannot wait."""
    seen = visible(request.user, Appointment).select_related("person__home", "post__organization", "post__oversees")
    held = seen.filter(pk=pk).first()
    today = timezone.localdate()
    if held is None or not may(request.user, KEEP_PEOPLE, held.post.scope) or _is_over(held, today):
        raise NotFound
    form = EndForm(posted(request), initial={"until": max(today, held.since)})
    context = {
        "title": _("免职"),
        "lead": _("任职记录保留，只登记最后一天；历史上由谁负责不变。"),
        "button": _("确认免职"),
        "facts": [
            {"label": _("姓名"), "value": held.person},
            {"label": _("岗位"), "value": held.post},
            {"label": _("职责"), "value": held.post.get_duty_display()},
            {"label": _("任职日期"), "value": day_words(held.since)},
        ],
    }

    def act() -> str:
        given = form.cleaned_data
        until = _last_day(held, given["until"], today, at_once=given["at_once"])
        told = {"because": given["because"], "at_once": given["at_once"]}
        end_appointment(held, until=until, by=visitor(request), **told)
        words = {"who": held.person, "post": held.post, "day": day_words(until)}
        messages.success(request, _("已登记免职：%(who)s任%(post)s至%(day)s。") % words)
        return reverse("person_detail", args=[held.person_id])

    return _asked(request, form, context, held.person, act)


@require_http_methods(["GET", "POST"])
@login_required
def account_close(request: HttpRequest, pk: int) -> HttpResponseBase:
    """停用账号: refused while work is in his hands, unless it cannot wait."""
    person = find_kept(request, pk, *BOTH)
    user = _account(person)
    if user is None or not _keeps(request, person):
        raise NotFound
    form = CloseForm(posted(request))
    context = {
        "title": _("停用账号"),
        "lead": _("停用后不能再登录，已登录的立即退出；其办理过的事项和记录不受影响。"),
        "button": _("确认停用"),
        "facts": _facts(person, user),
    }

    def act() -> str:
        close_account(user, by=visitor(request), **form.cleaned_data)
        messages.success(request, _("已停用“%(who)s”的账号。") % {"who": person})
        return reverse("person_detail", args=[person.pk])

    return _asked(request, form, context, person, act)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@login_required
def account_open(request: HttpRequest, pk: int) -> HttpResponseBase:
    """开通账号: by the system administrator; the rights come with the posts, which the security administrator gives."""
    person = find_kept(request, pk, KEEP_ACCOUNTS)
    if _account(person) is not None or not may(request.user, KEEP_ACCOUNTS, person):
        raise NotFound
    form = OpenForm(posted(request))
    context = {
        "title": _("开通账号"),
        "lead": _("初始密码当面告知本人，本人首次登录时须先改为自己的密码；账号本身没有权限，权限随任职取得。"),
        "button": _("确认开通"),
        "facts": _facts(person, None),
    }

    def act() -> str:
        open_account(person, by=visitor(request), **form.cleaned_data)
        messages.success(request, _("已为“%(who)s”开通账号。") % {"who": person})
        return reverse("person_detail", args=[person.pk])

    return _asked(request, form, context, person, act)


def _has_phone(user: User | None) -> bool:
    """Whether there is a second step to reset."""
    return user is not None and user.is_active and factors.has_device(user)


def _keeps(request: HttpRequest, person: Person) -> bool:
    """Whether the visitor may close this person's account."""
    return any(may(request.user, one, person) for one in BOTH)


def _asked(request: HttpRequest, form: Any, context: dict[str, Any], person: Person, act: Any) -> HttpResponseBase:
    """Show the question with what is open, or do once what it asks."""

    def page(shown: Any, status: int | None = None) -> HttpResponse:
        more = {"form": shown, "someone": person, "open": openings.counts(person)}
        return render(request, "accountability/person_act.html", {**context, **more}, status=status)

    return page(form) if request.method == "GET" else answered(request, form, act, page)


def _last_day(held: Appointment, until: date, today: date, *, at_once: bool) -> date:
    """The day typed; what cannot wait ends with yesterday, or on its first day where it began today."""
    return max(min(until, today - ONE_DAY), held.since) if at_once else until


def kept_people(request: HttpRequest, *permissions: str) -> QuerySet[Person]:
    """The people whose home, or one of whose posts, lies where this person has one of the permissions."""
    named = permissions or (KEEP_PEOPLE,)
    if not any(may_anywhere(request.user, one) for one in named):
        raise NotFound
    homes, posts = Q(pk__in=[]), Q(pk__in=[])
    for one in named:
        homes |= _where(request, one, "home__")
        posts |= _where(request, one, "post__organization__")
    seated = visible(request.user, Appointment).valid().filter(posts)  # type: ignore[attr-defined]
    at_home = visible(request.user, Person).filter(homes)
    return Person.objects.filter(Q(pk__in=at_home.values("pk")) | Q(pk__in=seated.values("person")))


def _where(request: HttpRequest, permission: str, unit: str) -> Q:
    """The condition that a unit of a row lies where the permission is held."""
    fields = {"path_field": f"{unit}path", "institution_field": f"{unit}institution_path"}
    return permission_q(request.user, permission, **fields)


def find_kept(request: HttpRequest, pk: int, *permissions: str) -> Person:
    """A person this one keeps; nobody else finds him here."""
    person = kept_people(request, *permissions).select_related("home", "user").filter(pk=pk).first()
    if person is None:
        raise NotFound
    return person


def _account(person: Person) -> User | None:
    """The account of a person, if he has one."""
    return getattr(person, "user", None)


def _unit(request: HttpRequest) -> Organization | None:
    """The unit an address names, if it is within sight."""
    named = request.GET.get("unit", "")
    if not named:
        return None
    known = visible(request.user, Organization)
    unit = known.filter(pk=int(named)).first() if named.isdecimal() and len(named) <= MOST_DIGITS else None
    if unit is None:
        raise NotFound
    return unit


def _facts(person: Person, user: User | None) -> list[dict[str, Any]]:
    stands = _("在用") if user and user.is_active else _("已停用") if user else _("未开通")
    return [
        {"label": _("姓名"), "value": person},
        {"label": _("所在单位"), "value": person.home},
        {"label": _("工号"), "value": person.staff_number},
        {"label": _("人员类别"), "value": _("外单位人员") if person.is_guest else ""},
        {"label": _("账号"), "value": f"{user.username}（{stands}）" if user else stands},
    ]


def _is_over(held: Appointment, today: date) -> bool:
    return held.until is not None and held.until < today


def _post(request: HttpRequest, held: Appointment) -> dict[str, Any]:
    """One post on the page of its holder."""
    over = _is_over(held, timezone.localdate())
    may_end = not over and held.person_id != visitor(request).pk
    return {
        "held": held,
        "is_over": over,
        "is_valid": held.is_valid(),
        "may_end": may_end and may(request.user, KEEP_PEOPLE, held.post.scope),
    }
