"""线下办理: a clerk enters what was signed on paper or elsewhere, another compares it with the scan, and it counts."""

from collections.abc import Callable
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.attachments import Checked, attach
from accountability.digest import plain
from accountability.models import OfflineAnswer, Seat, SignRequest
from accountability.models.offline import OFFLINE
from accountability.notices import notify
from accountability.signing import decisions, manifests, proxies, routes
from organizations.models import Appointment, Duty, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import institution_path_of

State = OfflineAnswer.State
KEEPING = (Duty.CLERK, Duty.HEAD)


def record_offline(
    seat: Seat,
    *,
    where: str,
    verdict: str,
    opinion: str = "",
    signed_on: date,
    scan: Checked | None,
    by: Person,
) -> OfflineAnswer:
    """Enter what was signed elsewhere, with its scan; the flow goes on when another person has checked it.

    Nothing is held up meanwhile: whoever is asked may still answer here, and then this entry has no effect.
    """
    opinion = plain(opinion).strip()
    decisions.check_answer(seat.request.word, verdict, opinion)
    _check_entry(where, signed_on, scan)
    thing = seat.request.subject
    with engine.hold(thing):
        _require_open(seat)
        require_recorder(seat, thing, by=by)
        if OfflineAnswer.objects.filter(seat=seat, state=State.WAITING).exists():
            raise AlreadyDone(_("这一项已补录线下办理，正在等待核对，请刷新页面查看。"))
        answer = OfflineAnswer.objects.create(
            seat=seat,
            where=where,
            verdict=verdict,
            opinion=opinion,
            signed_on=signed_on,
            manifest_digest=seat.request.manifest.sha256,
            recorded_by=by,
        )
        if scan is not None:
            attach(scan, to=answer, by=by, note=answer.get_where_display())
        told = {"who": signer_of(seat), "signed_on": signed_on, "verdict": str(answer.get_verdict_display())}
        trail.record("offline_recorded", thing, by=by, because=opinion, also=[answer], extra=told)
        _ask_checkers(answer, thing)
    return answer


def check_offline(answer: OfflineAnswer, *, by: Person) -> Seat:
    """The entry agrees with its scan: it becomes the answer, marked 线下办理, and the flow goes on."""
    seat = answer.seat
    thing = seat.request.subject
    with engine.hold(thing):
        _require_waiting(answer)
        request = _require_open(seat)
        require_checker(answer, thing, by=by)
        proxies.give_back(seat)  # what stands on paper was written by the grantor himself
        proxies.save([seat])
        _refuse_author(seat, thing)
        decisions.check_shown(request, thing, answer.manifest_digest, answer.verdict)
        answer.state, answer.checked_by, answer.checked_at = State.CONFIRMED, by, timezone.now()
        answer.save(update_fields=["state", "checked_by", "checked_at"])
        decisions.write_answer(seat, verdict=answer.verdict, opinion=answer.opinion, strength=OFFLINE)
        decisions.settle(seat, thing, by=by, verb="seat_decided_offline", also=[answer])
    return seat


def reject_offline(answer: OfflineAnswer, *, because: str, by: Person) -> OfflineAnswer:
    """The entry does not agree with its scan: it counts for nothing, stays readable, and may be entered anew."""
    if not because.strip():
        raise Invalid({"because": _("请写明核对不符的原因。")})
    thing = answer.seat.request.subject
    with engine.hold(thing):
        _require_waiting(answer)
        require_checker(answer, thing, by=by)
        answer.state, answer.checked_by, answer.checked_at = State.REJECTED, by, timezone.now()
        answer.because = plain(because.strip(), 200)
        answer.save(update_fields=["state", "checked_by", "checked_at", "because"])
        trail.record("offline_rejected", thing, by=by, because=answer.because, also=[answer])
        with manifests.in_first_language():
            text = _("线下办理补录核对不符，请重新补录：%(label)s") % {"label": answer.seat.request.label}
        notify([answer.recorded_by], text=text, url=answer.seat.get_absolute_url(), source=thing, kind="signing")
    return answer


def ways(seat: Seat, thing: models.Model, *, by: Person) -> tuple[bool, OfflineAnswer | None]:
    """Whether a person may enter something for an open seat, and the entry that waits for his check."""
    waiting = OfflineAnswer.objects.filter(seat=seat, state=State.WAITING).select_related("seat").first()
    if waiting is None:
        return _allows(lambda: require_recorder(seat, thing, by=by)), None
    return False, waiting if _allows(lambda: require_checker(waiting, thing, by=by)) else None


def _allows(check: Callable[[], None]) -> bool:
    """Whether a check passes."""
    try:
        check()
    except NotAllowed:
        return False
    return True


def require_recorder(seat: Seat, thing: models.Model, *, by: Person) -> None:
    """Who drafted it, and the clerks and heads of the drafting unit; never the signer himself."""
    if seat.is_for(by) or not (by in routes.authors_of(thing) or _keepers(thing, near=True).filter(person=by).exists()):
        raise NotAllowed(_("线下办理由拟稿科室的经办人员或负责人补录，审批人本人不补录。"))


def require_checker(answer: OfflineAnswer, thing: models.Model, *, by: Person) -> None:
    """Another clerk or head of the same institution: not who entered it, not who signed it, no author."""
    if by.pk == answer.recorded_by_id:
        raise NotAllowed(_("补录人不能核对自己的补录，请由其他人员核对。"))
    if answer.seat.is_for(by) or by.pk in routes.barred(thing):
        raise NotAllowed(_("审批人、拟稿人及其代办人不能核对，请由其他人员核对。"))
    if not _keepers(thing, near=False).filter(person=by).exists():
        raise NotAllowed(_("线下办理由拟稿单位的其他经办人员或科室负责人核对。"))


def _keepers(thing: models.Model, *, near: bool) -> models.QuerySet[Appointment]:
    """The clerks and heads of the drafting unit, or of its institution."""
    at = str(getattr(thing, "org_path", ""))
    authors = routes.authors_of(thing)
    held = Appointment.objects.valid().filter(person__in=authors).with_places().by_precedence()
    unit = next((one.org_path for one in held), at)
    home = institution_path_of(unit)
    place = Q(post__organization__path=unit) if near else Q(post__organization__institution_path=home)
    return Appointment.objects.valid().filter(place, post__duty__in=KEEPING, person__active=True)


def _check_entry(where: str, signed_on: date, scan: Checked | None) -> None:
    """Where, when and the scan."""
    if where not in OfflineAnswer.Where.values:
        raise Invalid({"where": _("请选择审批方式：纸质审批或者外部办公系统审批。")})
    if signed_on > timezone.localdate():
        raise Invalid({"signed_on": _("实际审批日期不能晚于今天，请核对。")})
    if scan is None:
        raise Invalid({"scan": _("请上传审批件的扫描件或者照片。")})


def _require_waiting(answer: OfflineAnswer) -> None:
    """Read the entry again; refuse where it was checked already."""
    answer.refresh_from_db()
    if answer.state != State.WAITING:
        raise AlreadyDone(who=answer.checked_by, when=answer.checked_at)


def _require_open(seat: Seat) -> SignRequest:
    """Read the seat again; refuse where it is not being asked."""
    seat.refresh_from_db()
    request = SignRequest.objects.with_seats().get(pk=seat.request_id)
    seat.request = request
    if seat.state == Seat.State.WAITING:
        raise NotYet(_("还没有轮到这名人员办理，请等前面的人员办理后再补录。"))
    if seat.state == Seat.State.DECIDED:
        raise AlreadyDone(who=seat.signed_name, when=seat.decided_at)
    if seat.state == Seat.State.CANCELLED:
        decisions.refuse_cancelled(request)
    return request


def _refuse_author(seat: Seat, thing: models.Model) -> None:
    """Four eyes hold on paper too."""
    if seat.person_id in routes.barred(thing):
        raise NotAllowed(_("审批人是这份材料的拟稿人、最后修改人或其代办人，这份审批不能采用，请转由他人办理。"))


def signer_of(seat: Seat) -> str:
    """Who signed on paper: for a seat with a proxy, the grantor."""
    return seat.on_behalf_of.name if seat.on_behalf_of else seat.person_name


def _ask_checkers(answer: OfflineAnswer, thing: models.Model) -> None:
    """Tell those who may check it."""
    held = _keepers(thing, near=False).exclude(person__in={*routes.barred(thing), answer.recorded_by_id})
    people = Person.objects.filter(pk__in=held.values("person"))
    with manifests.in_first_language():
        text = _("请核对线下办理补录：%(label)s") % {"label": answer.seat.request.label}
    notify(list(people), text=text, url=answer.seat.get_absolute_url(), source=thing, kind="signing")
