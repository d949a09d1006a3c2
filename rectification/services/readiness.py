"""Getting ready for an outside inspection: the list, its owners, ratings, shared evidence, gaps, the freeze."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import attachments, trail
from accountability.models import Attachment
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import exercise
from rectification.models import FindingSource, Rating, Readiness, ReadinessItem

from . import wording
from .breaches import open_finding
from .findings import works_there

KEEP = "rectification.keep_readiness"
MOST_ITEMS, LONGEST_TEXT, LONGEST_CODE = 300, 400, 20


def prepare_readiness(
    organization: Organization, *, title: str, body: str, visit_on: datetime.date, lines: Sequence[str], by: Person
) -> Readiness:
    """Write the body's list down: each line begins with its number; whoever prepares answers until owners are named."""
    _require(by, organization.path)
    named = wording.required("title", title, _("请填写迎检名称。"))
    whose = wording.required("body", body, _("请填写检查机关。"))
    items = _items(lines)
    places = {"org_path": organization.path, "institution_path": organization.institution_path}
    with transaction.atomic():
        made = Readiness.objects.create(
            organization=organization, title=named, body=whose, visit_on=visit_on, prepared_by=by, **places
        )
        rows = ReadinessItem.objects.bulk_create(
            ReadinessItem(readiness=made, order=n, code=code, text=text, owner=by, **places)
            for n, (code, text) in enumerate(items, 1)
        )
        trail.record("readiness_prepared", made, by=by, also=rows)
    return made


def _items(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Number and text of every line; two of one number, and a line without a text, are refused."""
    found: dict[str, str] = {}
    for n, line in enumerate((line.strip() for line in lines if line.strip()), 1):
        code, _space, text = line.partition(" ")
        if not text.strip() or len(code) > LONGEST_CODE or len(text) > LONGEST_TEXT:
            raise Invalid({"lines": _("第%(n)d行请写成“编号 内容”，编号和内容之间空一格。") % {"n": n}})
        if code in found:
            raise Invalid({"lines": _("编号“%(code)s”出现了两次，请改正。") % {"code": code}})
        found[code] = text.strip()
    if not found or len(found) > MOST_ITEMS:
        raise Invalid({"lines": _("请填写1—%(most)d个条目，每行一个。") % {"most": MOST_ITEMS}})
    return list(found.items())


def give_item(item: ReadinessItem, *, owner: Person, by: Person) -> None:
    """Name who answers for an item; he is told."""
    with engine.hold(item.readiness, item):
        _refuse_frozen(item.readiness)
        _require(by, item.org_path)
        if not works_there(owner, item.institution_path):
            raise Invalid({"owner": _("责任人应当是本单位在岗人员，请另选。")})
        changed = {"owner": [str(item.owner), str(owner)]}
        item.owner = owner
        _save(item, "readiness_given", by=by, changed=changed)
        with in_first_language():
            text = _("请为“%(title)s”准备条目%(item)s。") % {"title": item.readiness.title, "item": item.code}
        notify([owner], text=text, url=item.get_absolute_url(), source=item.readiness, kind="readiness")


def rate_item(
    item: ReadinessItem,
    *,
    rating: str,
    note: str,
    by: Person,
    files: Sequence[attachments.Checked] = (),
    shared: Sequence[Attachment] = (),
) -> None:
    """The owner says how ready it is, and shows it: by new files, or by files another item of the list has already."""
    with engine.hold(item.readiness, item):
        _refuse_frozen(item.readiness)
        if by.pk != item.owner_id:
            _require(by, item.org_path)
        _check(rating, note)
        known = set(Attachment.objects.of(item.readiness).values_list("pk", flat=True))
        if any(file.pk not in known for file in shared):
            raise Invalid({"shared": _("请选择本次迎检已有的佐证。")})
        added = [attachments.attach(file, to=item.readiness, by=by) for file in files]
        item.files.add(*added, *shared)
        item.own_rating, item.own_note = rating, note.strip()
        told = {"files": [file.name for file in (*added, *shared)]}
        _save(item, "readiness_rated", by=by, extra=told)


def mock_item(item: ReadinessItem, *, rating: str, note: str, by: Person) -> None:
    """模拟检查: somebody other than the owner looks as the body will; what is missing becomes a finding."""
    with engine.hold(item.readiness, item):
        _refuse_frozen(item.readiness)
        _require(by, item.org_path)
        if by.pk == item.owner_id:
            raise NotAllowed(_("条目责任人不能模拟检查自己的条目，请由其他人员办理。"))
        _check(rating, note)
        item.mock_rating, item.mock_note, item.mock_by = rating, note.strip(), by
        if rating == Rating.LACKING and item.finding is None:
            with in_first_language():
                words = _("迎检差距：%(item)s。%(note)s") % {"item": f"{item.code} {item.text}", "note": note.strip()}
            item.finding = open_finding(
                item.readiness.organization, owner=item.readiness.organization, description=words, by=by,
                source=FindingSource.SELF, cited_text="", found_on=timezone.localdate(),
            )  # fmt: skip
        _save(item, "readiness_mocked", by=by)


def freeze_readiness(readiness: Readiness, *, by: Person) -> None:
    """封存: from now on the list shows what was shown; refused while an item has no rating."""
    with engine.hold(readiness):
        _require(by, readiness.org_path)
        _refuse_frozen(readiness)
        unrated = list(readiness.items.filter(own_rating="").order_by("order")[:6])
        if unrated:
            told = {"which": wording.first_few(item.code for item in unrated)}
            raise NotYet(_("还有条目没有自评：%(which)s。请自评后再封存。") % told)
        readiness.frozen_by, readiness.frozen_at = by, timezone.now()
        readiness.version += 1
        readiness.save()
        trail.record("readiness_frozen", readiness, by=by)


def _save(item: ReadinessItem, verb: str, *, by: Person, **told: object) -> None:
    item.version += 1
    item.save()
    trail.record(verb, item, by=by, **told)  # type: ignore[arg-type]


def _check(rating: str, note: str) -> None:
    if rating not in Rating.values:
        raise Invalid({"rating": _("请选择：已准备、部分准备、缺项或不涉及。")})
    if rating != Rating.READY:
        wording.required("note", note, _("请写明缺什么、什么时候补齐，或者为什么不涉及。"))


def _refuse_frozen(readiness: Readiness) -> None:
    if readiness.is_frozen:
        raise AlreadyDone(_("“%(title)s”已经封存，不能再变动。") % {"title": readiness.title})


def _require(by: Person, at: str) -> None:
    if not exercise(by, KEEP, at):
        raise NotAllowed(_("迎检材料由本单位经办人员和科室负责人办理，您现在的岗位没有这项权限。"))
