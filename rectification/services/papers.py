"""Registering what was signed on the spot at the end of an inspection."""

import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import attachments, trail
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification.models import Inspection, InspectionState, SitePaper, Stand

from . import locking, wording
from .populations import FEWEST


def record_site_paper(
    inspection: Inspection,
    *,
    stand: str,
    signed_on: datetime.date,
    by: Person,
    signer: str = "",
    signer_post: str = "",
    note: str = "",
    feedback: str = "",
    files: Sequence[attachments.Checked] = (),
) -> SitePaper:
    """What the unit's head signed 情况属实, 有异议 or 拒签, once, by one of at least two inspectors, with the scan."""
    with locking.hold_open(inspection):
        _refuse_early(inspection, by)
        _check_stand(stand, signer, note, signed_on)
        paper = SitePaper.objects.create(
            inspection=inspection,
            org_path=inspection.org_path,
            institution_path=inspection.institution_path,
            stand=stand,
            signer=signer.strip(),
            signer_post=signer_post.strip(),
            note=note.strip(),
            signed_on=signed_on,
            feedback=feedback.strip(),
            recorded_by=by,
        )
        for file in files:
            attachments.attach(file, to=paper, by=by)
        trail.record("site_paper_recorded", inspection, by=by, also=[paper], extra={"stand": stand})
    return paper


def _refuse_early(inspection: Inspection, by: Person) -> None:
    if not inspection.inspectors.filter(person=by).exists():
        raise NotAllowed(_("现场检查记录由本次检查的检查人登记。"))
    if inspection.state != InspectionState.SUBMITTED:
        raise NotYet(_("请先提交检查结果，再打印现场检查记录交双方签字。"))
    if inspection.inspectors.count() < FEWEST:
        raise NotYet(_("现场检查记录须由两名以上检查人员签字，本次只登记了一名，请由两名以上检查人员重新检查。"))
    known = SitePaper.objects.filter(inspection=inspection).select_related("recorded_by").first()
    if known is not None:
        raise AlreadyDone(who=known.recorded_by, when=known.recorded_at)


def _check_stand(stand: str, signer: str, note: str, signed_on: datetime.date) -> None:
    if stand not in Stand.values:
        raise Invalid({"stand": _("请选择：情况属实、有异议或拒签。")})
    if signed_on > timezone.localdate():
        raise Invalid({"signed_on": _("签字日期不能晚于今天。")})
    if stand != Stand.REFUSES:
        wording.required("signer", signer, _("请填写单位签字人姓名。"))
    if stand != Stand.AGREES:
        wording.required("note", note, _("请写明异议内容，或者拒签的情况和在场见证人。"))
