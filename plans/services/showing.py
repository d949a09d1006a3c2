"""What shows that an occurrence was done: evidence handed in and accepted by another person, a tap, an explanation."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.attachments import Checked, attach
from accountability.digest import plain
from accountability.models import Holder
from accountability.notices import notify
from organizations import rights
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import sight_of
from plans import quota_permissions as permissions
from plans.models import EvidenceOrigin, EvidenceState, ObligationEvidence, Occurrence, OccurrenceState, OwedBy

from . import owing, settling

MOST_TOLD = 10


def submit_evidence(
    occurrence: Occurrence,
    *,
    on: datetime.date,
    title: str,
    by: Person,
    text: str = "",
    files: Sequence[Checked] = (),
    about: Collection[Organization] = (),
) -> list[ObligationEvidence]:
    """Hand in what shows that it was done on a day; it counts once the head, or another in his place, accepts it."""
    with engine.hold(occurrence):
        _require_doer(occurrence, by)
        _require_open(occurrence)
        _require_day(occurrence, on)
        if not title.strip():
            raise Invalid({"title": _("请填写做了什么，例如会议、检查的名称。")})
        if not text.strip() and not files:
            raise Invalid({"text": _("请上传佐证材料，或者用文字说明。")})
        place = permissions.nearest_place(occurrence.org_path, {by.pk})
        if place is None:
            raise NotYet(_("本单位和上级单位都没有可以核定的负责人，请先联系管理员任命。"))
        told = {"on": on, "title": plain(title.strip(), 200), "text": plain(text.strip()), "added_by": by}
        made = [_submitted(occurrence, place, about=unit, **told) for unit in _units(occurrence, about)]
        for one in made:
            for file in files:
                attach(file, to=one, by=by)
        trail.record("quota_evidence_submitted", occurrence, by=by, also=made, extra={"title": title.strip()})
        _tell_acceptors(occurrence, place, by)
    return made


def _submitted(occurrence: Occurrence, place: str, **told: Any) -> ObligationEvidence:
    """One row that waits for whoever accepts it at a place."""
    return ObligationEvidence.objects.create(
        occurrence=occurrence,
        origin=EvidenceOrigin.UPLOAD,
        state=EvidenceState.SUBMITTED,
        added_at=timezone.now(),
        accept_path=place,
        accept_institution=rights.institution_path_of(place),
        org_path=occurrence.org_path,
        institution_path=occurrence.institution_path,
        **told,
    )


def accept_evidence(evidence: ObligationEvidence, *, by: Person) -> ObligationEvidence:
    """核定: it counts from now on, for the period in which it was handed in."""
    with engine.hold(evidence.occurrence, evidence):
        _require_acceptor(evidence, by)
        occurrence = evidence.occurrence
        _require_open(occurrence)
        evidence.state = EvidenceState.COUNTED
        evidence.decided_by, evidence.decided_at = by, timezone.now()
        evidence.save(update_fields=["state", "decided_by", "decided_at"])
        settling.settle(occurrence, by=by)
        trail.record("quota_evidence_accepted", occurrence, by=by, also=[evidence], extra={"title": evidence.title})
        settling.follow_task(occurrence, by=by)
        _tell_author(evidence, _("您提交的“%(what)s”已核定，计入完成次数。"), by)
    return evidence


def return_evidence(evidence: ObligationEvidence, *, by: Person, because: str) -> ObligationEvidence:
    """不采纳: it does not count, and its author reads why."""
    reason = _required("because", because, _("请写明不采纳的理由。"))
    with engine.hold(evidence.occurrence, evidence):
        _require_acceptor(evidence, by)
        occurrence = evidence.occurrence
        evidence.state, evidence.because = EvidenceState.RETURNED, plain(reason, 300)
        evidence.decided_by, evidence.decided_at = by, timezone.now()
        evidence.save(update_fields=["state", "because", "decided_by", "decided_at"])
        trail.record("quota_evidence_returned", occurrence, by=by, because=reason, also=[evidence])
        _tell_author(evidence, _("您提交的“%(what)s”未被采纳，请查看理由。"), by)
    return evidence


def withdraw_evidence(evidence: ObligationEvidence, *, by: Person) -> ObligationEvidence:
    """撤回: its author takes back what nobody has decided yet."""
    with engine.hold(evidence.occurrence, evidence):
        if evidence.added_by_id != by.pk:
            raise NotAllowed(_("只有提交人本人可以撤回。"))
        if evidence.state != EvidenceState.SUBMITTED:
            raise AlreadyDone(who=evidence.decided_by, when=evidence.decided_at)
        evidence.state = EvidenceState.WITHDRAWN
        evidence.save(update_fields=["state"])
        trail.record("quota_evidence_withdrawn", evidence.occurrence, by=by, also=[evidence])
    return evidence


# --- One tap a day --------------------------------------------------------------------------------------------------


def tap(occurrence: Occurrence, *, by: Person, note: str = "") -> ObligationEvidence:
    """点选: a day's duty was done; a past day may be entered later and shows when that was."""
    with engine.hold(occurrence):
        _require_doer(occurrence, by)
        if not occurrence.obligation.is_daily:
            raise NotYet(_("这项任务不是逐日登记的，请提交佐证。"))
        if occurrence.state == OccurrenceState.DONE:
            raise AlreadyDone(who=occurrence.closed_by, when=occurrence.closed_at)
        _require_open(occurrence)
        if occurrence.begins_on > timezone.localdate():
            raise NotYet(_("这一天还没有到，请到当天再登记。"))
        made = ObligationEvidence.objects.create(
            occurrence=occurrence,
            origin=EvidenceOrigin.TAP,
            on=min(occurrence.ends_on, timezone.localdate()),
            title=occurrence.period_label[:200],
            text=plain(note.strip(), 500),
            added_by=by,
            added_at=timezone.now(),
            org_path=occurrence.org_path,
            institution_path=occurrence.institution_path,
        )
        settling.settle(occurrence, by=by)
        trail.record("occurrence_tapped", occurrence, by=by, also=[made])
        settling.follow_task(occurrence, by=by)
    return made


def untap(occurrence: Occurrence, *, by: Person) -> Occurrence:
    """Take back a tap of one's own on the day it was made."""
    with engine.hold(occurrence):
        mine = occurrence.evidence.counted().filter(origin=EvidenceOrigin.TAP, added_by=by).last()
        if mine is None or timezone.localdate(mine.added_at) != timezone.localdate():
            raise NotAllowed(_("只能由登记人在登记当天撤回。"))
        mine.state = EvidenceState.WITHDRAWN
        mine.save(update_fields=["state"])
        settling.settle(occurrence, by=by)
        trail.record("occurrence_untapped", occurrence, by=by, also=[mine])
        settling.follow_task(occurrence, by=by, because=_("撤回当日登记"))
    return occurrence


# --- Missed ---------------------------------------------------------------------------------------------------------


def explain_missed(occurrence: Occurrence, *, because: str, by: Person) -> Occurrence:
    """说明: a missed period is closed by saying why it was not done; it is never counted as done."""
    reason = _required("because", because, _("请写明没有完成的原因。"))
    with engine.hold(occurrence):
        _require_open(occurrence)
        if not _is_holder(occurrence, by):
            permissions.require(by, permissions.EXPLAIN, occurrence)
        if not occurrence.is_missed:
            raise NotYet(_("还没有到期，不能按未完成处理；确需调整的，请申请延期。"))
        occurrence.state, occurrence.because = OccurrenceState.EXPLAINED, plain(reason, 500)
        occurrence.closed_by, occurrence.closed_at = by, timezone.now()
        occurrence.version += 1
        occurrence.save()
        trail.record("occurrence_explained", occurrence, by=by, because=reason)
        settling.follow_task(occurrence, by=by, because=_("未完成，已说明：%(why)s") % {"why": reason[:150]})
    return occurrence


# --- Who and when ---------------------------------------------------------------------------------------------------


def _is_holder(occurrence: Occurrence, by: Person) -> bool:
    """Whether a person, or one for whom he acts, answers for it today."""
    if occurrence.assignment_id is None:
        return False
    held = Holder.objects.current().filter(assignment=occurrence.assignment_id)
    return held.filter(person__in=sight_of(by).principals).exists()


def may_do(occurrence: Occurrence, by: Person) -> bool:
    """Whether a person answers for it, or may enter what his unit has done."""
    return permissions.may(by, permissions.DO, occurrence) or _is_holder(occurrence, by)


def may_explain(occurrence: Occurrence, by: Person) -> bool:
    """Whether a person answers for it, or for the unit."""
    return permissions.may(by, permissions.EXPLAIN, occurrence) or _is_holder(occurrence, by)


def _require_doer(occurrence: Occurrence, by: Person) -> None:
    if not _is_holder(occurrence, by):
        permissions.require(by, permissions.DO, occurrence)


def _require_open(occurrence: Occurrence) -> None:
    if occurrence.state == OccurrenceState.DONE:
        raise AlreadyDone(who=occurrence.closed_by, when=occurrence.closed_at)
    if occurrence.state != OccurrenceState.OPEN:
        raise NotYet(_("这一期已经办结或者不再要求，请刷新页面查看。"))


def _require_day(occurrence: Occurrence, on: datetime.date) -> None:
    if on > timezone.localdate():
        raise Invalid({"on": _("完成日期不能晚于今天。")})
    if on < occurrence.begins_on:
        told = {"first": f"{occurrence.begins_on:%Y-%m-%d}"}
        raise Invalid({"on": _("完成日期不能早于本期开始日期%(first)s，请到对应的期次提交。") % told})


def _require_acceptor(evidence: ObligationEvidence, by: Person) -> None:
    permissions.require(by, permissions.ACCEPT, evidence.accept_path or evidence.org_path)
    permissions.refuse_author(by, evidence.added_by_id)
    if evidence.state != EvidenceState.SUBMITTED:
        raise AlreadyDone(who=evidence.decided_by, when=evidence.decided_at)


def _units(occurrence: Occurrence, about: Collection[Organization]) -> list[Organization | None]:
    """The departments it was about, where every department must be covered."""
    if occurrence.obligation.owed_by != OwedBy.COVER:
        return [None]
    meant = {unit.pk for unit in owing.departments_of(occurrence.obligation)}
    if not about or any(unit.pk not in meant for unit in about):
        raise Invalid({"about": _("请选择这次覆盖了哪些科室。")})
    return list(about)


def _tell_acceptors(occurrence: Occurrence, place: str, by: Person) -> None:
    """The head of the unit, or those one level up, read that something waits for them."""
    people = rights.who_may(f"plans.{permissions.ACCEPT}", place).exclude(pk=by.pk)
    near = people.filter(home__path=place)
    text = _("请核定完成依据：%(what)s") % {"what": occurrence}
    chosen = list(near[:MOST_TOLD]) or list(people[:MOST_TOLD])
    notify(chosen, text=text, url=occurrence.get_absolute_url(), source=occurrence, kind="quota_evidence")


def _tell_author(evidence: ObligationEvidence, sentence: str, by: Person) -> None:
    author = evidence.added_by
    if author is not None and author.pk != by.pk:
        url = evidence.occurrence.get_absolute_url()
        text = sentence % {"what": evidence.title}
        notify([author], text=text, url=url, source=evidence.occurrence, kind="quota_evidence")


def _required(field: str, text: str, sentence: str) -> str:
    if not text.strip():
        raise Invalid({field: sentence})
    return text.strip()
