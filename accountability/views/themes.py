"""主题 on the screen: the list and its keeping, what one thing carries, and what is going on under one theme."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability import themed, themes
from accountability.models import Tagged, Theme
from accountability.theme_forms import LabelForm, ThemeForm, ThemeNameForm
from accountability.views.deadline_pages import Asking, asked, find, posted, units_with, visitor
from accountability.views.trails import thing_seen
from engine import submissions
from organizations.refusals import NotAllowed, NotYet
from organizations.rights import may
from organizations.sight import visible

MOST = 300


@require_safe
@login_required
def theme_list(request: HttpRequest) -> HttpResponse:
    """The themes of one's own unit, of those above and beneath it, and everybody's; ended ones last."""
    carried = visible(request.user, Tagged).filter(theme=OuterRef("pk")).order_by().values("theme")
    seen: Any = visible(request.user, Theme).select_related("organization").annotate(
        carried=Subquery(carried.annotate(number=Count("pk")).values("number"))
    )  # fmt: skip
    rows = [
        {"theme": one, "keeps": bool(one.organization and may(request.user, themes.KEEP, one.organization))}
        for one in seen.in_order()[:MOST]
    ]
    context = {
        "rows": rows,
        "columns": [{"label": label} for label in (_("主题"), _("类别"), _("标注内容"), _("设立单位"))],
        "may_keep": bool(units_with(request, themes.KEEP)),
    }
    return render(request, "accountability/theme_list.html", context)


@require_safe
@login_required
def theme_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything going on under one theme, as far as the reader sees it."""
    theme = find(request, Theme, pk, "organization")
    groups = themed.going_on(theme, who=request.user)
    context = {
        "theme": theme,
        "groups": groups,
        "most": themed.MOST,
        "today": timezone.localdate(),
    }
    return render(request, "accountability/theme_show.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def theme_new(request: HttpRequest) -> HttpResponseBase:
    """Add a theme to the list of a unit."""
    units = units_with(request, themes.KEEP)
    if not units:
        raise NotAllowed(_("您没有维护主题的权限，请由本单位经办人员办理。"))
    asking = Asking(
        title=_("新增主题"),
        lead=_("主题把计划、会议、专项工作、问题和批示串在一起；设立单位和下级单位都可以选用。"),
        button=_("新增"),
        back=reverse("theme_list"),
    )
    form = ThemeForm(posted(request), units=units)

    def act() -> str:
        made = themes.found_theme(by=visitor(request), **form.cleaned_data)
        messages.success(request, _("已新增主题：%(name)s。") % {"name": made.name})
        return reverse("theme_list")

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def theme_rename(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Call a theme by another name."""
    theme = find(request, Theme, pk, "organization")
    if theme.organization is None or not may(request.user, themes.KEEP, theme.organization):
        raise NotAllowed(_("您没有在该单位维护主题的权限，请联系本单位负责人。"))
    asking = Asking(
        title=_("修改主题名称"),
        lead=_("已经标注这个主题的内容一并显示新名称。"),
        button=_("保存"),
        back=reverse("theme_list"),
        facts=[{"label": _("现名称"), "value": theme.name}],
    )
    form = ThemeNameForm(posted(request), initial={"name": theme.name})

    def act() -> str:
        themes.rename_theme(theme, name=form.cleaned_data["name"], by=visitor(request))
        messages.success(request, _("已改名为：%(name)s。") % {"name": theme.name})
        return reverse("theme_list")

    return asked(request, asking, form, act)


@require_POST
@login_required
def theme_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Offer a theme no longer."""
    theme = find(request, Theme, pk, "organization")

    def act() -> HttpResponseRedirect:
        themes.retire_theme(theme, by=visitor(request))
        messages.success(request, _("已停用。已经标注的内容保留这个主题。"))
        return HttpResponseRedirect(reverse("theme_list"))

    return submissions.once(request, act)


@require_http_methods(["GET", "POST"])
@login_required
def theme_put(request: HttpRequest, label: str, pk: int) -> HttpResponseBase:
    """Choose the themes that one thing carries."""
    thing: Any = thing_seen(request, label, pk)
    if not themed.carrier_of(thing).may(request.user, thing):
        raise NotAllowed(_("这项内容由经办单位标注主题，您没有这项权限，请与经办人员联系。"))
    offered = list(themed.offered(thing).in_order())
    if not offered:
        raise NotYet(_("本单位还没有可选的主题，请先在“主题”页面新增。"))
    asking = Asking(
        title=_("标注主题"),
        lead=str(thing),
        button=_("保存"),
        back=thing.get_absolute_url(),
        icon="tags",
    )
    form = LabelForm(posted(request), offered=offered, initial={"themes": sorted(themed.carried_by(thing))})

    def act() -> str:
        themed.label(thing, themes=form.cleaned_data["themes"], among=offered, by=visitor(request))
        messages.success(request, _("已保存主题。"))
        return str(thing.get_absolute_url())

    return asked(request, asking, form, act)
