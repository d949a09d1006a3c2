"""The download of an attachment: seen or not found, written into the trail first, and never run by the browser."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability import trail
from accountability.attachments import is_whole, stored
from accountability.models import Attachment
from organizations.refusals import NotFound
from organizations.sight import sight_of, visible


@require_GET
@login_required
def attachment_download(request: HttpRequest, uuid: UUID) -> FileResponse:
    """Send one file to a person who sees what it belongs to."""
    attachment = visible(request.user, Attachment).select_related("blob").filter(uuid=uuid).first()
    if attachment is None:
        raise NotFound
    if not is_whole(attachment.blob.sha256):
        raise NotFound(_("文件“%(name)s”已丢失或被改动，不能下载，请联系系统管理员恢复。") % {"name": attachment.name})
    trail.witness("downloaded", attachment, by=sight_of(request.user).person, extra={"sha256": attachment.blob.sha256})
    response = FileResponse(
        stored(attachment.blob.sha256).open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.blob.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
