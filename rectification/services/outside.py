"""What goes up to a superior outside the system, by the line or straight from the supervisor, and its receipt."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import attachments, trail
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from rectification import permissions
from rectification.models import Campaign, Collection, Finding, Inspector, OutsideReport, SentBy, UpwardPath

from . import wording

RIGHT = "report_outside"
ABOUT: dict[type, str] = {Campaign: "campaign", Collection: "collection", Finding: "finding"}
LENGTHS = {"title": 200, "to_name": 120, "own_number": 80, "their_number": 80, "received_name": 60, "receipt_note": 300}


def report_outside(
    thing: Campaign | Collection | Finding,
    *,
    at: Organization,
    title: str,
    to_name: str,
    sent_on: datetime.date,
    receipt_due_on: datetime.date,
    by: Person,
    way: str = SentBy.PAPER,
    path: str = UpwardPath.LINE,
    own_number: str = "",
    files: Sequence[attachments.Checked] = (),
) -> OutsideReport:
    """Write down what a unit sent up outside the system; from then on its receipt is waited for.

    督导人员直报 is for whoever inspected there, beside the unit's own 逐级上报.
    """
    told = {
        "title": wording.required("title", title, _("请填写报送材料的名称。")),
        "to_name": wording.required("to_name", to_name, _("请填写收件单位。")),
        "own_number": own_number.strip(),
    }
    _check(told, way=way, path=path, sent_on=sent_on, receipt_due_on=receipt_due_on)
    with engine.hold(thing):
        permissions.require(by, RIGHT, at)
        _refuse_unseen(thing, by)
        if path == UpwardPath.SUPERVISOR and not supervised(thing, by):
            raise NotAllowed(_("督导人员直报由参加过检查的检查人办理；其他人员请选择“逐级上报”。"))
        about = {ABOUT[type(thing)]: thing}
        same = OutsideReport.objects.filter(organization=at, sent_on=sent_on, path=path, **told, **about)
        if (known := same.select_related("sent_by").first()) is not None:
            raise AlreadyDone(who=known.sent_by, when=known.recorded_at)
        report = OutsideReport.objects.create(
            organization=at, way=way, path=path, sent_on=sent_on, receipt_due_on=receipt_due_on, sent_by=by,
            org_path=at.path, institution_path=at.institution_path, **told, **about,
        )  # fmt: skip
        for file in files:
            attachments.attach(file, to=report, by=by)
        with engine.hold(report):
            trail.record("outside_reported", report, by=by, extra={"to": report.to_name, "about": str(thing)})
            engine.start(report, by=by)
    return report


def enter_outside_receipt(
    report: OutsideReport,
    *,
    received_name: str,
    received_on: datetime.date,
    by: Person,
    their_number: str = "",
    note: str = "",
    files: Sequence[attachments.Checked] = (),
) -> None:
    """Enter who there received it and when, with their number or the scan of the receipt 回执."""
    named = wording.required("received_name", received_name, _("请填写对方接收人的姓名。"))
    number = their_number.strip()
    _check({"received_name": named, "their_number": number, "receipt_note": note.strip()})
    if received_on > timezone.localdate():
        raise Invalid({"received_on": _("对方接收日期不能晚于今天。")})
    if not number and not files:
        raise Invalid({"their_number": _("请填写对方收文编号，或者上传回执扫描件。")})
    with engine.hold(report):
        engine.require_turn(report, "receive", by=by)
        if received_on < report.sent_on:
            raise Invalid({"received_on": _("对方接收日期不能早于报送日期。")})
        report.received_name, report.received_on, report.their_number = named, received_on, number
        report.receipt_note, report.entered_by, report.entered_at = note.strip(), by, timezone.now()
        report.version += 1
        report.save()
        for file in files:
            attachments.attach(file, to=report, by=by, note=_("回执"))
        trail.record("outside_received", report, by=by, extra={"by": named, "number": number})
        engine.finish(report, "receive", by=by)


def supervised(thing: Any, person: Person) -> bool:
    """Whether a person inspected there himself: the finding's own visit, or any of the campaign."""
    rows = Inspector.objects.filter(person=person)
    if isinstance(thing, Finding):
        return bool(thing.inspection_id and rows.filter(inspection=thing.inspection_id).exists())
    return isinstance(thing, Campaign) and rows.filter(inspection__campaign=thing).exists()


def _refuse_unseen(thing: Any, by: Person) -> None:
    """What is reported is seen by whoever reports it, and is more than a draft."""
    if not visible(by, type(thing)).filter(pk=thing.pk).exists():
        raise NotAllowed(_("您看不到所报送的事项，请由主办单位或者责任单位报送。"))
    if isinstance(thing, Campaign) and not thing.is_issued:
        raise NotYet(_("方案还没有印发，印发以后才登记对外报送。"))


def _check(told: dict[str, str], **more: Any) -> None:
    errors = {
        name: _("最多%(most)d个字，请精简。") % {"most": LENGTHS[name]}
        for name, text in told.items()
        if len(text) > LENGTHS[name]
    }
    if "way" in more:
        errors |= _day_errors(**more)
    if errors:
        raise Invalid(errors)


def _day_errors(*, way: str, path: str, sent_on: datetime.date, receipt_due_on: datetime.date) -> dict[str, str]:
    errors = {}
    if way not in SentBy.values:
        errors["way"] = _("请选择报送方式。")
    if path not in UpwardPath.values:
        errors["path"] = _("请选择上报途径。")
    if sent_on > timezone.localdate():
        errors["sent_on"] = _("报送日期不能晚于今天。")
    if receipt_due_on < sent_on:
        errors["receipt_due_on"] = _("回执期限不能早于报送日期。")
    return errors
