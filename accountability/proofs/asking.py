"""Asking for an evidence bundle, making it in the background, and where it lies until it is taken."""

import os
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import trail
from accountability.models import EvidenceBundle
from accountability.notices import notify
from accountability.proofs import bundles, gathering, progress
from accountability.proofs.rights import TAKE
from engine.jobs import enqueue, job
from engine.models import Job
from organizations import rights
from organizations.models import Person
from organizations.refusals import Invalid, NotAllowed, Refusal

MAKE = "accountability.make_evidence"
LONGEST_DAYS = 3660


def ask_for_thing(thing: models.Model, *, because: str, by: Person) -> EvidenceBundle:
    """Ask for everything about one thing; refused where the asker may not take proofs of its unit."""
    place = trail.path_of(thing)
    _require_taking(place, by)
    kind = ContentType.objects.get_for_model(thing)
    return _asked(
        EvidenceBundle(content_type=kind, object_id=thing.pk, label=str(thing)[:200], org_path=place), because, by
    )


def ask_for_person(person: Person, *, since: date, until: date, because: str, by: Person) -> EvidenceBundle:
    """Ask for what a person did from one day to another, both included."""
    _require_taking(person.home.path, by)
    if until < since or (until - since).days > LONGEST_DAYS:
        raise Invalid({"until": _("截止日期不能早于起始日期，期间不能超过十年。")})
    label = gathering.of_person(person, since, until, eyes=by).label
    return _asked(
        EvidenceBundle(about=person, since=since, until=until, label=label, org_path=person.home.path), because, by
    )


def require_taker(bundle: EvidenceBundle, *, by: Person) -> None:
    """Refuse who asked for it in an office he no longer holds, whatever he may take elsewhere now."""
    _require_taking(bundle.org_path, by)


def _require_taking(place: str, by: Person) -> None:
    if not (rights.exercise(by, TAKE, place) if place else rights.may_anywhere(by, TAKE)):
        raise NotAllowed(_("导出证据包由审计人员办理，您现在的岗位没有这项权限。"))


def _asked(bundle: EvidenceBundle, because: str, by: Person) -> EvidenceBundle:
    """Write the request down and leave the work to the background."""
    if not because.strip():
        raise Invalid({"because": _("请写明用途，例如调阅函文号或者审计事项。")})
    with transaction.atomic():
        bundle.because, bundle.asked_by = because.strip()[:300], by
        bundle.save(force_insert=True)
        trail.record("evidence_asked", bundle, by=by, because=bundle.because)
        enqueue(MAKE, f"{MAKE}:{bundle.pk}", by=by, org_path=bundle.org_path, bundle=bundle.pk)
    return bundle


@job(MAKE, title=gettext_lazy("生成证据包"))
def make_evidence(asked: Job) -> None:
    """Make the file of one bundle; what cannot be made is said to the asker."""
    bundle = EvidenceBundle.objects.select_related("asked_by", "about", "content_type").get(pk=asked.payload["bundle"])
    if bundle.state != EvidenceBundle.State.ASKED or bundle.asked_by is None:
        return
    try:
        with transaction.atomic():
            _make(bundle, bundle.asked_by)
        said = _("证据包“%(label)s”已生成，可以下载。") % {"label": bundle.label}
    except Refusal as refusal:
        bundle.state, bundle.said = EvidenceBundle.State.FAILED, refusal.message[:300]
        said = _("证据包“%(label)s”没有生成：%(why)s") % {"label": bundle.label, "why": refusal.message}
    bundle.made_at = timezone.now()
    bundle.save()
    told = {"sha256": bundle.sha256, "size": bundle.size, "said": bundle.said}
    trail.record("evidence_made", bundle, by=bundle.asked_by, extra=told)
    notify([bundle.asked_by], text=said, url=reverse("evidence_list"), source=bundle, kind="evidence")


def _make(bundle: EvidenceBundle, by: Person) -> None:
    place = place_of(bundle)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = place.with_suffix(".part")
    going = progress.Progress(progress.place_of(place))
    with os.fdopen(os.open(written, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
        made = bundles.write(file, _gathered(bundle, by), by=by.name, because=bundle.because, progress=going)
        file.flush()
        os.fsync(file.fileno())
    written.replace(place)
    going.end()
    bundle.sha256, bundle.size, bundle.events = made.sha256, made.size, made.events
    bundle.state = EvidenceBundle.State.MADE


def _gathered(bundle: EvidenceBundle, by: Person) -> gathering.Gathered:
    """What belongs into it, through the asker's eyes of today."""
    if bundle.about and bundle.since and bundle.until:
        return gathering.of_person(bundle.about, bundle.since, bundle.until, eyes=by)
    kind, key = bundle.content_type, bundle.object_id
    thing = gathering.find(f"{kind.app_label}.{kind.model}:{key}", eyes=by) if kind else None
    if thing is None:
        raise NotAllowed(_("该对象已不在您的查看范围内，没有生成证据包。"))
    return gathering.of_thing(thing, eyes=by)


def place_of(bundle: EvidenceBundle) -> Path:
    """Where the file of a bundle lies."""
    return Path(settings.FILES_DIR) / "bundles" / f"{bundle.uuid}.zip"
