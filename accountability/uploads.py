"""误传文件: whoever sees a file that must not be here reports it; nobody sees it from then on; two people remove it.

What is removed is the content, every name by which it could be known, and every package for taking away that held it;
that it was there, its digest, and who did what stay. Copies in backups made before are not reached from here, and the
page says so.
"""

from contextlib import suppress
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import events, trail
from accountability.digest import plain
from accountability.gate import isolated, stored
from accountability.models import Attachment, TrailEvent, WrongUpload
from accountability.notices import notify
from accountability.proofs import withheld
from organizations import rights
from organizations.models import Person
from organizations.permissions import KEEP_PEOPLE
from organizations.refusals import AlreadyDone, Invalid, NotAllowed

CONFIRM = "accountability.confirm_removal"
State = WrongUpload.State
REMOVED_NAME = "（已清除）"


@transaction.atomic
def report(attachment: Attachment, *, why: str, note: str, by: Person) -> WrongUpload:
    """Isolate a file at once, wherever the same content hangs, and tell the security administrators."""
    if why not in WrongUpload.Why.values:
        raise Invalid({"why": _("请选择文件有什么问题。")})
    same = list(Attachment.everything.select_for_update().filter(blob=attachment.blob_id).order_by("pk"))
    if any(one.isolated_at for one in same):
        raise AlreadyDone(_("这个文件已经有人报告，已隔离。"))
    _isolate(same, timezone.now())
    _move(stored(attachment.blob.sha256), isolated(attachment.blob.sha256))
    made = WrongUpload.objects.create(
        attachment=attachment,
        org_path=attachment.org_path,
        institution_path=attachment.institution_path,
        why=why,
        note=plain(note, 200),
        reported_by=by,
    )
    trail.record("wrong_upload_reported", made, by=by, because=made.get_why_display(), also=same)
    said = _("%(who)s报告了误传文件，已隔离，请尽快核实处理") % {"who": by}
    keepers = rights.who_may(KEEP_PEOPLE, made)
    notify(keepers, text=said, url=made.get_absolute_url(), source=made, kind="wrong_upload")
    return made


def _isolate(attachments: list[Attachment], at: object) -> None:
    """Take attachments out of sight, or put them back."""
    for one in attachments:
        one.isolated_at = at  # type: ignore[assignment]
        one.save(update_fields=["isolated_at"])


def _taken(upload: WrongUpload, *states: str) -> WrongUpload:
    """The report under its lock, in one of these states."""
    fresh = WrongUpload.objects.select_for_update().get(pk=upload.pk)
    if fresh.state not in states:
        raise AlreadyDone
    return fresh


@transaction.atomic
def release(upload: WrongUpload, *, by: Person, because: str) -> None:
    """Put a file back that was reported by mistake."""
    rights.require(by, KEEP_PEOPLE, upload)
    if not because.strip():
        raise Invalid({"because": _("请写明核实的情况。")})
    upload = _taken(upload, State.ISOLATED, State.PROPOSED)
    upload.state, upload.decided_by, upload.decided_at = State.RELEASED, by, timezone.now()
    upload.save()
    same = list(Attachment.everything.filter(blob=upload.attachment.blob_id).order_by("pk"))
    _isolate(same, None)
    _move(isolated(upload.attachment.blob.sha256), stored(upload.attachment.blob.sha256))
    trail.record("wrong_upload_released", upload, by=by, because=because, also=same)


@transaction.atomic
def propose(upload: WrongUpload, *, by: Person, because: str) -> None:
    """The security administrator proposes to remove a file; another person's word is asked."""
    rights.require(by, KEEP_PEOPLE, upload)
    if not because.strip():
        raise Invalid({"because": _("请写明核实的情况。")})
    upload = _taken(upload, State.ISOLATED)
    upload.state, upload.proposed_by = State.PROPOSED, by
    upload.save()
    trail.record("wrong_upload_removal_proposed", upload, by=by, because=because)
    deciders = rights.who_may(CONFIRM, upload).exclude(pk=by.pk)
    said = _("%(who)s提请确认清除误传文件") % {"who": by}
    notify(deciders, text=said, url=upload.get_absolute_url(), source=upload, kind="wrong_upload")


@transaction.atomic
def remove(upload: WrongUpload, *, by: Person, because: str) -> None:
    """The second person confirms: content and names go, each text of the trail about the file is redacted."""
    rights.require(by, CONFIRM, upload)
    upload = _taken(upload, State.PROPOSED)
    if by.pk == upload.proposed_by_id:
        raise NotAllowed(_("清除文件须由另一人确认，不能由提出清除的人自己确认。"))
    upload.state, upload.decided_by, upload.decided_at = State.REMOVED, by, timezone.now()
    upload.save()
    blob = upload.attachment.blob
    blob.removed_at = upload.decided_at
    blob.save(update_fields=["removed_at"])
    same = list(Attachment.everything.filter(blob=blob).order_by("pk"))
    names = sorted({one.name for one in same})
    for one in same:
        one.name, one.note = REMOVED_NAME, ""
        one.save(update_fields=["name", "note"])
    trail.record("wrong_upload_removed", upload, by=by, because=because, also=[blob, *same])
    reason = upload.get_why_display()
    withheld.ask_to_withdraw(blob, by=by, because=reason)
    for one in same:
        texts = TrailEvent.objects.of(one).filter(verb="attachment_added", body__isnull=False)
        for event in texts.filter(redacted_by__isnull=True):
            trail.redact(event, by=by, because=reason)
    events.file_removed.send(sender=WrongUpload, thing=upload, names=names, by=by, because=reason)
    transaction.on_commit(lambda: _empty(isolated(blob.sha256)))


def _move(place: Path, to: Path) -> None:
    """Move a content once the change holds; what stands between the two `verify_all` finds."""

    def act() -> None:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            place.rename(to)

    transaction.on_commit(act)


def _empty(place: Path) -> None:
    """Leave an empty file in the place of a content."""
    place.unlink(missing_ok=True)
    place.touch(mode=0o400)
