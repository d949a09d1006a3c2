"""From the document laid out to its sealed scan: 未用印稿, 用印审批, 监印登记, 用印件回传; the register of the seal."""

from dataclasses import replace

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import events, numbering, trail
from accountability.attachments import Checked, attach, gate, stored
from accountability.digest import plain
from accountability.documents import OfficialPaper, PaperKind, as_docx
from accountability.documents.marking import UNSEALED, with_banner
from accountability.letterheads import required_for
from accountability.models import OfficialDocument, Sealing
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import may, require

KEEP = "accountability.keep_seals"
APPROVE = "accountability.approve_sealing"
NUMBERS = "accountability.sealing"
MOST_COPIES, MOST_PAGES = 2000, 1000
State = Sealing.State


def is_sealed(paper: OfficialPaper) -> bool:
    """Whether a paper gets a seal: minutes never do."""
    return paper.kind != PaperKind.MINUTES and paper.is_to_be_sealed


def ready(paper: OfficialPaper) -> Checked:
    """The paper as a stored file under its mark; to be called before any transaction."""
    banner = paper.banner or (UNSEALED if is_sealed(paper) else "")
    content = as_docx(replace(paper, banner=banner))
    return gate(SimpleUploadedFile(f"{plain(paper.title, 80)}.docx", content))


def lay_out(
    paper: OfficialPaper, *, source: models.Model, unit: Organization, by: Person, checked: Checked | None = None
) -> OfficialDocument:
    """Keep a paper as the document of a thing, marked 未用印稿 until its sealed scan is back.

    The caller has checked that `by` may issue for `source`; a red head needs an authorised letterhead. `checked` is
    the file where the caller had it made ready before his own transaction.
    """
    head = required_for(paper, unit)
    checked = checked or ready(paper)
    unsealed, without = OfficialDocument.State.UNSEALED, OfficialDocument.State.WITHOUT
    with transaction.atomic():
        made = OfficialDocument.objects.create(
            source_type=ContentType.objects.get_for_model(source),
            source_id=source.pk,
            source_label=plain(source, 200),
            organization=unit,
            letterhead=head,
            form=paper.kind,
            title=plain(paper.title, 300),
            number_text=plain(paper.number, 120),
            state=unsealed if is_sealed(paper) else without,
            laid_out_by=by,
            org_path=unit.path,
            institution_path=unit.institution_path,
        )
        made.file = attach(checked, to=made, by=by)
        made.save(update_fields=["file"])
        trail.record("document_laid_out", made, by=by, extra={"sha256": checked.sha256, "number": made.number_text})
        events.document_laid_out.send(sender=OfficialDocument, thing=made, source=source, by=by)
    return made


def file_of(document: OfficialDocument) -> bytes:
    """The file as it was laid out."""
    assert document.file is not None  # nosec B101  given when it was laid out
    return stored(document.file.blob.sha256).read_bytes()


def print_master(document: OfficialDocument, *, by: Person) -> bytes:
    """The file without 未用印稿, to be printed for the seal: only for who keeps the seal, once sealing is approved."""
    require(by, KEEP, document)
    if not document.sealings.filter(state__in=[State.APPROVED, State.SEALED]).exists():
        raise NotYet(_("用印尚未批准，不能取印制件；请先申请用印。"))
    trail.witness("print_master_taken", document, by=by, extra={"of": document.file and document.file.blob.sha256})
    return with_banner(file_of(document), "")


def ask(document: OfficialDocument, *, seal: str, purpose: str, copies: int, pages: int, by: Person) -> Sealing:
    """Ask for the seal on a document."""
    require(by, KEEP, document)
    _check(seal, purpose, copies, pages)
    with transaction.atomic():
        _held(document)
        if document.state == OfficialDocument.State.WITHOUT:
            raise NotYet(_("这份公文不加盖印章，无需申请用印。"))
        living = document.sealings.living().select_related("asked_by").first()
        if living is not None:
            raise AlreadyDone(_("这份公文已经申请用印。"), who=living.asked_by, when=living.asked_at)
        made = Sealing.objects.create(
            document=document, seal=seal, purpose=plain(purpose.strip(), 200), copies=copies, pages=pages, asked_by=by,
            org_path=document.org_path, institution_path=document.institution_path,
        )  # fmt: skip
        extra = {"seal": made.get_seal_display(), "purpose": made.purpose, "copies": copies, "pages": pages}
        trail.record("sealing_asked", made, by=by, also=[document], extra=extra)
    return made


def _check(seal: str, purpose: str, copies: int, pages: int) -> None:
    wrong = {}
    if seal not in Sealing.Seal.values:
        wrong["seal"] = _("请选择印章种类。")
    if not purpose.strip():
        wrong["purpose"] = _("请写明用途。")
    if not 1 <= copies <= MOST_COPIES:
        wrong["copies"] = _("份数应在1至%(most)d之间。") % {"most": MOST_COPIES}
    if not 1 <= pages <= MOST_PAGES:
        wrong["pages"] = _("每份页数应在1至%(most)d之间。") % {"most": MOST_PAGES}
    if wrong:
        raise Invalid(wrong)


def may_decide(sealing: Sealing, person: Person) -> bool:
    """Whether a person may approve: he has the right, and did not ask himself."""
    return sealing.asked_by_id != person.pk and may(person, APPROVE, sealing)


def decide(sealing: Sealing, *, approved: bool, opinion: str, by: Person) -> Sealing:
    """Approve or refuse the seal; a refusal says why, and nobody decides on what he asked himself."""
    require(by, APPROVE, sealing)
    if by.pk == sealing.asked_by_id:
        raise NotAllowed(_("用印由申请人以外的人审批。"))
    if not approved and not opinion.strip():
        raise Invalid({"opinion": _("不批准的，请写明理由。")})
    with transaction.atomic():
        _held(sealing.document)
        _expect(sealing, State.ASKED)
        sealing.state = State.APPROVED if approved else State.REFUSED
        sealing.decided_by, sealing.decided_at, sealing.opinion = by, timezone.now(), plain(opinion.strip(), 200)
        sealing.save()
        verb = "sealing_approved" if approved else "sealing_refused"
        trail.record(verb, sealing, by=by, because=sealing.opinion, also=[sealing.document])
    return sealing


def withdraw(sealing: Sealing, *, by: Person) -> Sealing:
    """Take back what one has asked, before the seal is set."""
    if by.pk != sealing.asked_by_id:
        raise NotAllowed(_("只有申请人可以撤回用印申请。"))
    with transaction.atomic():
        _held(sealing.document)
        _expect(sealing, State.ASKED, State.APPROVED)
        sealing.state = State.WITHDRAWN
        sealing.save(update_fields=["state"])
        trail.record("sealing_withdrawn", sealing, by=by, also=[sealing.document])
    return sealing


def register(sealing: Sealing, *, copies: int, by: Person) -> Sealing:
    """Enter that the seal was set: by whom, when and on how many copies; never more than were approved."""
    require(by, KEEP, sealing)
    if not 1 <= copies <= sealing.copies:
        raise Invalid({"copies": _("实际用印份数应在1至批准的%(most)d份之间。") % {"most": sealing.copies}})
    with transaction.atomic():
        document = _held(sealing.document)
        _expect(sealing, State.APPROVED)
        now, owner = timezone.now(), document.organization.institution
        sealing.state, sealing.sealed_by, sealing.sealed_at, sealing.sealed_copies = State.SEALED, by, now, copies
        year = timezone.localdate(now).year
        sealing.number_text = numbering.take(NUMBERS, organization=owner, year=year, to=sealing, by=by).text
        sealing.save()
        document.state = OfficialDocument.State.SEALED
        document.save(update_fields=["state"])
        extra = {"number": sealing.number_text, "copies": copies}
        trail.record("sealing_registered", sealing, by=by, also=[document], extra=extra)
    return sealing


def return_scan(sealing: Sealing, *, scan: Checked, by: Person) -> Sealing:
    """Give the sealed scan back to its document; from now on the document is no 未用印稿."""
    require(by, KEEP, sealing)
    if scan.media_type not in {"application/pdf", "image/jpeg", "image/png"}:
        raise Invalid({"scan": _("用印扫描件请上传PDF、JPG或PNG文件。")})
    with transaction.atomic():
        document = _held(sealing.document)
        _expect(sealing, State.SEALED)
        sealing.scan = attach(scan, to=document, by=by, note=_("用印扫描件"))
        sealing.state, sealing.returned_by = State.RETURNED, by
        sealing.save()
        document.state = OfficialDocument.State.COMPLETE
        document.save(update_fields=["state"])
        trail.record("sealed_scan_returned", sealing, by=by, also=[document], extra={"sha256": scan.sha256})
        source = document.source
        events.document_sealed.send(sender=OfficialDocument, thing=document, source=source, by=by)
    return sealing


def _held(document: OfficialDocument) -> OfficialDocument:
    """The document under its lock, freshly read: two people at one seal come one after the other."""
    document.refresh_from_db(from_queryset=OfficialDocument.objects.select_for_update(no_key=True))
    return document


def _expect(sealing: Sealing, *states: str) -> None:
    """Refuse where somebody was first."""
    document = sealing.document
    sealing.refresh_from_db()
    sealing.document = document
    if sealing.state not in states:
        told = _("这项用印现在的状态是“%(state)s”，请刷新页面查看。") % {"state": sealing.get_state_display()}
        raise AlreadyDone(told)


numbering.declare(NUMBERS, prefix="YY{unit:03d}", pattern="{prefix}-{year}-{n:04d}")
