"""立行立改: found and fixed in one visit, shown before and after; numbered, and looked at by a second person."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accountability import attachments
from accountability.signing.manifests import in_first_language
from organizations.models import Person
from organizations.refusals import Invalid
from rectification.models import AnswerKind, ChecklistItem, Choice, Finding, Inspection

from . import locking
from .findings import register_finding
from .inspections import answer_item


def fix_on_spot(
    inspection: Inspection,
    *,
    item: ChecklistItem,
    before: Sequence[attachments.Checked],
    after: Sequence[attachments.Checked],
    by: Person,
    **told: Any,
) -> Finding:
    """Register what was fixed at once, with pictures from before and after; another person still verifies it.

    An item nobody has judged yet is judged 不符合 with it.
    """
    locking.refuse_closed(inspection)
    for field, files, sentence in (
        ("before", before, _("请上传整改前的照片。")),
        ("after", after, _("请上传整改后的照片。")),
    ):
        if not files or any(not file.media_type.startswith("image/") for file in files):
            raise Invalid({field: sentence})
    if {file.sha256 for file in before} & {file.sha256 for file in after}:
        raise Invalid({"after": _("整改前后是同一张照片，请核对。")})
    with locking.hold_open(inspection):
        is_open = not inspection.answers.filter(item=item).exists()
        if item.answer_kind == AnswerKind.CHOICE and is_open:
            answer_item(inspection, item=item, by=by, choice=Choice.FAIL, note=str(told.get("description", ""))[:2000])
        finding = register_finding(inspection, item=item, by=by, fixed_on_spot=True, **told)
        with in_first_language():
            notes = ((_("整改前"), before), (_("整改后"), after))
        for note, files in notes:
            for file in files:
                attachments.attach(file, to=finding, by=by, note=note)
    return finding
