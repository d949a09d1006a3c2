"""The sign sheet, drawn only from the manifest that is signed, and the receipt the signer takes home."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import reauth
from accountability.models import Attachment, OfflineAnswer, Seat, SignRequest
from accountability.models.offline import OFFLINE
from accountability.models.signing import Verdict
from accountability.signing import manifests, offline, opening
from accountability.signing.decisions import decide
from accountability.signing.receipts import receipt as receipt_of
from accountability.signing.requests import is_sender
from accountability.signing.wording import STATEMENT
from accountability.views.stock_opinions import stock_opinions
from engine import submissions
from organizations.models import Person
from organizations.refusals import Invalid, NotFound, NotYet
from organizations.sight import Sight, sight_of, visible

REFUSED = 422
TOGETHER = (
    "person", "on_behalf_of", "delegation", "appointment__post__organization",
    "request__manifest", "request__turn", "request__opened_by",
)  # fmt: skip
AGREEING = frozenset({Verdict.AGREE, Verdict.NO_COMMENT})
ICONS: dict[str, str] = {
    Verdict.AGREE: "check",
    Verdict.NO_COMMENT: "check",
    Verdict.AGREE_WITH_CHANGES: "pencil",
    Verdict.RETURN: "undo-2",
    Verdict.DISAGREE: "x",
}


@dataclass
class Choice:
    """One verdict as a button and the sheet it opens."""

    verdict: str
    label: str
    icon: str
    agrees: bool
    stock: tuple[str, ...]
    open: bool = False
    chosen: str = ""
    opinion: str = ""


@require_safe
@login_required
def seat_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The sign sheet; whoever sees the seat may read it, its holder may decide while it is open."""
    return _sheet(request, find_seat(request, pk))


@require_http_methods(["GET", "POST"])
@login_required
def seat_decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take the answer; what is missing is asked for on the same sheet, with nothing typed lost.

    Whoever comes back to this address after signing in again, or after switching the language, finds the sheet.
    """
    seat = find_seat(request, pk)
    if request.method == "GET":
        return redirect(seat)
    given = {name: request.POST.get(name, "") for name in ("verdict", "stock", "opinion", "manifest_digest", "shown")}
    try:
        moment = _reauthenticated(request)
        return submissions.once(request, lambda: _decided(request, seat, given, moment))
    except (Invalid, NotYet) as refusal:
        errors = refusal.errors if isinstance(refusal, Invalid) else {"": refusal.message}
        return _sheet(request, find_seat(request, pk), given=given, errors=errors)


@require_safe
@login_required
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """办理意见回执."""
    seat = find_seat(request, pk)
    waiting = Seat.objects.waiting_for(visitor(request)).exclude(pk=seat.pk).first()
    context = {"seat": seat, "receipt": receipt_of(seat), "next": waiting, "thing_url": seat.request.turn.url}
    return render(request, "accountability/receipt_show.html", context)


def _reauthenticated(request: HttpRequest) -> datetime | None:
    """When the password was last given; it and the code of the second step are checked now where they came along."""
    if code := request.POST.get("code", "").strip():
        reauth.confirm_second(request, code)
    if password := request.POST.get("password", ""):
        return reauth.confirm(request, password)
    if not reauth.is_fresh(request):
        raise Invalid({"password": _("距上次输入密码已超过5分钟，请输入密码后再提交。")})
    return reauth.confirmed_at(request)


def _decided(request: HttpRequest, seat: Seat, given: dict[str, str], moment: datetime | None) -> HttpResponseRedirect:
    """Decide, and go on to the receipt."""
    decide(
        seat,
        verdict=given["verdict"],
        opinion=opinion_of(given["stock"], given["opinion"]),
        by=visitor(request),
        manifest_digest=given["manifest_digest"],
        reauthenticated_at=moment,
        shown_at=opening.when(seat, given["shown"]),
    )
    return HttpResponseRedirect(reverse("receipt", args=[seat.pk]))


def opinion_of(stock: str, typed: str) -> str:
    """The stock opinion and what was added to it, as one text."""
    stock, typed = stock.strip(), typed.strip()
    if not stock or not typed:
        return stock or typed
    return f"{stock.rstrip('。')}。{typed}"


def visitor(request: HttpRequest) -> Any:
    """Who came."""
    return request.person  # type: ignore[attr-defined]


def find_seat(request: HttpRequest, pk: int) -> Seat:
    """A seat this person sees."""
    seat = visible(request.user, Seat).select_related(*TOGETHER).filter(pk=pk).first()
    if seat is None:
        raise NotFound
    return seat


def _sheet(
    request: HttpRequest, seat: Seat, *, given: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> HttpResponse:
    """The page; with an answer that was refused, its sheet stands open in the page."""
    asked = seat.request
    requests = list(
        SignRequest.objects.filter(content_type=asked.content_type_id, object_id=asked.object_id)
        .with_seats()
        .order_by("round", "turn_id", "position")
    )
    mine = seat.state == Seat.State.OPEN and seat.is_for(visitor(request))
    queue = [one.pk for one in Seat.objects.waiting_for(visitor(request))] if mine else []
    context = {
        "seat": seat,
        "asked": next((one for one in requests if one.pk == asked.pk), asked),
        "content": asked.manifest.content,
        "files": _files(request, asked.manifest.content),
        "changes": _changes(seat, requests),
        "entries": _opinions(requests, visitor(request)),
        "mine": mine,
        **_offline(seat, visitor(request), sight_of(request.user)),
        "proxied": _proxied(seat, visitor(request)),
        "signing_as": seat.name_for(visitor(request)),
        "sender": not mine and _may_take_back(seat, requests, visitor(request)),
        "choices": _choices(asked, given or {}) if mine else [],
        "place": queue.index(seat.pk) + 1 if seat.pk in queue else 0,
        "queue": len(queue),
        "fresh": reauth.is_fresh(request),
        "second": mine and reauth.needs_second(visitor(request), seat.appointment),
        "errors": errors or {},
        "statement": STATEMENT,
        "shown": (given or {}).get("shown") or opening.stamp(seat),
    }
    return render(request, "accountability/seat_sign.html", context, status=REFUSED if errors else None)


def _offline(seat: Seat, person: Person, seen: Sight) -> dict[str, Any]:
    """The ways to 线下办理 for those who keep the papers of the drafting unit."""
    keeps = any(scope.duty in offline.KEEPING for scope in seen.scopes)
    if not keeps or seat.state != Seat.State.OPEN or seat.is_for(person):
        return {}
    may_enter, waiting = offline.ways(seat, seat.request.read_subject, by=person)
    return {"may_enter": may_enter, "to_check": waiting}


def _proxied(seat: Seat, person: Person) -> str:
    """For whom a proxy signs; for the grantor, who signs for him and that he may sign himself."""
    if seat.on_behalf_of is None or not seat.is_proxied:
        return ""
    if seat.state == Seat.State.OPEN and person.pk == seat.on_behalf_of_id:
        return _("由%(name)s办理，您本人也可以办理") % {"name": seat.signed_name}
    return _("代%(name)s办理") % {"name": seat.on_behalf_of}


def _choices(asked: SignRequest, given: dict[str, str]) -> list[Choice]:
    """The verdicts in the order of the buttons: the agreeing one last and widest."""
    choices = []
    for verdict in asked.verdicts:
        stock = stock_opinions(asked.word, verdict)
        agrees = verdict in AGREEING
        choice = Choice(verdict.value, str(verdict.label), ICONS[verdict], agrees, stock)
        choice.chosen = stock[0] if agrees and stock else ""
        if given.get("verdict") == verdict:
            choice.open, choice.chosen, choice.opinion = True, given["stock"], given["opinion"]
        choices.append(choice)
    if given and not any(choice.open for choice in choices):
        choices[0].open = True
    return sorted(choices, key=lambda choice: (choice.agrees, choice.verdict != Verdict.DISAGREE))


def _files(request: HttpRequest, content: dict[str, Any]) -> list[dict[str, Any]]:
    """The attachments the manifest names; a link leads to the very content it names, by its digest."""
    named = content.get("attachments") or []
    digests = [one.get("sha256", "") for one in named]
    rows = visible(request.user, Attachment).select_related("blob").filter(blob__sha256__in=digests) if digests else ()
    links = {row.blob.sha256: row.get_absolute_url() for row in rows}
    return [{**one, "url": links.get(one.get("sha256", ""), "")} for one in named]


def _changes(seat: Seat, requests: list[SignRequest]) -> list[dict[str, str]]:
    """What is different from what this person saw when he last decided on the same thing."""
    seen = [
        one.manifest
        for one in requests
        if one.node == seat.request.node
        and one.manifest_id < seat.request.manifest_id
        and any(other.person_id == seat.person_id and other.decided_at for other in one.seats.all())
    ]
    if not seen:
        return []
    before, after = manifests.differences(seen[-1].content, seat.request.manifest.content)
    return [{"label": label, "old": before[label], "new": after[label]} for label in before]


def _may_take_back(seat: Seat, requests: list[SignRequest], person: Person) -> bool:
    """Whether the visitor may still withdraw the request this seat belongs to."""
    asked = seat.request
    along = [one for each in requests if each.turn_id == asked.turn_id for one in each.seats.all()]
    if asked.state != SignRequest.State.OPEN or any(one.state == Seat.State.DECIDED for one in along):
        return False
    return is_sender(asked, asked.read_subject, person)


def _opinions(requests: list[SignRequest], person: Person) -> list[dict[str, Any]]:
    """Who was asked and what they said, as a time line over all rounds."""
    return [{**_opinion(one, seat), **_removal(seat, person)} for one in requests for seat in _shown_seats(one)]


def _removal(seat: Seat, person: Person) -> dict[str, str]:
    """The way to 减签, on the seat this person added and nobody has answered."""
    if seat.added_by_id != person.pk or seat.origin != Seat.Origin.ADDED or seat.state == Seat.State.DECIDED:
        return {}
    return {"act_url": reverse("seat_remove", args=[seat.pk]), "act_label": _("减签"), "act_about": seat.person_name}


def _shown_seats(asked: SignRequest) -> list[Seat]:
    """The seats that say something: decided or still waiting."""
    return [seat for seat in asked.seats.all() if seat.state != Seat.State.CANCELLED]


def _opinion(asked: SignRequest, seat: Seat) -> dict[str, Any]:
    """One seat as an entry."""
    decided = seat.state == Seat.State.DECIDED
    refused = seat.verdict in {Verdict.RETURN, Verdict.DISAGREE}
    waiting = seat.state == Seat.State.OPEN
    return {
        "icon": ICONS.get(seat.verdict, "hourglass" if waiting else "circle"),
        "tone": "returned" if refused else "" if decided else "waiting" if waiting else "later",
        "title": _("%(name)s（%(word)s）") % {"name": seat.signed_name, "word": asked.get_word_display()},
        "badge": seat.verdict_label or seat.get_state_display(),
        "badge_tone": "overdue" if refused else "done" if decided else "waiting" if waiting else "",
        "meta": " · ".join(filter(None, (seat.post_label, *_how_asked(seat)))),
        "at": seat.decided_at,
        "text": seat.opinion,
    }


def _offline_words(answer: OfflineAnswer) -> str:
    """When it was really signed, who entered it and who compared it with the scan."""
    told = {"day": answer.signed_on, "recorder": answer.recorded_by, "checker": answer.checked_by}
    return _("线下办理：%(day)s审批，%(recorder)s补录，%(checker)s核对") % told


def _how_asked(seat: Seat) -> list[str]:
    """How it was signed, where not here; how another than the one first named came to be asked, and why."""
    if seat.strength == OFFLINE:
        confirmed = seat.offline_answers.filter(state=OfflineAnswer.State.CONFIRMED)
        return [_offline_words(one) for one in confirmed.select_related("recorded_by", "checked_by")]
    if seat.on_behalf_of and seat.is_proxied:
        return [_("代%(name)s办理") % {"name": seat.on_behalf_of}]
    if seat.first_person:
        return [_("原由%(name)s办理，转办原因：%(because)s") % {"name": seat.first_person, "because": seat.because}]
    if seat.added_by:
        return [_("%(name)s加签：%(because)s") % {"name": seat.added_by, "because": seat.because}]
    return []
