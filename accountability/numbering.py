"""Numbers 编号: taken one after the other under the lock of their series, or entered from an outside register."""

import re
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accountability import events, trail
from accountability.digest import plain
from accountability.models.numbers import Number, NumberSeries
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet

Kind = NumberSeries.Kind
PATTERNS = {
    Kind.LEDGER: "{prefix}-{year}-{n:04d}",
    Kind.DOCUMENT: "{prefix}〔{year}〕{n}号",
    Kind.ISSUE: "第{n}期",
}
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
DOCUMENT = re.compile(
    r"^(?P<prefix>[^\d〔〕\[\]()（）【】［］]{0,30})[〔\[(（【［](?P<year>\d{4})[〕\])）】］]0*(?P<n>[1-9]\d{0,5})号$"
)
ISSUE = re.compile(r"^(?:(?P<year>\d{4})年?)?(?:总)?第0*(?P<n>[1-9]\d{0,4}|[一二三四五六七八九十百]{1,5})期$")
CHINESE = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}


class Declared(NamedTuple):
    """How the numbers of one code are written."""

    kind: NumberSeries.Kind
    prefix: str | Promise
    pattern: str


class Parsed(NamedTuple):
    """A number as entered by hand, read."""

    prefix: str
    year: int | None
    n: int


_declared: dict[str, Declared] = {}


def declare(code: str, *, kind: str = Kind.LEDGER, prefix: str | Promise = "", pattern: str = "") -> None:
    """Say how the numbers of `code` are written when a series of it is opened for a new year.

    Where readers see the numbers of many organizations side by side, `{unit}` in the prefix tells them apart.
    """
    chosen = NumberSeries.Kind(kind)
    _declared[code] = Declared(chosen, prefix, pattern or PATTERNS[chosen])


def series_for(code: str, *, organization: Organization, year: int, outside: bool = False) -> NumberSeries:
    """The series of that year under its lock, opened when it is the first number: each year counts from 1."""
    declared = _declared.get(code) or Declared(Kind.LEDGER, code.rpartition(".")[2].upper(), PATTERNS[Kind.LEDGER])
    before = NumberSeries.objects.filter(code=code, organization=organization).order_by("-year").first()
    style = {
        "kind": before.kind if before else declared.kind,
        "prefix": before.prefix if before else str(declared.prefix).format(unit=organization.pk),
        "pattern": before.pattern if before else declared.pattern,
        "outside": outside,
    }
    key = {"code": code, "organization": organization, "year": year}
    NumberSeries.objects.get_or_create(**key, defaults=style)
    return NumberSeries.objects.select_for_update(no_key=True).get(**key)


def take(series_code: str, *, organization: Organization, year: int, to: models.Model, by: Person | None) -> Number:
    """The next number, given to `to` within the caller's transaction; a roll-back gives it back."""
    with transaction.atomic():
        series = series_for(series_code, organization=organization, year=year)
        if series.outside:
            raise NotYet(_("本年度的文号在外部登记簿中取用，请填写对方给出的号码。"))
        return _written(series, series.last + 1, series.spell(series.last + 1), by, to=to)


def enter_by_hand(
    series_code: str, *, organization: Organization, year: int, text: str, to: models.Model, by: Person | None
) -> Number:
    """Register the number another office's register gave to `to`; gaps are theirs and legal, doubles are not."""
    with transaction.atomic():
        series = series_for(series_code, organization=organization, year=year, outside=True)
        if not series.outside:
            raise NotYet(_("本年度的号码由系统依次编号，不能手工填写，请直接取号。"))
        read = parse(text, kind=series.kind)
        if read.year not in {None, year}:
            raise Invalid(
                {"text": _("号码里的年份是%(read)d年，应为%(year)d年，请核对。") % {"read": read.year, "year": year}}
            )
        taken = series.numbers.filter(n=read.n).first()
        if taken is not None:
            raise AlreadyDone(
                _("%(text)s已经登记过（%(label)s），号码不能重复使用，请核对登记簿。")
                % {"text": taken.text, "label": taken.label or taken.get_state_display()}
            )
        if read.prefix and series.prefix != read.prefix:
            series.prefix = read.prefix
        return _written(series, read.n, spelled(read, kind=series.kind, year=year), by, to=to, by_hand=True)


def skip(
    series_code: str, *, organization: Organization, year: int, by: Person | None, because: str, n: int | None = None
) -> Number:
    """Register a number that was skipped 跳号: the next one of our own series, or number `n` of an outside register."""
    reason = _reason(because)
    with transaction.atomic():
        series = series_for(series_code, organization=organization, year=year, outside=n is not None)
        if (n is not None) != series.outside:
            raise NotYet(_("系统编号只能跳过下一个号；外部登记簿的跳号请填写号码。"))
        number = n or series.last + 1
        if series.numbers.filter(n=number).exists():
            raise AlreadyDone(_("%(text)s已经登记过，不能再登记为跳号。") % {"text": series.spell(number)})
        return _written(series, number, series.spell(number), by, reason=reason)


def void(number: Number, *, by: Person | None, because: str) -> Number:
    """Declare a number void 作废; it stays registered and is never given again."""
    reason = _reason(because)
    with transaction.atomic():
        NumberSeries.objects.select_for_update(no_key=True).get(pk=number.series_id)
        number.refresh_from_db()
        if number.state == Number.State.VOID:
            raise AlreadyDone(_("%(text)s已经作废。") % {"text": number.text})
        old = number.state
        number.state, number.reason = Number.State.VOID, reason
        number.save(update_fields=["state", "reason"])
        trail.record("number_voided", number, by=by, because=because, changed={"state": [old, number.state]})
        events.number_voided.send(sender=Number, thing=number, by=by, because=because)
    return number


def _reason(because: str) -> str:
    if not because.strip():
        raise Invalid({"because": _("请填写作废或跳号的原因。")})
    return plain(because.strip(), 300)


def _written(
    series: NumberSeries,
    n: int,
    text: str,
    by: Person | None,
    *,
    to: models.Model | None = None,
    by_hand: bool = False,
    reason: str = "",
) -> Number:
    """Insert the number, move the series on, and record both."""
    number = Number.objects.create(
        series=series,
        n=n,
        text=text,
        state=Number.State.TAKEN if to is not None else Number.State.SKIPPED,
        by_hand=by_hand,
        content_type=ContentType.objects.get_for_model(to) if to is not None else None,
        object_id=to.pk if to is not None else None,
        label=plain(to, 200) if to is not None else "",
        org_path=series.organization.path,
        at=timezone.now(),
        by=by,
        reason=reason,
    )
    series.last = max(series.last, n)
    series.save(update_fields=["last", "prefix"])
    extra = {"text": text, "to": [to._meta.label_lower, to.pk] if to is not None else None}
    trail.record(
        "number_taken" if to is not None else "number_skipped",
        number,
        by=by,
        because=reason,
        also=[series],
        extra=extra,
    )
    events.number_taken.send(sender=Number, thing=number, to=to, by=by)
    return number


def parse(text: str, *, kind: str) -> Parsed:
    """Read 〔2026〕12号 or 第12期 as people type it: any brackets, full-width digits, spaces."""
    typed = re.sub(r"\s+", "", text).translate(FULL_WIDTH)
    if kind == Kind.DOCUMENT:
        if found := DOCUMENT.match(typed):
            return Parsed(found["prefix"], int(found["year"]), int(found["n"]))
        raise Invalid({"text": _("文号格式应为“机关代字〔年份〕序号号”，例如：锡卫医〔2026〕12号，请改正。")})
    if found := ISSUE.match(typed):
        return Parsed("", int(found["year"]) if found["year"] else None, _counted(found["n"]))
    raise Invalid({"text": _("期号格式应为“第×期”，例如：第12期，请改正。")})


def spelled(read: Parsed, *, kind: str, year: int) -> str:
    """A number as it is printed: hexagonal brackets, no leading zeros."""
    return f"{read.prefix}〔{read.year or year}〕{read.n}号" if kind == Kind.DOCUMENT else f"第{read.n}期"


def _counted(text: str) -> int:
    """A whole number below a thousand in digits or in Chinese."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in CHINESE:
            digit = CHINESE[char]
        else:
            total += (digit or 1) * (100 if char == "百" else 10)
            digit = 0
    return total + digit
