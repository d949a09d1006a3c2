"""Who may issue documents under a red head: letterheads are authorised for a unit, never assumed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from accountability.digest import plain
from accountability.documents import OfficialPaper, PaperKind
from accountability.models import Letterhead
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed
from organizations.rights import require

KEEP = "accountability.keep_letterheads"
HEADED = (PaperKind.DOCUMENT, PaperKind.LETTER)
BY_THEMSELVES = Organization.Kind.QC_CENTER, *Organization.DEPENDENT_KINDS


def authorise(
    organization: Organization, *, mark: str, code: str, printed_by: str, basis: str, by: Person
) -> Letterhead:
    """Let a unit issue under its own head; an inner department or a centre needs a written authorisation."""
    require(by, KEEP, organization.institution)
    given = {name: plain(text.strip(), most) for name, text, most in (
        ("mark", mark, 60), ("code", code, 20), ("printed_by", printed_by, 60), ("basis", basis, 200),
    )}  # fmt: skip
    if organization.kind in BY_THEMSELVES and not given["basis"]:
        told = _("“%(unit)s”属内设机构或质控中心，须有书面授权方可使用版头，请填写授权依据（文号）。")
        raise Invalid({"basis": told % {"unit": organization}})
    missing = {"mark": _("请填写发文机关标志。"), "code": _("请填写机关代字，如“衡医”。")}
    if empty := {name: said for name, said in missing.items() if not given[name]}:
        raise Invalid(empty)
    given["printed_by"] = given["printed_by"] or plain(_("%(unit)s办公室") % {"unit": organization.name}, 60)
    given["basis"] = given["basis"] or plain(_("独立设置的单位，以本单位名义发文"), 200)
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        known = Letterhead.objects.filter(organization=organization, until__isnull=True).first()
        if known is not None:
            raise AlreadyDone(_("“%(unit)s”已有在用的版头，请先停用再登记新的。") % {"unit": organization})
        made = Letterhead.objects.create(
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            authorised_by=by,
            **given,
        )
        trail.record("letterhead_authorised", made, by=by, extra=given)
    return made


def withdraw(letterhead: Letterhead, *, because: str, by: Person | None) -> Letterhead:
    """End a letterhead today; what was issued under it stays as it is."""
    require(by, KEEP, letterhead.organization.institution)
    if not because.strip():
        raise Invalid({"because": _("请写明停用原因。")})
    with transaction.atomic():
        letterhead.refresh_from_db(from_queryset=Letterhead.objects.select_for_update(no_key=True))
        if letterhead.until is not None:
            raise AlreadyDone(_("这个版头已经停用。"))
        letterhead.until = timezone.localdate()
        letterhead.save(update_fields=["until"])
        changed = {"until": [None, letterhead.until]}
        trail.record("letterhead_withdrawn", letterhead, by=by, because=plain(because.strip(), 200), changed=changed)
    return letterhead


def of(organization: Organization) -> Letterhead | None:
    """The letterhead a unit may use today."""
    return Letterhead.objects.in_force().filter(organization=organization).first()


def required_for(paper: OfficialPaper, organization: Organization) -> Letterhead | None:
    """The letterhead a paper is issued under; a red head without an authorised one is refused with what to do."""
    if paper.kind not in HEADED or not paper.mark:
        return None
    head = of(organization)
    if head is None:
        told = _(
            "“%(unit)s”没有经授权的发文版头，不能以红头正式行文。可改用不带版头的工作提示，"
            "或者以所在单位（挂靠单位）名义行文；确有授权的，请先在“发文版头”中登记。"
        )
        raise NotAllowed(told % {"unit": organization})
    if paper.issuer != head.mark:
        told = _("发文机关标志“%(given)s”与登记的版头“%(mark)s”不一致。")
        raise Invalid({"issuer": told % {"given": paper.issuer, "mark": head.mark}})
    if paper.number and not paper.number.startswith(head.code):
        told = _("发文字号“%(number)s”的机关代字应为“%(code)s”。")
        raise Invalid({"number": told % {"number": paper.number, "code": head.code}})
    return head
