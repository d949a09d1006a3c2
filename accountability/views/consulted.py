"""调阅 on the screen of whoever reads from outside: number and code, the numbered list, one thing, its files.

There is no account: the session remembers which consultation was opened, and each page asks anew whether it still
holds. Everything that is read or taken is on record before the first byte.
"""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability import consultations, lending, trail
from accountability.attachments import is_whole, stored
from accountability.consultation_forms import CodeForm
from accountability.models import Attachment, Consultation, ConsultationItem
from accountability.proofs import gathering, marking
from accountability.proofs.gathering import Gathered
from accountability.records import Period
from accountability.views.deadline_pages import posted
from accountability.views.trails import entries
from organizations.refusals import NotFound

OPENED, TRIES, MOST_TRIES = "consultation", "consultation_tries", 10
NO_SEAT = ("", "")  # whoever reads from outside holds no post here
UNTOLD = {"id", "process", "version", "org_path", "institution_path", "issuer_path", "approve_path", "verify_path"}
MOST_EVENTS = 300


@never_cache
@require_http_methods(["GET", "POST"])
def consulted_enter(request: HttpRequest) -> HttpResponseBase:
    """Number and code; what is wrong with them is not told apart."""
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        found = consultations.opened_by(**form.cleaned_data) if _may_try(request) else None
        if found is not None and found.reader is not None:
            request.session.cycle_key()
            request.session[OPENED] = _mark_of(found)
            request.session.pop(TRIES, None)
            trail.witness("read", found, by=found.reader, extra={"opened": found.number_text}, seat=NO_SEAT)
            return redirect("consulted_list")
        form.add_error(None, _("调阅编号或者调阅码不正确，或者调阅已经到期。"))
    status = 422 if form.errors else None
    return render(request, "accountability/consulted_enter.html", {"form": form}, status=status)


def _mark_of(one: Consultation) -> list[Any]:
    """What the session keeps: which consultation, and by which code; with another code whoever had the old is out."""
    return [one.pk, one.code_sha256]


def _may_try(request: HttpRequest) -> bool:
    """A few tries a session; the code itself is too long to be guessed."""
    tries = int(request.session.get(TRIES, 0)) + 1
    request.session[TRIES] = tries
    return tries <= MOST_TRIES


@never_cache
@require_safe
def consulted_list(request: HttpRequest) -> HttpResponse:
    """The numbered list."""
    one = _opened(request)
    return _shown(request, one, "accountability/consulted_list.html", {"items": one.items.order_by("n")})


@never_cache
@require_safe
def consulted_item(request: HttpRequest, n: int) -> HttpResponse:
    """One thing: its facts, who signed, its files, what was done; as far as the asker still sees it."""
    one, item, thing = _item(request, n)
    trail.witness("read", item, by=one.reader, extra={"consultation": one.number_text, "n": n}, seat=NO_SEAT)
    part = lending.shown(thing, eyes=one.asked_by)
    if part is not None:
        told = {"item": item, "thing": thing, "part": part, "kind": thing._meta.verbose_name}
        return _shown(request, one, "accountability/consulted_page.html", {**told, **part.context})
    gathered = _gathered(one, thing)
    events = list(
        gathered.events.select_related("body", "content_type", "redacted_by", "seal").order_by("pk")[:MOST_EVENTS]
    )
    context = {
        "item": item,
        "thing": thing,
        "kind": thing._meta.verbose_name,
        "facts": _facts(thing),
        "requests": gathered.requests,
        "files": gathered.attachments,
        "entries": entries(events),
    }
    return _shown(request, one, "accountability/consulted_item.html", context)


@never_cache
@require_safe
def consulted_file(request: HttpRequest, n: int, uuid: UUID) -> HttpResponseBase:
    """One file of a thing on the list; a PDF carries the number of the consultation on each page."""
    one, _listed, thing = _item(request, n)
    part = lending.shown(thing, eyes=one.asked_by)
    lent = _gathered(one, thing).attachments.filter(uuid=uuid) if part is None else part.files
    file: Attachment | None = next((one_file for one_file in lent if one_file.uuid == uuid), None)
    if file is None or not is_whole(file.blob.sha256):
        raise NotFound
    told = {"consultation": one.number_text, "n": n, "sha256": file.blob.sha256}
    trail.witness("downloaded", file, by=one.reader, extra=told, seat=NO_SEAT)
    content = marking.marked(stored(file.blob.sha256), file.blob.media_type, text=f"{one.number_text}  {_now()}")
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.blob.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@never_cache
@require_POST
def consulted_leave(request: HttpRequest) -> HttpResponseRedirect:
    """Close it on this machine."""
    request.session.pop(OPENED, None)
    return redirect("consulted_enter")


def _opened(request: HttpRequest) -> Consultation:
    """The consultation this session has opened, if it holds today; where not, nothing is here."""
    rows = Consultation.objects.select_related("reader", "organization", "asked_by")
    return _held(request, rows.filter(pk=_marked(request)).first())


def _marked(request: HttpRequest) -> int:
    """Which one this session says it has opened; none has the number 0."""
    mark = request.session.get(OPENED)
    return mark[0] if isinstance(mark, list) else 0


def _held(request: HttpRequest, one: Consultation | None) -> Consultation:
    if one is None or not one.is_open() or one.reader is None or request.session.get(OPENED) != _mark_of(one):
        request.session.pop(OPENED, None)
        raise NotFound(_("调阅没有打开，或者已经到期、终止。"))
    return one


def _item(request: HttpRequest, n: int) -> tuple[Consultation, ConsultationItem, Any]:
    """A thing of the list that this session has opened, through the asker's eyes of today; in one with its list."""
    whole = ("reader", "organization", "asked_by")
    rows = ConsultationItem.objects.select_related("content_type", *(f"consultation__{name}" for name in whole))
    item = rows.filter(consultation=_marked(request), n=n).first()
    one = _held(request, item.consultation) if item else _opened(request)
    model = item.content_type.model_class() if item else None
    if item is None or model is None:
        raise NotFound
    thing = gathering.seen(model, one.asked_by).filter(pk=item.object_id).first()
    if thing is None:
        raise NotFound(_("该材料已不在出借单位的查看范围内。"))
    item.thing = thing
    return one, item, thing


def _gathered(one: Consultation, thing: Any) -> Gathered:
    """What belongs to a thing within the period, as far as the asker still sees it."""
    gathered = gathering.of_thing(thing, eyes=one.asked_by)
    period = Period(one.since, one.until)
    within = {"at__gte": period.start, "at__lt": period.end}
    gathered.events = gathered.events.filter(**within)
    gathered.attachments = gathered.attachments.filter(**within)
    return gathered


def _facts(thing: Any) -> list[dict[str, Any]]:
    """The columns of a row as readers see them."""
    found = []
    for field in thing._meta.concrete_fields:
        if field.name in UNTOLD or field.get_internal_type() == "JSONField":
            continue
        shown = getattr(thing, f"get_{field.name}_display", None)
        value = shown() if shown else getattr(thing, field.name)
        if value not in (None, "", False):
            found.append({"label": field.verbose_name, "value": _("是") if value is True else value})
    return found


def _now() -> str:
    return timezone.localtime().strftime("%Y-%m-%d %H:%M")


def _shown(request: HttpRequest, one: Consultation, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page that says in its ground who reads what and when."""
    mark = f"{one.number_text} {one.readers} {_now()}"
    return render(request, template, {**context, "one": one, "mark": mark})
