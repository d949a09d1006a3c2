"""What a printed paper carries of the trail: the newest checkpoint, and in short what the paper itself says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import qr
from accountability.models import Checkpoint, TrailEvent
from accountability.signing.manifests import in_first_language


@dataclass(frozen=True)
class Stamp:
    """A line for the foot of a page, and the same as a QR code."""

    size: int
    root: str
    at: datetime
    code: str
    text: str
    path: str
    width: int


def stamp(thing: models.Model | None = None, *, code: str = "") -> Stamp | None:
    """The newest checkpoint with the check code of a thing's newest event, or the one given; none before the first."""
    rows = Checkpoint.objects.defer("peaks").order_by("-size")
    if thing is not None and not code:
        rows = rows.annotate(newest=Subquery(_newest(thing)))
    point = rows.first()
    if point is None:
        return None
    own = code or getattr(point, "newest", "") or ""
    with in_first_language():
        text = _text(point, own)
    path, width = qr.path_of(text)
    return Stamp(point.size, point.root, point.at, own, text, path, width)


def _newest(thing: models.Model) -> models.QuerySet[Any]:
    """The digest of what was last done to a thing, reading and taking away not counted."""
    return TrailEvent.objects.of(thing).changes().order_by("-pk").values("sha256")[:1]


def _text(point: Checkpoint, own: str) -> str:
    """What a telephone shows: everything needed to find and compare the checkpoint elsewhere."""
    told = {"n": point.size, "at": timezone.localtime(point.at).strftime("%Y-%m-%d %H:%M"), "root": point.root}
    first = _("日志校验点第%(n)d号 %(at)s\n校验树根 %(root)s") % told
    more = [_("公钥编号 %(key)s") % {"key": point.key_id}]
    more += [_("本件校验码 %(code)s") % {"code": own}] if own else []
    return "\n".join([first, *more])
