"""Sets, values, trainings and certificates of one hospital, as rows, for the walls between neighbours."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from organizations.models import Organization, Person
from plans.models import (
    Certificate,
    CertificateRule,
    CountedEvent,
    Indicator,
    IndicatorReport,
    IndicatorSet,
    IndicatorTarget,
    Measurement,
    Training,
)

HOSPITAL = "江州市第一人民医院"
DAY = datetime.date(2026, 1, 1)


def _hospital() -> Organization:
    return Organization.objects.get(name=HOSPITAL)


def _head() -> Person:
    return Person.objects.get(name="张主任")


def _placed() -> dict[str, Any]:
    hospital = _hospital()
    return {"org_path": hospital.path, "institution_path": hospital.institution_path}


def make_set() -> IndicatorSet:
    """A set of the hospital for itself."""
    told = {"name": "院内指标", "filled_by": "itself", "starts_on": DAY, "drafted_by": _head(), "state": "published"}
    return IndicatorSet.objects.create(organization=_hospital(), publish_path=_hospital().path, **told, **_placed())


def make_indicator() -> Indicator:
    """Its one figure."""
    return Indicator.objects.create(
        indicator_set=make_set(),
        code="I01",
        name="安全事故",
        kind="zero",
        comparator="=",
        target=Decimal(0),
        is_checked=True,
    )


def make_report() -> IndicatorReport:
    """Its report of a month."""
    indicator = make_indicator()
    told = {"period": "month", "begins_on": DAY, "ends_on": DAY.replace(day=31), "due_on": timezone.localdate()}
    report = IndicatorReport.objects.create(
        indicator_set=indicator.indicator_set, organization=_hospital(), unit_name=HOSPITAL,
        confirm_path=_hospital().path, **told, **_placed(),
    )  # fmt: skip
    Measurement.objects.create(
        indicator=indicator, report=report, organization=_hospital(), begins_on=DAY, ends_on=DAY, **_placed()
    )
    return report


def make_event() -> CountedEvent:
    """Something that happened there."""
    told = {"happened_on": DAY, "what": "氧气泄漏", "recorded_by": _head()}
    return CountedEvent.objects.create(indicator=make_indicator(), organization=_hospital(), **told, **_placed())


def make_target() -> IndicatorTarget:
    """A year's target."""
    return IndicatorTarget.objects.create(indicator=make_indicator(), year=2026, target=Decimal(1))


def make_training() -> Training:
    """A training of the hospital."""
    return Training.objects.create(
        title="手卫生培训", organization=_hospital(), due_on=DAY, drafted_by=_head(), approve_path=_hospital().path,
        **_placed(),
    )  # fmt: skip


def make_certificate() -> Certificate:
    """One of the head's."""
    head = _head()
    return Certificate.objects.create(person=head, kind="执业证书", issued_on=DAY, recorded_by=head, **_placed())


def make_rule() -> CertificateRule:
    """What the hospital asks for."""
    told = {"kind": "执业证书", "duty": "staff", "recorded_by": _head()}
    return CertificateRule.objects.create(organization=_hospital(), **told, **_placed())


def _of_unit() -> dict[str, Any]:
    return {"pk": make_indicator().pk, "unit": _hospital().pk}


MEASURED_OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "plans:indicator_unit": _of_unit,
    "plans:indicator_event": _of_unit,
    "plans:indicator_check": _of_unit,
    "plans:unit_series": lambda: {"unit": _hospital().pk},
}
MEASURED_BY_PREFIX: dict[str, Callable[[], dict[str, Any]]] = {
    "plans:indicator_set_": lambda: {"pk": make_set().pk},
    "plans:indicator_": lambda: {"pk": make_indicator().pk},
    "plans:counted_event_": lambda: {"pk": make_event().pk},
    "plans:target_": lambda: {"pk": make_target().pk},
    "plans:report_": lambda: {"pk": make_report().pk},
    "plans:training_": lambda: {"pk": make_training().pk},
    "plans:certificate_rule_": lambda: {"pk": make_rule().pk},
    "plans:certificate_": lambda: {"pk": make_certificate().pk},
}
