"""代办授权 with what hangs on it here: the written authorisation as a file, and what already lies with the grantor."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.attachments import Checked, attach
from accountability.models import Seat
from accountability.notices import notify
from accountability.signing import manifests, proxies, requests, routes
from organizations import services
from organizations.models import Appointment, Delegation, Person
from organizations.refusals import Invalid

LIVING = (Seat.State.WAITING, Seat.State.OPEN)


def grant(
    appointment: Appointment,
    *,
    proxy: Person,
    by: Person | None,
    document: Checked | None = None,
    hand_over: bool = False,
    **given: Any,
) -> Delegation:
    """Give a delegation (`given` as for organizations.services.delegate), with its document, and tell the proxy.

    签发 needs the scanned authorisation; with `hand_over` what waits for the grantor today goes to the proxy too.
    """
    if given.get("includes_issue") and document is None:
        raise Invalid({"document": _("代办签发须有书面授权，请上传授权书扫描件。")})
    with transaction.atomic():
        delegation = services.delegate(appointment, proxy=proxy, by=by, **given)
        if hand_over and not delegation.is_in_force():
            raise Invalid(
                {"hand_over": _("授权从以后的日子开始，不能同时移交现有待办，请取消勾选或者把开始日期改为今天。")}
            )
        if document is not None:
            attach(document, to=delegation, by=by, note=delegation.authorisation)
        _tell(delegation)
    if hand_over:
        hand_over_waiting(delegation, by=by)
    return delegation


def _tell(delegation: Delegation) -> None:
    """The proxy learns of it, and the grantor where another person entered it."""
    told = {
        "grantor": delegation.grantor,
        "proxy": delegation.proxy,
        "since": delegation.since,
        "until": delegation.until,
        "covers": delegation.get_covers_display(),
    }
    with manifests.in_first_language():
        text = _("%(grantor)s委托%(proxy)s代办（%(covers)s），自%(since)s至%(until)s。") % told
    people = [one for one in (delegation.proxy, delegation.grantor) if one != delegation.recorded_by]
    notify(people, text=text, url=reverse("delegation_list"), source=delegation, kind="delegation")


def hand_over_waiting(delegation: Delegation, *, by: Person | None) -> int:
    """Give the proxy what already lies with the grantor; how much it was. Each seat is a transaction of its own."""
    lying = Seat.objects.filter(appointment=delegation.appointment, on_behalf_of__isnull=True, state__in=LIVING)
    return sum(_hand_over(seat, by=by) for seat in lying.select_related("request").order_by("pk"))


def _hand_over(seat: Seat, *, by: Person | None) -> bool:
    """One seat under the lock of its thing; whether it has a proxy now."""
    thing = seat.request.subject
    with engine.hold(thing):
        seat.refresh_from_db()
        if seat.state not in LIVING:
            return False
        changed = proxies.seat_proxies([seat], seat.request, without=routes.barred(thing))
        proxies.save(changed)
        if not changed:
            return False
        trail.record("seat_handed_over", thing, by=by, also=changed, extra={"who": seat.signed_name})
        if seat.state == Seat.State.OPEN:
            requests.announce(thing, [seat], seat.request)
    return True
