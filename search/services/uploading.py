"""批量上传: many files in one step; each is read in the background and becomes a draft, or says why it does not."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import attachments, notices, trail
from accountability.gate import Checked
from accountability.signing.manifests import in_first_language
from engine.jobs import More, enqueue, job
from engine.models import Job
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotAllowed, Refusal
from search import permissions
from search.about import About
from search.intake import Taken, read
from search.models import Edition, Level, RegulationUpload, UploadedText
from search.models.uploads import MOST_FILES

from .publishing import draft_edition, shelve, submit_edition

READ = "search.read_uploaded"


def upload_files(files: Sequence[Checked], *, about: About, place: Organization, by: Person) -> RegulationUpload:
    """Keep files that passed the gate and ask the background to read them; equal files are kept once."""
    permissions.require(by, "keep_library", place)
    if about.level != Level.INSTITUTION and not permissions.keeps_for_all(place):
        raise NotAllowed(_("只有上级管理部门可以维护公共法规库；本单位的制度请选择“本单位制度”。"))
    once = list({one.sha256: one for one in reversed(files)}.values())[::-1]
    if not 0 < len(once) <= MOST_FILES:
        raise Invalid({"documents": _("请选择文件，一次最多%(most)s个。") % {"most": MOST_FILES}})
    with transaction.atomic():
        made = RegulationUpload.objects.create(
            place=place,
            org_path=place.path,
            institution_path=place.institution_path,
            level=about.level,
            kind=about.kind,
            access=about.access,
            uploaded_by=by,
        )
        made.readers.set(about.readers)
        blobs = attachments.blobs_of(once)
        rows = [
            UploadedText(upload=made, ordinal=ordinal, name=one.name, blob=blobs[one.sha256])
            for ordinal, one in enumerate(once, start=1)
        ]
        UploadedText.objects.bulk_create(rows)
        trail.record(
            "regulations_uploaded", made, by=by, also=[*blobs.values()], extra={"files": [row.name for row in rows]}
        )
        enqueue(READ, f"{READ}:{made.pk}", by=by, org_path=made.org_path, total=len(rows), upload=made.pk)
    return made


def _next(asked: Job) -> UploadedText | None:
    """The next file of an upload that was not read yet."""
    rows = UploadedText.objects.waiting().filter(upload=asked.payload["upload"])
    return rows.select_related("upload__place", "upload__uploaded_by", "blob").order_by("ordinal").first()


def prepare(asked: Job) -> tuple[int, Taken | str]:
    """The next file taken apart, or the sentence why it cannot be; before the transaction, for it takes its time."""
    row = _next(asked)
    if row is None:
        return 0, ""
    blob = row.blob
    checked = Checked(row.name, blob.media_type, blob.size, blob.sha256, blob.sm3)
    try:
        return row.pk, read(checked, path=row.name, level=row.upload.level)
    except Refusal as refusal:
        return row.pk, refusal.message


@job(READ, title=gettext_lazy("批量上传的法规分条"), prepare=prepare)
def read_next(asked: Job, prepared: tuple[int, Taken | str]) -> More | None:
    """Make a draft of the file that was prepared; the last one tells the keeper."""
    row = _next(asked)
    if row is None:
        return None
    key, found = prepared
    if key == row.pk:
        _put(row, found)
    left = UploadedText.objects.waiting().filter(upload=row.upload).count()
    if left:
        return More(done=(asked.total or 0) - left)
    _tell(row.upload)
    return None


def _put(row: UploadedText, found: Taken | str) -> None:
    """A draft, or why there is none; a refused draft leaves nothing behind."""
    upload = row.upload
    try:
        if isinstance(found, str):
            raise Refusal(found)
        about = About(level=upload.level, kind=upload.kind, access=upload.access, readers=tuple(upload.readers.all()))
        with transaction.atomic():
            row.edition = draft_edition(found, about=about, by=upload.uploaded_by, place=upload.place)
        row.state = UploadedText.State.DRAFTED
        row.said = "；".join(found.parsed.warnings)[:500]
    except Refusal as refusal:
        row.state, row.said = UploadedText.State.REFUSED, refusal.message[:500]
    row.save(update_fields=["edition", "state", "said"])


def _tell(upload: RegulationUpload) -> None:
    """Everything was read: the trail has what became of each file, the keeper is told how many are drafts."""
    files = list(upload.files.all())
    drafted = sum(row.state == UploadedText.State.DRAFTED for row in files)
    upload.version += 1
    upload.save(update_fields=["version"])
    told = {"drafted": drafted, "refused": {row.name: row.said for row in files if row.edition_id is None}}
    trail.record("upload_read", upload, by=upload.uploaded_by, extra=told)
    with in_first_language():
        text = _("批量上传的文件已分条：%(drafted)s个成为草稿，%(left)s个未入库，请核对。") % {
            "drafted": drafted, "left": len(files) - drafted,
        }  # fmt: skip
    url = upload.get_absolute_url()
    notices.notify([upload.uploaded_by], text=text, url=url, source=upload, kind="upload_read")


def send_on(editions: Sequence[Edition], *, by: Person) -> list[tuple[Edition, str]]:
    """提交 or 入库 drafts one by one, by the same verbs and rules as alone; which were refused, and why."""
    refused = []
    for edition in editions:
        try:
            (submit_edition if edition.regulation.is_own else shelve)(edition, by=by)
        except Refusal as refusal:
            refused.append((edition, refusal.message))
    return refused
