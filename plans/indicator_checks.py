"""What `manage verify_all` looks at in the values of indicators."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import verify
from accountability.verify import Difference
from plans import judging
from plans.judging import Light
from plans.models import IndicatorKind, MeasuredBy, Measurement

CHUNK = 2000
PLACES = 12


def declare() -> None:
    """Tell verify_all about them."""
    verify.register("indicators", values, count, title=gettext_lazy("指标值"))


def values() -> Iterator[Difference]:
    """A rate is what its numerator and denominator say, and no red value went up without being told."""
    rates = Measurement.objects.filter(indicator__kind=IndicatorKind.RATE, value__isnull=False)
    for row in rates.select_related("indicator", "organization").iterator(chunk_size=CHUNK):
        quotient = judging.rate(
            row.numerator or judging.Decimal(0), row.denominator or judging.Decimal(0), row.indicator.unit
        )
        if quotient is None or judging.rounded(quotient, PLACES) != row.value:
            yield _difference(row, _("指标数值与分子、分母不符：%(thing)s"))
    untold = Measurement.objects.final().filter(light=Light.RED, breached_at__isnull=True, origin=MeasuredBy.OWN)
    for row in untold.select_related("indicator", "organization").iterator(chunk_size=CHUNK):
        yield _difference(row, _("异常的指标值没有登记：%(thing)s"))


def count() -> int:
    """How many values there are."""
    return Measurement.objects.count()


def _difference(row: Measurement, sentence: str) -> Difference:
    return Difference(f"plans.measurement:{row.pk}", sentence % {"thing": str(row)})
