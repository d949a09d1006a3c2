"""What should not happen and did: registered when it happens, it breaks a zero and ends a streak at once."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from plans import indicator_permissions as permissions
from plans.models import CountedEvent, Indicator, IndicatorKind, SetState

from . import measuring
from .writing import required


def record_event(
    indicator: Indicator, unit: Organization, *, happened_on: datetime.date, what: str, by: Person
) -> CountedEvent:
    """Register one event in a unit; of a zero-event figure those above hear of it now, not at the period's end."""
    said = required("what", what, _("请填写简要情况，不写患者姓名。"))
    with engine.hold(indicator.indicator_set):
        permissions.require(by, "record_events", unit)
        if not indicator.is_counted_by_events or indicator.indicator_set.state != SetState.PUBLISHED:
            raise NotYet(_("这项指标不按事件计数，或者不在执行中。"))
        if happened_on > timezone.localdate():
            raise Invalid({"happened_on": _("发生日期不能晚于今天。")})
        if indicator.until is not None and happened_on > indicator.until:
            raise NotYet(_("这项指标已按计划调整停止统计，不再登记事件。"))
        same = (
            CountedEvent.objects.of(indicator).standing().filter(organization=unit, happened_on=happened_on, what=said)
        )
        if same.exists():
            raise AlreadyDone(_("同一天、同样情况的事件已经登记，请勿重复登记。"))
        made = CountedEvent.objects.create(
            indicator=indicator, organization=unit, happened_on=happened_on, what=said, recorded_by=by,
            org_path=unit.path, institution_path=unit.institution_path,
        )  # fmt: skip
        trail.record("indicator_event_recorded", made, by=by)
        if indicator.kind == IndicatorKind.ZERO and indicator.target == 0:
            made.breached_at = timezone.now()
            made.save(update_fields=["breached_at"])
            told = {"name": indicator.name, "day": happened_on.isoformat(), "what": said}
            text = _("%(day)s发生“%(name)s”：%(what)s") % told
            measuring.tell_breach(made, indicator, unit, text, happened_on, by=by)
    return made


def withdraw_event(event: CountedEvent, *, by: Person, because: str) -> None:
    """It was entered by mistake: it counts no longer and stays readable."""
    reason = required("because", because, _("请写明撤销的理由。"))
    with engine.hold(event):
        permissions.require(by, "record_events", event)
        if event.withdrawn_at is not None:
            raise AlreadyDone(_("这条事件已经撤销。"))
        event.withdrawn_at, event.withdrawn_because = timezone.now(), reason
        event.save()
        trail.record("indicator_event_withdrawn", event, by=by, because=reason)


def days_without(indicator: Indicator, unit: Organization, on: datetime.date | None = None) -> int:
    """How many days a unit has been without an event up to a day, today where none is given."""
    day = on or timezone.localdate()
    happened = CountedEvent.objects.of(indicator).standing().filter(organization__path__startswith=unit.path)
    days = list(happened.values_list("happened_on", flat=True))
    return measuring.streak(days, indicator.counts_from or indicator.indicator_set.starts_on, day)
