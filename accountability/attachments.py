"""Attachments 附件: files that passed the gate get a name and a place; who sees the place sees the file."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accountability import events, trail
from accountability.digest import plain
from accountability.gate import Checked, gate, is_whole, stored
from accountability.models.files import Attachment, Blob
from organizations import sight
from organizations.models import Person
from organizations.refusals import NotYet

__all__ = ["Checked", "attach", "blobs_of", "gate", "is_whole", "rule", "stored"]


def attach(checked: Checked, *, to: models.Model, by: Person | None, note: str = "") -> Attachment:
    """Give a checked file a place with `to`, within the caller's transaction."""
    blob = blobs_of([checked])[checked.sha256]
    path = trail.path_of(to)
    attachment = Attachment.objects.create(
        blob=blob,
        name=checked.name,
        content_type=ContentType.objects.get_for_model(to),
        object_id=to.pk,
        source_label=plain(to, 200),
        org_path=path,
        institution_path=getattr(to, "institution_path", None) or path,
        uploaded_by=by,
        note=plain(note, 500),
    )
    told = {"to": [to._meta.label_lower, to.pk], "size": checked.size, "sha256": checked.sha256, "sm3": checked.sm3}
    trail.record("attachment_added", attachment, by=by, also=[blob], extra=told)
    events.attachment_added.send(sender=Attachment, thing=attachment, to=to, by=by)
    return attachment


def blobs_of(files: Iterable[Checked]) -> dict[str, Blob]:
    """The stored contents of checked files by their digest, each once whoever stores it at the same moment."""
    checked = {one.sha256: one for one in files}
    for one in checked.values():
        if not stored(one.sha256).is_file():
            raise NotYet(_("文件“%(name)s”没有保存成功，请重新上传。") % {"name": one.name})
    known = set(Blob.objects.filter(sha256__in=checked).values_list("sha256", flat=True))
    new = [checked[sha256] for sha256 in sorted(checked.keys() - known)]  # one order for all: nobody waits crosswise
    made = [Blob(sha256=one.sha256, sm3=one.sm3, size=one.size, media_type=one.media_type) for one in new]
    Blob.objects.bulk_create(made, ignore_conflicts=True)
    return {blob.sha256: blob for blob in Blob.objects.filter(sha256__in=checked)}


def rule(seen: sight.Sight) -> Q:
    """A file is seen by those who see what it belongs to; where that has no rule of its own, by its path."""
    kinds = dict(_kinds_with_a_rule())
    elsewhere = seen.covers("org_path") & ~Q(content_type__in=kinds)
    with_source = (
        Q(content_type=kind, object_id__in=sight.visible(seen.person, model).order_by().values("pk"))
        for kind, model in kinds.items()
    )
    return reduce(or_, with_source, elsewhere)


def _kinds_with_a_rule() -> Iterator[tuple[int, type[models.Model]]]:
    """The kinds of things that have attachments and a rule of sight; asked of the table, as most kinds have none."""
    used = Attachment.objects.filter(content_type=OuterRef("pk"))
    for kind in ContentType.objects.filter(Exists(used)):
        model = kind.model_class()
        if model is not None and model is not Attachment and sight.is_registered(model):
            yield kind.pk, model
