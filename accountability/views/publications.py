"""发布记录 on the screen: the list, one text with its checks and places, and what may be done with it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import engine
from accountability.incoming import publishing, reading
from accountability.incoming_forms import BecauseForm
from accountability.models import Attachment, Circulation, Directive, IncomingDocument, Publication, Seat
from accountability.publication_forms import NewPublicationForm, PlaceForm, RevisedPublicationForm
from accountability.views.deadline_pages import Asking, asked, find, posted, units_with, visitor
from accountability.views.incoming import source_asked
from engine import submissions
from organizations.refusals import NotAllowed
from organizations.rights import may, require
from organizations.sight import visible

A_PAGE = 30
State = Publication.State
SOURCES = (IncomingDocument, Directive)


@require_safe
@login_required
def publication_list(request: HttpRequest) -> HttpResponse:
    """Every text within sight, the newest first."""
    seen = visible(request.user, Publication)
    words = request.GET.get("q", "").replace("\0", "").strip()[:80]
    if words:
        seen = seen.filter(Q(title__contains=words) | Q(text__contains=words))
    state = request.GET.get("state", "")
    counts = seen.order_by().aggregate(
        all=Count("pk"), **{value: Count("pk", filter=Q(state=value)) for value in State.values}
    )
    query = request.GET.copy()
    query.pop("page", None)
    tabs = []
    for value, label in (("", _("全部")), *State.choices):
        query["state"] = value
        shown = {"label": label, "count": counts[value or "all"], "current": state == value}
        tabs.append({"url": f"?{query.urlencode()}", **shown})
    rows = (seen.filter(state=state) if state in State.values else seen).with_names()  # type: ignore[attr-defined]
    page = Paginator(rows.order_by("-drafted_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    heads = (_("标题"), _("类别"), _("发布单位"), _("起草人"), _("状态"))
    context = {
        "page": page,
        "rows": list(page.object_list),
        "columns": [{"label": label} for label in heads],
        "tabs": tabs,
        "words": words,
        "state": state,
        "may_keep": bool(units_with(request, publishing.KEEP)),
    }
    return render(request, "accountability/publication_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def publication_new(request: HttpRequest) -> HttpResponseBase:
    """Draft a text."""
    units = units_with(request, publishing.KEEP)
    if not units:
        raise NotAllowed(_("您没有起草发布信息的权限，请由本单位经办人员办理。"))
    source = source_asked(request, SOURCES)
    asking = Asking(
        title=_("起草发布信息"),
        lead=_("经初审、复审、终审后发布；正文不超过500字，可直接复制到工作群。"),
        button=_("保存"),
        back=reverse("publication_list"),
        facts=[{"label": _("来源"), "value": source, "url": source.get_absolute_url()}] if source else [],
    )
    form = NewPublicationForm(posted(request), request.FILES or None, units=units)

    def act() -> str:
        told = form.cleaned_data
        made = publishing.draft_publication(
            told["organization"], text=form.words(), files=told["files"], by=visitor(request), source=source
        )
        messages.success(request, _("已保存，核对无误后请送审。"))
        return made.get_absolute_url()

    return asked(request, asking, form, act)


@require_safe
@login_required
def publication_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One text with its checks and the places where it stands."""
    publication, person = find(request, Publication, pk, "organization", "drafted_by", "withdrawn_by"), visitor(request)
    keeps = may(request.user, publishing.KEEP, publication)
    seats = Seat.objects.filter(
        request__content_type__app_label="accountability",
        request__content_type__model="publication",
        request__object_id=publication.pk,
    )
    checks = seats.exclude(state=Seat.State.CANCELLED).select_related("request", "on_behalf_of").order_by("pk")
    found = publishing.personal_data(f"{publication.title}\n{publication.text}")
    context = {
        "publication": publication,
        "facts": _facts(publication),
        "checks": checks,
        "places": publication.places.select_related("recorded_by"),
        "files": Attachment.objects.of(publication),
        "copied": publishing.without_personal_data(publication.text),
        "length": len(publication.text),
        "found": _("、").join(found[:5]) if not publication.names_persons else "",
        "drafts": keeps and engine.may_act(publication, "draft", person),
        "puts_up": keeps and publication.state in (State.CLEARED, State.PUBLISHED),
        "takes_down": keeps and publication.state == State.PUBLISHED,
        "drops": keeps and publication.state in (State.DRAFT, State.CLEARED),
        "sends": reading.is_readable(publication) and may(request.user, reading.CIRCULATE, publication),
        "circulations": Circulation.objects.of(publication).with_counts(),
    }
    return render(request, "accountability/publication_show.html", context)


def _facts(publication: Publication) -> list[dict[str, Any]]:
    day = publication.happened_on
    return [
        {"label": _("类别"), "value": publication.get_kind_display()},
        {"label": _("发布单位"), "value": publication.organization},
        {"label": _("事件日期"), "value": f"{day:%Y-%m-%d}" if day else ""},
        {"label": _("发布依据"), "value": publication.basis},
        {"label": _("个人信息"), "value": publication.names_because if publication.names_persons else _("不涉及")},
        {"label": _("来源"), "value": publication.source_label},
        {"label": _("起草人"), "value": publication.drafted_by},
        {"label": _("撤下"), "value": _withdrawn(publication)},
    ]


def _withdrawn(publication: Publication) -> str:
    return f"{publication.withdrawn_by} {publication.withdrawn_because}" if publication.withdrawn_by else ""


def _kept(request: HttpRequest, pk: int) -> Publication:
    publication = find(request, Publication, pk, "organization", "drafted_by")
    require(visitor(request), publishing.KEEP, publication)
    return publication


def _moved(
    request: HttpRequest, publication: Publication, form: Any, verb: Any, said: str, **words: Any
) -> HttpResponseBase:
    facts = [{"label": _("标题"), "value": publication, "url": publication.get_absolute_url()}]
    asking = Asking(back=publication.get_absolute_url(), facts=facts, **words)

    def act() -> str:
        verb(visitor(request))
        messages.success(request, said)
        return publication.get_absolute_url()

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def publication_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change the words of a draft."""
    publication = _kept(request, pk)
    names = RevisedPublicationForm.base_fields
    form = RevisedPublicationForm(posted(request), initial={name: getattr(publication, name) for name in names})

    def verb(by: Any) -> None:
        version = form.cleaned_data["version"]
        publishing.revise_publication(publication, text=form.words(), version=version, by=by)

    return _moved(request, publication, form, verb, _("已保存。"), title=_("修改发布信息"), button=_("保存"))


@require_POST
@login_required
def publication_submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send it for its three checks."""
    publication = _kept(request, pk)
    given = request.POST.get("version", "")

    def act() -> HttpResponseBase:
        version = int(given) if given.isdecimal() and len(given) < 9 else 0
        publishing.submit_publication(publication, version=version, by=visitor(request))
        messages.success(request, _("已送审。"))
        return HttpResponseRedirect(publication.get_absolute_url())

    return submissions.once(request, act)


@require_http_methods(["GET", "POST"])
@login_required
def publication_place(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Register where it stands."""
    publication = _kept(request, pk)
    form = PlaceForm(posted(request), request.FILES or None)

    def verb(by: Any) -> None:
        publishing.put_up(publication, by=by, **form.told())

    words = {"title": _("发布登记"), "button": _("登记"), "icon": "megaphone"}
    return _moved(request, publication, form, verb, _("已登记。"), **words)


@require_http_methods(["GET", "POST"])
@login_required
def publication_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """撤下."""
    publication, form = _kept(request, pk), BecauseForm(posted(request))

    def verb(by: Any) -> None:
        publishing.take_down(publication, because=form.cleaned_data["because"], by=by)

    lead = _("请先从各载体上撤下；记录保留。")
    words = {"title": _("撤下信息"), "button": _("确认撤下"), "lead": lead, "icon": "undo-2", "danger": True}
    return _moved(request, publication, form, verb, _("已登记撤下。"), **words)


@require_http_methods(["GET", "POST"])
@login_required
def publication_drop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """不再发布."""
    publication, form = _kept(request, pk), BecauseForm(posted(request))

    def verb(by: Any) -> None:
        publishing.drop(publication, because=form.cleaned_data["because"], by=by)

    words = {"title": _("不再发布"), "button": _("确认"), "icon": "x", "danger": True}
    return _moved(request, publication, form, verb, _("已登记不再发布。"), **words)
