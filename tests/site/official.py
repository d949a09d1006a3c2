"""Official documents, the register of the seal and letterheads of one unit, as rows: what a stranger must not find."""

from accountability import letterheads, sealings
from accountability.documents import OfficialPaper, PaperKind, Paragraph
from accountability.models import Letterhead, OfficialDocument, Sealing
from organizations.models import Organization, Person


def document_of(name: str) -> OfficialDocument:
    """A document without a head."""
    unit = Organization.objects.get(name=name)
    paper = OfficialPaper(PaperKind.PLAIN, f"{name}工作提示", blocks=(Paragraph("请按时报送。"),))
    return sealings.lay_out(paper, source=unit, unit=unit, by=Person.objects.get(name="王院长"))


def sealing_of(name: str) -> Sealing:
    """A line of the register: the seal has been asked for."""
    document = document_of(name)
    return Sealing.objects.create(
        document=document, purpose="印发", copies=1, pages=1, asked_by=document.laid_out_by,
        org_path=document.org_path, institution_path=document.institution_path,
    )  # fmt: skip


def letterhead_of(name: str) -> Letterhead:
    """The unit's own letterhead."""
    unit = Organization.objects.get(name=name)
    given = {"mark": name, "code": "测", "printed_by": "", "basis": ""}
    return letterheads.of(unit) or letterheads.authorise(unit, by=Person.objects.get(name="王院长"), **given)
