"""办理意见回执: what a signer takes home, with the newest seal of the trail, so that every signer is a witness."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accountability import trail
from accountability.models import Checkpoint, Seat
from accountability.signing.wording import CHECKABLE, RECEIPT_TITLE, RECORD_ONLY, STRENGTHS
from organizations.refusals import NotYet


@dataclass(frozen=True)
class Receipt:
    """Everything printed on a receipt."""

    title: str
    thing: str
    version: int
    word: str
    person: str
    on_behalf_of: str
    post: str
    verdict: str
    opinion: str
    decided_at: datetime
    strength: str
    sha256: str
    sm3: str
    seal_number: int
    seal: str
    checkpoint: Checkpoint | None
    statement: str
    checkable: str


def receipt(seat: Seat) -> Receipt:
    """The receipt of a decided seat; the seal is the newest one at the moment of printing."""
    if seat.state != Seat.State.DECIDED or seat.decided_at is None:
        raise NotYet(_("尚未提交办理意见，没有回执。"))
    manifest = seat.request.manifest
    number, seal = trail.head()
    return Receipt(
        title=str(RECEIPT_TITLE),
        thing=str(manifest.content.get("title") or manifest.label),
        version=manifest.object_version,
        word=str(seat.request.get_word_display()),
        person=seat.signed_name,
        on_behalf_of=str(seat.on_behalf_of or ""),
        post=seat.post_label,
        verdict=seat.verdict_label,
        opinion=seat.opinion,
        decided_at=seat.decided_at,
        strength=str(STRENGTHS.get(seat.strength, seat.strength)),
        sha256=manifest.sha256,
        sm3=manifest.sm3,
        seal_number=number,
        seal=seal.sha256,
        checkpoint=Checkpoint.objects.defer("peaks").first(),
        statement=str(RECORD_ONLY),
        checkable=str(CHECKABLE),
    )
