"""A unit's form: filled in, reviewed and sent up by another person, returned, corrected with old and new value."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Person
from organizations.refusals import Invalid, NotYet, Stale
from rectification import events, permissions, tabulating
from rectification.models import CollectionState, Correction, Filing, FilingState

from . import locking, telling, wording


def save_filing(
    filing: Filing,
    *,
    values: Mapping[str, Any],
    by: Person,
    version: int | None = None,
    **texts: str,
) -> tabulating.Worked:
    """Keep what was filled in so far, right or wrong; computed cells are worked out. Texts: remark, chief, phone."""
    with locking.hold_open(filing):
        _require_filler(filing, by)
        if version is not None and filing.version != version:
            raise Stale(_("这张表在您填写期间已被本单位其他人修改，请刷新页面后重新填写。"))
        worked = tabulating.work_out(filing.collection.form_version, values)
        filing.values, filing.is_zero = worked.values, False
        _take_texts(filing, texts)
        filing.filled_by = by
        filing.version += 1
        filing.save()
        trail.record("filing_saved", filing, by=by)
    return worked


def submit_filing(filing: Filing, *, by: Person, because: str = "") -> None:
    """Hand the form to whoever reviews it; with a fault that must not be, it stays.

    Where it had gone up before, every changed figure needs the reason (`because`; otherwise that of the return).
    """
    with locking.hold_open(filing):
        _require_filler(filing, by)
        worked = tabulating.work_out(filing.collection.form_version, filing.values)
        if worked.stopping:
            sentences = [fault.sentence for fault in worked.stopping]
            raise NotYet(
                _("还有%(count)d处不能上报：%(which)s")
                % {"count": len(sentences), "which": "".join(sentences[: wording.FIRST])}
            )
        hints = [fault.sentence for fault in worked.faults]
        if hints and not filing.remark.strip():
            raise Invalid({"remark": _("有%(count)d处提示请在“说明”里写明原因：") % {"count": len(hints)} + hints[0]})
        _hand_over(filing, by=by, because=because)


def file_zero(filing: Filing, *, by: Person, **texts: str) -> None:
    """The unit states that there was nothing to report in this period; the statement is reviewed like any other."""
    with locking.hold_open(filing):
        _require_filler(filing, by)
        version = filing.collection.form_version
        worked = tabulating.work_out(version, tabulating.zero(version))
        if worked.stopping:
            raise NotYet(_("这张表不能零报告：%(why)s请按实际情况填报。") % {"why": worked.stopping[0].sentence})
        filing.values, filing.is_zero = worked.values, True
        _take_texts(filing, texts)
        _hand_over(filing, by=by, because="")


def report_filing(filing: Filing, *, by: Person) -> None:
    """Another person than the filler has reviewed it: it goes up, and the changed figures are logged."""
    with locking.hold_open(filing):
        engine.require_turn(filing, "review", by=by)
        permissions.refuse_author(by, {filing.filled_by_id})
        _refuse_closed(filing)
        now = timezone.now()
        corrections = _corrections(filing)
        filing.state = FilingState.REPORTED
        filing.reviewed_by, filing.reported_at = by, now
        filing.first_reported_at = filing.first_reported_at or now
        filing.reported_values = filing.values
        filing.returned_because = ""
        filing.version += 1
        filing.save()
        told = {each.label: [each.old, each.new] for each in corrections}
        trail.record("filing_reported", filing, by=by, also=corrections, changed=told)
        events.filing_reported.send(sender=Filing, thing=filing, by=by)
        engine.finish(filing, "review", by=by)


def return_for_rework(filing: Filing, *, by: Person, because: str) -> None:
    """The unit's reviewer sends it back to the filler."""
    reason = wording.required("because", because, _("请写明退回的理由。"))
    with locking.hold_open(filing):
        engine.require_turn(filing, "review", by=by)
        filing.state = FilingState.RETURNED if filing.reported_values else FilingState.OPEN
        filing.version += 1
        filing.save()
        trail.record("filing_returned", filing, by=by, because=reason)
        telling.of_return(filing, filing.filled_by, because=reason)
        engine.send_back(filing, to="fill", by=by, because=reason)


def return_for_correction(filing: Filing, *, by: Person, because: str) -> None:
    """What has gone up comes back: by the superior that asked for it, or at the unit's own wish."""
    reason = wording.required("because", because, _("请写明哪些数需要更正、为什么。"))
    with locking.hold_open(filing.collection, filing):
        own = permissions.may(by, "review_filing", filing.confirm_path)
        permissions.require(
            by, "review_filing" if own else "collect_forms", filing.confirm_path if own else filing.collection
        )
        if filing.state != FilingState.REPORTED:
            raise NotYet(_("这张表还没有上报，或者已经退回，不需要再退回更正。"))
        _refuse_closed(filing)
        filing.state = FilingState.RETURNED
        filing.returned_because = reason
        filing.returns += 1
        filing.version += 1
        filing.save()
        trail.record("filing_returned", filing, by=by, because=reason)
        telling.of_return(filing, filing.filled_by, because=reason)
        engine.send_back(filing, to="fill", by=by, because=reason)


def _require_filler(filing: Filing, by: Person) -> None:
    locking.refuse_closed(filing.collection)
    engine.require_turn(filing, "fill", by=by)
    _refuse_closed(filing)


def _refuse_closed(filing: Filing) -> None:
    if filing.collection.state == CollectionState.CLOSED:
        raise NotYet(_("这期报表已经截止，不能再填报或更正；需要更正时请联系下发单位。"))


def _take_texts(filing: Filing, texts: Mapping[str, str]) -> None:
    for name in ("remark", "chief", "phone"):
        if name in texts:
            setattr(filing, name, texts[name].strip())


def _hand_over(filing: Filing, *, by: Person, because: str) -> None:
    """To another person; one level up where the unit has nobody else."""
    place = permissions.nearest_place("review_filing", filing.org_path, {by.pk})
    if place is None:
        raise NotYet(_("本单位和上级单位都没有可以审核的人员，请先联系上级单位设置审核人员。"))
    if filing.reported_values:
        filing.returned_because = because.strip() or filing.returned_because
    filing.confirm_path = place
    filing.state = FilingState.SUBMITTED
    filing.filled_by, filing.submitted_at = by, timezone.now()
    filing.version += 1
    filing.save()
    trail.record("filing_submitted", filing, by=by)
    engine.finish(filing, "fill", by=by)


def _corrections(filing: Filing) -> list[Correction]:
    """Every figure that differs from what had gone up; nothing for a first filing."""
    if not filing.reported_values:
        return []
    version = filing.collection.form_version
    return Correction.objects.bulk_create(
        Correction(
            filing=filing,
            cell=cell,
            label=label[:160],
            old=old,
            new=new,
            because=filing.returned_because,
            by=filing.filled_by,
        )
        for cell, label, old, new in tabulating.differences(version, filing.reported_values, filing.values)
    )
