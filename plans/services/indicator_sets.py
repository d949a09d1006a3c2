"""A set of indicators: drafted, published by somebody else, copied as a new version, retired; what it asks of whom."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet, Stale
from plans import events
from plans import indicator_permissions as permissions
from plans.models import (
    IndicatorSet,
    Plan,
    Reporter,
    SetState,
)

from .indicators import copied, require_draft
from .writing import required

SET_FIELDS = (
    "name", "basis", "note", "filled_by", "unit_kinds", "unit_levels", "key_departments_only", "due_days", "starts_on",
)  # fmt: skip
FIRST = 5


def draft_set(
    organization: Organization,
    *,
    name: str,
    starts_on: datetime.date,
    by: Person,
    plan: Plan | None = None,
    **fields: Any,
) -> IndicatorSet:
    """Begin a set of a centre, a commission or a hospital."""
    permissions.require(by, "keep_indicators", organization)
    said = required("name", name, _("请填写指标集名称。"))
    with transaction.atomic():
        made = IndicatorSet.objects.create(
            organization=organization, name=said, starts_on=starts_on, plan=plan, drafted_by=by,
            **_placed(organization), **fields,
        )  # fmt: skip
        trail.record("indicator_set_drafted", made, by=by)
        with engine.hold(made):
            engine.start(made, by=by)
    return made


def _placed(unit: Organization) -> dict[str, str]:
    return {"org_path": unit.path, "institution_path": unit.institution_path, "publish_path": unit.path}


def change_set(indicator_set: IndicatorSet, *, version: int, by: Person, **fields: Any) -> None:
    """Change the head of a draft; whoever read an older one is told."""
    with engine.hold(indicator_set):
        require_draft(indicator_set, by)
        if indicator_set.version != version:
            raise Stale(_("这套指标在您填写期间已被他人修改，请刷新页面后重新填写。"))
        for name in SET_FIELDS:
            if name in fields:
                setattr(indicator_set, name, fields[name])
        indicator_set.name = required("name", indicator_set.name, _("请填写指标集名称。"))
        indicator_set.version += 1
        indicator_set.save()
        trail.record("indicator_set_changed", indicator_set, by=by)


def name_reporter(indicator_set: IndicatorSet, *, organization: Organization, person: Person, by: Person) -> Reporter:
    """A unit names who reports its values."""
    with engine.hold(indicator_set):
        permissions.require(by, "fill_indicators", organization)
        if not person.active or not person.appointments.valid().filter(
            post__organization__path__startswith=organization.institution_path
        ).exists():  # fmt: skip
            raise Invalid({"person": _("“%(who)s”不在本单位任职，请另选填报人。") % {"who": person}})
        made, _new = Reporter.objects.update_or_create(
            indicator_set=indicator_set,
            organization=organization,
            defaults={"person": person, "org_path": organization.path},
        )
        trail.record(
            "reporter_named", indicator_set, by=by, also=[made], extra={"unit": str(organization), "who": str(person)}
        )
    return made


def submit_set(indicator_set: IndicatorSet, *, by: Person) -> None:
    """Hand a draft to whoever publishes it; with a figure that has no target or is in doubt it stays."""
    with engine.hold(indicator_set):
        require_draft(indicator_set, by)
        _refuse_incomplete(indicator_set)
        place = permissions.nearest_place(
            "publish_indicators", indicator_set.org_path, {indicator_set.drafted_by_id, by.pk}
        )
        if place is None:
            raise NotYet(_("本单位和上级单位都没有可以发布指标集的负责人，请先联系上级单位设置。"))
        indicator_set.publish_path, indicator_set.state = place, SetState.APPROVING
        indicator_set.drafted_by = by
        indicator_set.version += 1
        indicator_set.save()
        trail.record("indicator_set_submitted", indicator_set, by=by)
        engine.finish(indicator_set, "draft", by=by)


def return_set(indicator_set: IndicatorSet, *, by: Person, because: str) -> None:
    """Back to its drafter, with the reason."""
    reason = required("because", because, _("请写明退回的理由。"))
    with engine.hold(indicator_set):
        engine.require_turn(indicator_set, "publish", by=by)
        indicator_set.state = SetState.DRAFT
        indicator_set.version += 1
        indicator_set.save()
        trail.record("indicator_set_returned", indicator_set, by=by, because=reason)
        engine.send_back(indicator_set, to="draft", by=by, because=reason)


def publish_set(indicator_set: IndicatorSet, *, by: Person) -> None:
    """Somebody other than its drafter puts it into force; the version before it keeps its values and ends."""
    before = IndicatorSet.objects.published().filter(series=indicator_set.series).exclude(pk=indicator_set.pk).first()
    with engine.hold(*([before] if before else []), indicator_set):
        engine.require_turn(indicator_set, "publish", by=by)
        permissions.refuse_author(by, indicator_set.drafted_by_id)
        if before is not None:
            before.state = SetState.SUPERSEDED
            before.version += 1
            before.save()
            trail.record("indicator_set_superseded", before, by=by, extra={"by": str(indicator_set)})
        indicator_set.state = SetState.PUBLISHED
        indicator_set.published_by, indicator_set.published_at = by, timezone.now()
        indicator_set.version += 1
        indicator_set.save()
        trail.record("indicator_set_published", indicator_set, by=by)
        events.indicator_set_published.send(sender=IndicatorSet, thing=indicator_set, by=by)
        engine.finish(indicator_set, "publish", by=by)


def copy_as_new_version(indicator_set: IndicatorSet, *, starts_on: datetime.date, by: Person) -> IndicatorSet:
    """The same figures as a new draft; codes stay, so that trends go on across versions."""
    with engine.hold(indicator_set):
        permissions.require(by, "keep_indicators", indicator_set)
        if indicator_set.state not in (SetState.PUBLISHED, SetState.RETIRED):
            raise NotYet(_("只有执行中或已停用的指标集可以另存为新版。"))
        if IndicatorSet.objects.filter(series=indicator_set.series, number__gt=indicator_set.number).exists():
            raise AlreadyDone(_("新版已经建立，请在指标集列表中查看。"))
        head = {name: getattr(indicator_set, name) for name in SET_FIELDS}
        made = IndicatorSet.objects.create(
            **{**head, "starts_on": starts_on}, series=indicator_set.series, number=indicator_set.number + 1,
            previous=indicator_set, organization=indicator_set.organization, plan=indicator_set.plan, drafted_by=by,
            **_placed(indicator_set.organization),
        )  # fmt: skip
        rows = [row for indicator in indicator_set.indicators.standing().whole() for row in copied(indicator, made)]
        kept = Reporter.objects.bulk_create(
            Reporter(indicator_set=made, organization=one.organization, person=one.person, org_path=one.org_path)
            for one in indicator_set.reporters.select_related("organization", "person")
        )
        trail.record("indicator_set_drafted", made, by=by, also=[*rows, *kept], extra={"from": str(indicator_set)})
        with engine.hold(made):
            engine.start(made, by=by)
    return made


def retire_set(indicator_set: IndicatorSet, *, by: Person, because: str) -> None:
    """No more periods are opened (停止监测); what was measured stays."""
    reason = required("because", because, _("请写明停用的理由。"))
    with engine.hold(indicator_set):
        permissions.require(by, "keep_indicators", indicator_set)
        if indicator_set.state != SetState.PUBLISHED:
            raise NotYet(_("只有执行中的指标集可以停用。"))
        indicator_set.state = SetState.RETIRED
        indicator_set.version += 1
        indicator_set.save()
        trail.record("indicator_set_retired", indicator_set, by=by, because=reason)


def _refuse_incomplete(indicator_set: IndicatorSet) -> None:
    """At least one figure; each with a target that is not in doubt."""
    found = list(indicator_set.indicators.whole())
    if not found:
        raise NotYet(_("还没有指标，请先增加指标再提交。"))
    lacking = [
        one.name for one in found if one.target is None and not any(part.target is not None for part in one.parts.all())
    ]
    if lacking:
        raise NotYet(
            _("还没有目标值：%(which)s。限值写在文件里的，请查到后填写。") % {"which": _("、").join(lacking[:FIRST])}
        )
    doubted = [f"{one.name}（{one.doubt}）" for one in found if one.doubt]
    if doubted:
        raise NotYet(_("还有存疑的指标：%(which)s。核对后请清空“存疑”。") % {"which": _("、").join(doubted[:FIRST])})
